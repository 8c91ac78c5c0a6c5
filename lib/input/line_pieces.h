// An input of lines, cut at line ends into pieces of a chunk or so.
#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "input/byte_source.h"

namespace diallint {

/// Whole lines, but for the last one of the input, which may lack its line end. Keeps its memory
/// when it is filled again.
struct LinePiece {
  std::vector<char> buffer;  ///< what is behind the bytes is readable, and kPadding or more
  std::size_t size = 0;
  std::uint64_t origin = 0;  ///< of the first byte in the input
  /// Lines that follow are not to be waited for: there are none, or so much is held that a value
  /// over several lines would be too long.
  bool is_last = false;
  bool is_end = false;  ///< of the input
  /// What is held is the beginning of a line that is too long, the rest of which is not read,
  /// unless it is given back.
  bool is_cut = false;

  std::string_view bytes() const noexcept { return {buffer.data(), size}; }
};

/// One thread at a time.
class LinePieces {
 public:
  /// No more of a line than `longest` bytes and a chunk is ever held. The source outlives it.
  LinePieces(ByteSource& source, std::size_t longest) : source_(source), longest_(longest) {}

  /// Goes on where another reader of the source has left off: `held` has been read and comes first,
  /// at `origin` in the input.
  void begin(std::string_view held, std::uint64_t origin);
  /// Fills in the piece that follows; asks the source for more at least once, and goes on with what
  /// it gives as soon as there is a line. False at the end. Throws ReadError.
  bool next(LinePiece& piece);
  /// What has been read comes again, with what follows it: texts that end where the held one
  /// begins, in order.
  void give_back(std::span<const std::string_view> texts);
  /// The same for what begins at a place of the piece that was given last.
  void give_back(const LinePiece& piece, std::uint64_t place);
  /// What has been read and not been given.
  std::string_view held() const noexcept { return {held_.data(), held_.size()}; }
  /// Of what is held, in the input.
  std::uint64_t origin() const noexcept { return origin_; }

 private:
  bool read_more(LinePiece& piece);
  bool skip_to_line_end(LinePiece& piece);

  ByteSource& source_;
  std::size_t longest_;
  std::vector<char> held_;
  std::uint64_t origin_ = 0;
  bool skipping_ = false;
  bool ended_ = false;
};

}  // namespace diallint
