// An input cut into pieces that can be checked side by side.
#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "input/line_column.h"

namespace diallint {

/// Keeps its memory when it is filled again.
struct InputPiece {
  /// The piece, with what stands around it where that is held for excerpts; kPadding readable bytes
  /// or more follow.
  std::vector<char> buffer;
  std::size_t begin = 0;     ///< of the piece in the buffer
  std::size_t size = 0;      ///< of the piece
  std::uint64_t origin = 0;  ///< of the piece's first byte in the input
  std::uint64_t number = 0;  ///< among those that are checked side by side, from 0
  std::size_t held = 0;  ///< bytes of the input in the buffer, where that is more than the piece
  LineColumn first;      ///< of the buffer's first byte, where that is held
  /// What follows is not to be waited for: there is nothing, or so much is held that a value over
  /// several lines would be too long.
  bool is_last = false;
  bool is_end = false;  ///< of the input
  /// What is held is the beginning of something that is too long or has no end. What follows is not
  /// read, unless the piece is given back.
  bool is_cut = false;

  std::string_view bytes() const noexcept { return {buffer.data() + begin, size}; }
  /// With what stands around it.
  std::string_view around() const noexcept { return {buffer.data(), held}; }
};

/// One thread at a time.
class InputPieces {
 public:
  virtual ~InputPieces() = default;
  /// Fills in the piece that follows. False at the end. Throws ReadError.
  virtual bool next(InputPiece& piece) = 0;
  /// The pieces that were given last, in order and none left out, come again from `place` (in the
  /// input) on, which lies in the first of them.
  virtual void give_back(std::span<const InputPiece* const> pieces, std::uint64_t place) = 0;
};

}  // namespace diallint
