#include "input/line_pieces.h"

#include <algorithm>
#include <cstring>

#include "base/padding.h"

namespace diallint {
namespace {

// Behind the last line end; 0: there is none.
std::size_t end_of_lines(const InputPiece& piece) noexcept {
  const auto* begin = piece.buffer.data();
  const void* feed = memrchr(begin, '\n', piece.size);
  return feed == nullptr ? 0 : static_cast<std::size_t>(static_cast<const char*>(feed) - begin) + 1;
}

void reserve(InputPiece& piece, std::size_t capacity) {
  if (piece.buffer.size() < capacity + kPadding) piece.buffer.resize(capacity + kPadding);
}

}  // namespace

void LinePieces::begin(std::string_view held, std::uint64_t origin) {
  held_.assign(held.begin(), held.end());
  origin_ = origin;
  skipping_ = ended_ = false;
}

bool LinePieces::next(InputPiece& piece) {
  reserve(piece, std::max(held_.size(), kChunkBytes));
  std::copy(held_.begin(), held_.end(), piece.buffer.begin());
  piece.size = held_.size();
  piece.origin = origin_;
  piece.is_cut = piece.is_end = false;
  origin_ += held_.size();
  held_.clear();
  for (;;) {
    if (piece.size > longest_ && end_of_lines(piece) == 0) {
      skipping_ = piece.is_cut = true;
      return true;
    }
    piece.is_end = piece.is_last = !read_more(piece);
    if (piece.is_end) return piece.size > 0;
    if (skipping_ && !skip_to_line_end(piece)) continue;
    const std::size_t end = end_of_lines(piece);
    if (end == 0) continue;
    piece.is_last = piece.size > longest_;
    held_.assign(piece.buffer.data() + end, piece.buffer.data() + piece.size);
    origin_ -= held_.size();
    piece.size = end;
    return true;
  }
}

bool LinePieces::read_more(InputPiece& piece) {
  if (ended_) return false;
  std::size_t capacity = piece.buffer.size() - kPadding;
  if (capacity == piece.size) {
    const std::size_t most = longest_ + kChunkBytes;
    reserve(piece, std::max(std::min(capacity * 2, most), capacity + kChunkBytes));
    capacity = piece.buffer.size() - kPadding;
  }
  const std::size_t got = source_.read(piece.buffer.data() + piece.size, capacity - piece.size);
  piece.size += got;
  origin_ += got;
  ended_ = got == 0;
  return !ended_;
}

// Drops the rest of a line that is too long. False if its end has not been read.
bool LinePieces::skip_to_line_end(InputPiece& piece) {
  const char* const begin = piece.buffer.data();
  const auto* feed = static_cast<const char*>(std::memchr(begin, '\n', piece.size));
  const std::size_t dropped =
      feed == nullptr ? piece.size : static_cast<std::size_t>(feed - begin) + 1;
  std::memmove(piece.buffer.data(), begin + dropped, piece.size - dropped);
  piece.size -= dropped;
  piece.origin += dropped;
  skipping_ = feed == nullptr;
  return !skipping_;
}

void LinePieces::give_back(std::span<const InputPiece* const> pieces, std::uint64_t place) {
  skipping_ = false;
  std::vector<char> held;
  for (const InputPiece* piece : pieces) {
    std::string_view text = piece->bytes();
    if (piece == pieces.front())
      text.remove_prefix(static_cast<std::size_t>(place - piece->origin));
    held.insert(held.end(), text.begin(), text.end());
  }
  origin_ -= held.size();
  held.insert(held.end(), held_.begin(), held_.end());
  held_.swap(held);
}

}  // namespace diallint
