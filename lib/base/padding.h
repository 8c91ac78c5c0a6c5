// What may be read behind a text, so that vectors need not look where it ends.
#pragma once
#include <cstddef>

namespace diallint {

/// Readable bytes behind every text that a check sees: one vector of 16 bytes.
inline constexpr std::size_t kTextPadding = 16;

/// Readable bytes behind the bytes of an input: a block of simdjson's first stage.
inline constexpr std::size_t kPadding = 64;
static_assert(kPadding >= kTextPadding);

}  // namespace diallint
