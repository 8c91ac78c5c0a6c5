#include "input/item_pieces.h"

#include <algorithm>

#include "base/ascii.h"
#include "base/padding.h"
#include "base/utf8.h"
#include "input/text_window.h"

namespace diallint {
namespace {

// An array without a cut in so much is left to a reader of whole texts.
constexpr std::size_t kMostInPiece = kChunkBytes * 4;

std::size_t skip_space(std::string_view text, std::size_t at) noexcept {
  return std::min(text.find_first_not_of(kJsonSpace, at), text.size());
}

// Whether the object that begins there has such a key first.
bool begins_with_key(std::string_view text, std::size_t brace, std::string_view key) noexcept {
  const std::size_t quote = skip_space(text, brace + 1);
  if (quote + 1 >= text.size() || text[quote] != '"') return false;
  const std::string_view rest = text.substr(quote + 1);
  if (key.empty()) return is_letter(static_cast<unsigned char>(rest.front()));
  return rest.size() > key.size() && rest.starts_with(key) && rest[key.size()] == '"';
}

// Where the last object begins that stands in front of a place in the buffer; what is held begins
// with one.
std::size_t object_in_front_of(std::size_t place, const InputPiece& piece) noexcept {
  const std::string_view text = piece.around();
  const std::size_t end = behind_last_object(text.substr(0, place));
  if (end > 0) return end + object_behind_comma(text.substr(end));
  return piece.begin <= place ? piece.begin : 0;
}

bool object_follows(std::string_view text, std::string_view key) noexcept {
  const std::size_t brace = object_behind_comma(text);
  return brace > 0 && begins_with_key(text, brace, key);
}

}  // namespace

std::size_t object_behind_comma(std::string_view text) noexcept {
  const std::size_t comma = skip_space(text, 0);
  if (comma == text.size() || text[comma] != ',') return 0;
  const std::size_t brace = skip_space(text, comma + 1);
  return brace < text.size() && text[brace] == '{' ? brace : 0;
}

std::size_t behind_last_object(std::string_view text, std::string_view key) noexcept {
  std::size_t brace = text.rfind('}');
  while (brace != std::string_view::npos && !object_follows(text.substr(brace + 1), key)) {
    brace = brace == 0 ? std::string_view::npos : text.rfind('}', brace - 1);
  }
  return brace + 1;
}

void ItemPieces::begin(std::string_view held, std::uint64_t origin, LineColumn first,
                       std::uint64_t place, std::string_view key) {
  held_.assign(held.begin(), held.end());
  origin_ = origin;
  first_ = first;
  begin_ = static_cast<std::size_t>(place - origin);
  key_ = key;
  ended_ = false;
  trouble_.reset();
}

bool ItemPieces::next(InputPiece& piece) {
  piece.held = 0;
  fill(piece, std::max(held_.size(), begin_ + kChunkBytes + kAround));
  std::size_t cut = next_cut(piece);
  while (cut == 0 && !ended_ && !trouble_ && piece.held - begin_ < kMostInPiece) {
    fill(piece, piece.held * 2);
    cut = next_cut(piece);
  }
  piece.begin = begin_;
  piece.origin = origin_ + begin_;
  piece.first = first_;
  piece.is_cut = cut == 0;
  piece.size = (piece.is_cut ? piece.held : cut) - begin_;
  hold_behind(piece);
  return true;
}

void ItemPieces::fill(InputPiece& piece, std::size_t wanted) {
  if (piece.buffer.size() < wanted + kPadding) piece.buffer.resize(wanted + kPadding);
  if (piece.held == 0) {
    std::copy(held_.begin(), held_.end(), piece.buffer.begin());
    piece.held = held_.size();
  }
  try {
    if (!ended_) ended_ = fill_up(source_, std::span(piece.buffer).first(wanted), piece.held);
  } catch (const ReadError& error) {
    trouble_ = error;
  }
}

// Where the item begins, in the buffer, that the piece goes up to; 0: there is none. What an
// excerpt may show of its end is held.
std::size_t ItemPieces::next_cut(const InputPiece& piece) {
  if (trouble_) return 0;
  const std::size_t behind = ended_ ? 0 : std::min(kAround, piece.held - begin_);
  const std::string_view text = piece.around().substr(0, piece.held - behind).substr(begin_);
  std::size_t end = behind_last_object(text, key_);
  if (end == 0 && !key_.empty()) {
    key_.clear();
    end = behind_last_object(text);
  }
  return end == 0 ? 0 : begin_ + end + object_behind_comma(text.substr(end));
}

// What follows the piece, and as much in front of that as an excerpt may show, from the beginning
// of an object on: there a reader of tokens may begin.
void ItemPieces::hold_behind(const InputPiece& piece) {
  const std::string_view all = piece.around();
  const std::size_t behind = piece.begin + piece.size;
  const std::size_t from = object_in_front_of(behind - std::min(behind, kAround), piece);
  first_ = behind_text(first_, all.substr(0, from), origin_ == 0);
  held_.assign(all.begin() + static_cast<std::ptrdiff_t>(from), all.end());
  origin_ += from;
  begin_ = behind - from;
}

void ItemPieces::give_back(std::span<const InputPiece* const> pieces, std::uint64_t place) {
  const InputPiece& stopped = *pieces.front();
  std::vector<char> held(stopped.buffer.begin(),
                         stopped.buffer.begin() + static_cast<std::ptrdiff_t>(stopped.begin));
  for (const InputPiece* piece : pieces) {
    const std::string_view text = piece->bytes();
    held.insert(held.end(), text.begin(), text.end());
  }
  held.insert(held.end(), held_.begin() + static_cast<std::ptrdiff_t>(begin_), held_.end());
  held_.swap(held);
  origin_ = stopped.origin - stopped.begin;
  first_ = stopped.first;
  begin_ = static_cast<std::size_t>(place - origin_);
}

}  // namespace diallint
