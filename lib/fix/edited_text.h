// A text of which pieces are replaced, in rounds, told as edits of the text that there was at
// first.
#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
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
  /// Bytes of the first text or, from kNew on, of texts_. There may be millions of them.
  struct Piece {
    std::uint64_t begin = 0;
    std::uint64_t end = 0;

    bool is_new() const noexcept { return begin >= kNew; }
    std::uint64_t size() const noexcept { return end - begin; }
  };

  static void add(std::vector<Piece>& out, const Piece& piece, std::uint64_t begin,
                  std::uint64_t end);
  Piece added(std::string_view text);

  static constexpr std::uint64_t kNew = std::uint64_t{1} << 63;

  // The last one goes to the end of the text, wherever that is.
  std::vector<Piece> pieces_{{0, UINT64_MAX}};
  std::string texts_;  // all that was put in
};

}  // namespace diallint
