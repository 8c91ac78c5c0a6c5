// A place in a text as people count it.
#pragma once
#include <cstdint>

namespace diallint {

/// Both from 1; the column counts code points.
struct LineColumn {
  std::uint64_t line = 1;
  std::uint64_t column = 1;
};

}  // namespace diallint
