// A text of which pieces are replaced, in rounds, told as edits of the text that there was at
// first.
#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "diallint/finding.h"

namespace diallint {

/// What a text consists of after some rounds of edits. Memory grows with the edits alone.
class EditedText {
 public:
  /// Makes edits of the text as it is now: ascending, none overlaps another.
  void apply(std::span<const Edit> edits);

  /// All that was made, as edits of the text that there was at first: ascending, and apart from
  /// each other.
  std::vector<Edit> edits() const;

 private:
  /// Bytes of the first text or, where the range is empty, others.
  struct Piece {
    Span from;
    std::string text;

    std::uint64_t size() const noexcept {
      return from.end > from.begin ? from.end - from.begin : text.size();
    }
  };

  static void add(std::vector<Piece>& out, const Piece& piece, std::uint64_t begin,
                  std::uint64_t end);

  // The last one goes to the end of the text, wherever that is.
  std::vector<Piece> pieces_{{{0, UINT64_MAX}, {}}};
};

}  // namespace diallint
