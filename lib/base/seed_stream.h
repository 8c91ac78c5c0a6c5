// Seeds for the streams of random numbers that one seed of a user's gives.
#pragma once
#include <cstdint>

namespace diallint {

/// A bijection of 64 bits in which every bit of the result depends on all (SplitMix64's finalizer).
inline std::uint64_t mix_bits(std::uint64_t z) noexcept {
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
  return z ^ (z >> 31);
}

/// The seed of one of a user's streams. Seeds that are near each other, as 1 and 2, give streams
/// that have nothing in common.
inline std::uint64_t stream_seed(std::uint64_t seed, std::uint64_t stream) noexcept {
  return mix_bits(mix_bits(seed + 0x9E3779B97F4A7C15U) + stream * 0xD1342543DE82EF95U);
}

/// Streams, so that no two parts of a program draw from one.
enum SeedStream : std::uint64_t { kValueStream = 1, kChoiceStream = 2, kTokenStream = 3 };

}  // namespace diallint
