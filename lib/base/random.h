// Random numbers that are the same on every machine and compiler: the standard engines are, the
// standard distributions are not.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/uint128.h"

namespace diallint {

/// SplitMix64. Not for secrets.
class Random {
 public:
  explicit Random(std::uint64_t seed) noexcept : state_(seed) {}

  std::uint64_t next() noexcept {
    std::uint64_t z = (state_ += 0x9E3779B97F4A7C15U);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
    return z ^ (z >> 31);
  }
  /// Uniform in [0, bound), bound > 0.
  std::uint64_t below(std::uint64_t bound) noexcept { return multiply_high(next(), bound); }
  /// Uniform in [low, high].
  std::int64_t between(std::int64_t low, std::int64_t high) noexcept {
    return low + static_cast<std::int64_t>(below(static_cast<std::uint64_t>(high - low) + 1));
  }
  /// True once in `count` times.
  bool once_in(std::uint64_t count) noexcept { return below(count) == 0; }
  /// The seed of one that goes on from here.
  std::uint64_t state() const noexcept { return state_; }
  char one_of(std::string_view characters) noexcept { return characters[below(characters.size())]; }

 private:
  std::uint64_t state_;
};

/// 36 characters: a GUID of version 4 in lower case. `variant` is its 20th character: made-up
/// values of different members can be told apart by it. The digits are drawn from the left to the
/// right, so that every compiler makes the same of a seed.
inline std::string random_guid(Random& random, char variant) {
  constexpr std::string_view kForm = "xxxxxxxx-xxxx-4xxx-vxxx-xxxxxxxxxxxx";
  std::string text(kForm);
  for (char& c : text) {
    if (c == 'x') c = random.one_of("0123456789abcdef");
    if (c == 'v') c = variant;
  }
  return text;
}

}  // namespace diallint
