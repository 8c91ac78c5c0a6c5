// A stretch of an input that moves on: what is held of it, and which line and column it begins at.
#pragma once
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <optional>
#include <string_view>

#include "input/byte_source.h"
#include "input/line_column.h"

namespace diallint {

/// What is held of a text that is read in parts, to either side of what is checked, so that an
/// excerpt can show it.
inline constexpr std::size_t kAround = kStretchBytes / 256;

class TextWindow {
 public:
  /// Holds `capacity` bytes to begin with; the source outlives it.
  TextWindow(ByteSource& source, std::size_t capacity);
  /// The same where `held`, which begins at `origin` in the input and with a line, has been read
  /// already.
  TextWindow(ByteSource& source, std::size_t capacity, std::string_view held, std::uint64_t origin,
             std::uint64_t line);

  /// Holds what has been read otherwise, which begins at `origin` in the input with that line and
  /// column, and goes on behind it unless the input has `ended` or reading has failed by `trouble`.
  /// To be filled before it is read.
  void restart(std::string_view held, std::uint64_t origin, LineColumn first, bool ended,
               std::optional<ReadError> trouble);
  /// What it reads from.
  ByteSource& source() const noexcept { return source_; }
  /// Reads until it is full, the input ends or reading fails. Throws ReadError where nothing more
  /// has been read that could be looked at first.
  void fill();
  /// Whether the last byte that is held is the last one of the input.
  bool ended() const noexcept { return ended_; }
  /// Room for twice as much. Throws ReadError where an index could not hold it; may throw
  /// std::bad_alloc.
  void grow();
  /// Lets go of what stands in front of `place` (in the input).
  void drop_to(std::uint64_t place);

  /// What is held; kPadding zeros follow.
  std::string_view bytes() const noexcept { return {bytes_.get(), size_}; }
  /// The same from `place` (in the input) on.
  std::string_view from(std::uint64_t place) const noexcept {
    return bytes().substr(static_cast<std::size_t>(place - origin_));
  }
  /// Of the first byte in the input.
  std::uint64_t origin() const noexcept { return origin_; }
  /// Bytes of a byte order mark at the front, which no column counts.
  std::size_t bom_size() const noexcept;
  std::uint64_t end() const noexcept { return origin_ + size_; }
  /// The place of the first byte.
  LineColumn first() const noexcept { return first_; }
  /// Of the byte at `place` (in the input), which is held, or of the end of what is.
  LineColumn at(std::uint64_t place) const noexcept;

 private:
  // Grows in place where it can, and memory that was asked for but not filled is not touched.
  struct Free {
    void operator()(char* bytes) const noexcept { std::free(bytes); }
  };

  void reserve(std::size_t capacity);

  ByteSource& source_;
  std::unique_ptr<char, Free> bytes_;
  std::size_t capacity_ = 0;  // without the padding
  std::size_t size_ = 0;
  bool ended_ = false;
  std::optional<ReadError> trouble_;  // behind what is held
  bool is_shown_ = false;             // all that stands in front of the trouble
  std::uint64_t origin_ = 0;
  LineColumn first_;
};

}  // namespace diallint
