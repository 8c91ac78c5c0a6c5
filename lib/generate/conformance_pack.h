// The pack of all shapes that a validator can be held to. corpus/conformance holds the part of one
// shape, corpus/conformance.sha256 the digests of all its files.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "generate/pack.h"
#include "plan/plan.h"

namespace diallint {

/// The moment and the seed of the pack that ships.
inline constexpr Instant kPackNow{1795176000, 0, false};
inline constexpr std::uint64_t kPackSeed = 1;

/// Of each shape a few valid documents and all edges of its constraints, in a folder of its own;
/// and inputs of no shape or in other formats. The same plan, seed and moment give the same pack.
Pack conformance_pack(const Plan& plan, std::uint64_t seed, const Instant& now);

/// The shape whose files stand in the repository.
inline constexpr std::string_view kExampleShape = "put-dial-request-batch";

/// The files of that shape as a pack of their own.
Pack example_of(const Pack& pack);

/// SHA-256 of every file and of the manifest, by their paths, as sha256sum writes and reads them.
std::string digests_of(const Pack& pack);

}  // namespace diallint
