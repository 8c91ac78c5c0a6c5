// The pack of all shapes that a validator can be held to: corpus/conformance.
#pragma once
#include <cstdint>

#include "generate/pack.h"
#include "plan/plan.h"

namespace diallint {

/// The moment and the seed of the pack that ships.
inline constexpr Instant kPackNow{1795176000, 0, false};
inline constexpr std::uint64_t kPackSeed = 1;

/// Of each shape a few valid documents and all edges of its constraints, in a folder of its own;
/// and inputs of no shape or in other formats. The same plan, seed and moment give the same pack.
Pack conformance_pack(const Plan& plan, std::uint64_t seed, const Instant& now);

}  // namespace diallint
