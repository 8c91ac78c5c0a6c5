#include "input/place_map.h"

#include <algorithm>

namespace diallint {

void PlaceMap::add(std::uint64_t size, std::uint64_t outer, std::uint64_t outer_size,
                   bool unknown) {
  if (size == 0) return;
  const bool plain = !unknown && size == outer_size;
  if (plain && !pieces_.empty()) {
    Piece& last = pieces_.back();
    const bool follows =
        !last.unknown && last.size == last.outer_size && last.outer + last.outer_size == outer;
    if (follows) {
      last.size += size;
      last.outer_size += size;
      size_ += size;
      return;
    }
  }
  pieces_.push_back({size_, size, outer, outer_size, unknown});
  size_ += size;
}

// The piece that holds a byte; the last one for what is behind the end.
const PlaceMap::Piece* PlaceMap::piece_at(std::uint64_t at) const noexcept {
  const auto behind =
      std::upper_bound(pieces_.begin(), pieces_.end(), at,
                       [](std::uint64_t place, const Piece& piece) { return place < piece.begin; });
  return behind == pieces_.begin() ? nullptr : &*(behind - 1);
}

std::optional<Span> PlaceMap::outer(const Span& inner) const noexcept {
  const Piece* first = piece_at(inner.begin);
  if (first == nullptr) return around_ == nullptr ? inner : around_->outer(inner);
  const Piece* last = piece_at(std::max(inner.begin + 1, inner.end) - 1);
  if (first == last && first->unknown) return std::nullopt;
  const auto within = [](const Piece& piece, std::uint64_t at) {
    const bool plain = piece.size == piece.outer_size;
    return piece.outer + (plain ? std::min(at - piece.begin, piece.size) : 0);
  };
  const bool plain_end = last->size == last->outer_size && !last->unknown;
  Span found;
  found.begin = within(*first, inner.begin);
  found.end = plain_end ? last->outer + std::min(inner.end - last->begin, last->size)
                        : last->outer + last->outer_size;
  if (inner.end <= inner.begin) found.end = found.begin;
  return around_ == nullptr ? found : around_->outer(found);
}

std::optional<Span> PlaceMap::exact(const Span& inner) const noexcept {
  const Piece* first = piece_at(inner.begin);
  const Piece* last = inner.end > inner.begin ? piece_at(inner.end - 1) : first;
  if (first == nullptr || inner.end > size_) return std::nullopt;
  for (const Piece* piece = first; piece <= last; ++piece)
    if (piece->unknown) return std::nullopt;
  const auto is_plain = [](const Piece& piece) { return piece.size == piece.outer_size; };
  // A piece that was made stands for its bytes as a whole.
  const bool begins = is_plain(*first) || inner.begin == first->begin;
  const bool ends = is_plain(*last) || inner.end == last->begin + last->size;
  if (!begins || !ends) return std::nullopt;
  // What lies between pieces of the input was left out, and would be lost.
  for (const Piece* piece = first; piece < last; ++piece)
    if (piece[1].outer != piece->outer + piece->outer_size) return std::nullopt;
  const std::uint64_t begin = first->outer + (inner.begin - first->begin);
  const std::uint64_t end = inner.end == last->begin + last->size
                                ? last->outer + last->outer_size
                                : last->outer + (inner.end - last->begin);
  const Span found{begin, inner.end > inner.begin ? end : begin};
  return around_ == nullptr ? found : around_->exact(found);
}

}  // namespace diallint
