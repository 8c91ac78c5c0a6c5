#include "fix/edited_text.h"

#include <algorithm>
#include <utility>

namespace diallint {

// A part of a piece, counted from its beginning.
void EditedText::add(std::vector<Piece>& out, const Piece& piece, std::uint64_t begin,
                     std::uint64_t end) {
  if (begin < end) out.push_back({piece.begin + begin, piece.begin + end});
}

EditedText::Piece EditedText::added(std::string_view text) {
  const std::uint64_t begin = kNew + texts_.size();
  texts_ += text;
  return {begin, begin + text.size()};
}

void EditedText::apply(std::span<const Edit> edits) {
  std::vector<Piece> out;
  std::size_t at = 0;       // the piece in front
  std::uint64_t place = 0;  // where it begins in the text
  std::uint64_t done = 0;   // in the text
  const auto pass = [&](std::uint64_t end, bool kept) {
    while (done < end) {
      const Piece& piece = pieces_[at];
      const std::uint64_t behind =
          piece.size() > UINT64_MAX - place ? UINT64_MAX : place + piece.size();
      const std::uint64_t stop = std::min(behind, end);
      if (kept) add(out, piece, done - place, stop - place);
      done = stop;
      if (done < behind || at + 1 == pieces_.size()) return;
      place = behind;
      ++at;
    }
  };
  for (const Edit& edit : edits) {
    pass(edit.span.begin, true);
    if (!edit.text.empty()) out.push_back(added(edit.text));
    pass(edit.span.end, false);
  }
  pass(UINT64_MAX, true);
  pieces_ = std::move(out);
}

std::vector<Edit> EditedText::edits() const {
  std::vector<Edit> edits;
  std::uint64_t done = 0;  // in the first text
  std::string text;
  for (const Piece& piece : pieces_) {
    if (piece.is_new()) {
      text.append(texts_, piece.begin - kNew, piece.size());
      continue;
    }
    if (piece.begin > done || !text.empty())
      edits.push_back({{done, piece.begin}, std::exchange(text, {})});
    done = piece.end;
  }
  return edits;
}

}  // namespace diallint
