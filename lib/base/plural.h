// A number and what it counts, as a sentence has them: "1 file", "2 files".
#pragma once
#include <fmt/format.h>

#include <cstdint>
#include <string>
#include <string_view>

namespace diallint {

/// `noun` is in the singular and takes an "s".
inline std::string counted(std::uint64_t count, std::string_view noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

}  // namespace diallint
