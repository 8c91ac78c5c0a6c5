// In which order the members of an object come.
#pragma once
#include <array>
#include <cstdint>

namespace diallint {

/// In which order an object's members came the last time: what to look for first.
struct MemberOrder {
  static constexpr std::uint8_t kNone = 0xFF;
  std::uint8_t first = 0;
  std::array<std::uint8_t, 64> next{};
};

}  // namespace diallint
