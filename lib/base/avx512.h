// Whether this processor has the wide vectors that some loops have a second form for.
#pragma once

namespace diallint {

/// AVX-512 with its instructions on bytes (Ice Lake, Zen 4 and later): loads and stores under a
/// mask, that touch nothing but a text wherever it stands. These processors do not slow down for
/// wide vectors, as earlier ones did. The functions that use them carry the attribute
/// DIALLINT_TARGET_AVX512 names.
bool has_avx512() noexcept;

#define DIALLINT_TARGET_AVX512 gnu::target("avx512bw,avx512vbmi,bmi2")

}  // namespace diallint
