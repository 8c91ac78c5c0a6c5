// A place in a text as people count it.
#pragma once
#include <cstdint>
#include <string_view>

namespace diallint {

/// Both from 1; the column counts code points.
struct LineColumn {
  std::uint64_t line = 1;
  std::uint64_t column = 1;
};

/// Behind a text that begins at `place`, or behind a part of it that ends with a character. A byte
/// order mark has no column, where the text is the input's beginning.
LineColumn behind_text(LineColumn place, std::string_view text, bool is_beginning) noexcept;

}  // namespace diallint
