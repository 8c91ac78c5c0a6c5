// Counts by name, added up.
#pragma once
#include <cstdint>
#include <map>
#include <string>

namespace diallint {

inline std::uint64_t sum_of(const std::map<std::string, std::uint64_t>& counts) noexcept {
  std::uint64_t sum = 0;
  for (const auto& [name, count] : counts) sum += count;
  return sum;
}

}  // namespace diallint
