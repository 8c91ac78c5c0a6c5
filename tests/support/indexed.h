// A JSON text with the index of its tokens, for cursors over it.
#pragma once
#include <cstdint>
#include <string_view>

#include "input/json_cursor.h"
#include "input/json_index.h"
#include "support/padded.h"

namespace diallint::test {

struct Indexed {
  /// `behind` fills the padding.
  explicit Indexed(std::string_view of, char behind = '"') : text(of, behind) {
    if (!index.build(text.text())) index.build_slowly(text.text());
  }
  /// Points into this.
  JsonCursor cursor(std::uint64_t origin = 1000) const { return {text.text(), index, origin}; }

  Padded text;
  JsonIndex index;
};

}  // namespace diallint::test
