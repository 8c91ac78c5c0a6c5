// Products of 64 by 64 bits.
#pragma once
#include <cstdint>

namespace diallint {

__extension__ using Uint128 = unsigned __int128;

/// The upper 64 bits of a product: a fraction of `bound` for a uniformly drawn `word`.
constexpr std::uint64_t multiply_high(std::uint64_t word, std::uint64_t bound) noexcept {
  return static_cast<std::uint64_t>((static_cast<Uint128>(word) * bound) >> 64);
}

/// Both halves of a product, folded into one word.
constexpr std::uint64_t multiply_fold(std::uint64_t a, std::uint64_t b) noexcept {
  const Uint128 product = static_cast<Uint128>(a) * b;
  return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
}

}  // namespace diallint
