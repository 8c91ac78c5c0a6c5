// An input of lines, cut at line ends into pieces of a chunk or so.
#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "input/byte_source.h"
#include "input/input_pieces.h"

namespace diallint {

/// Whole lines, but for the last one of the input, which may lack its line end. One thread at a
/// time.
class LinePieces final : public InputPieces {
 public:
  /// No more of a line than `longest` bytes and a chunk is ever held. The source outlives it.
  LinePieces(ByteSource& source, std::size_t longest) : source_(source), longest_(longest) {}

  /// Goes on where another reader of the source has left off: `held` has been read and comes first,
  /// at `origin` in the input.
  void begin(std::string_view held, std::uint64_t origin);
  /// Fills in the piece that follows; asks the source for more at least once, and goes on with what
  /// it gives as soon as there is a line. False at the end. Throws ReadError.
  bool next(InputPiece& piece) override;
  void give_back(std::span<const InputPiece* const> pieces, std::uint64_t place) override;
  /// What has been read and not been given.
  std::string_view held() const noexcept { return {held_.data(), held_.size()}; }
  /// Of what is held, in the input.
  std::uint64_t origin() const noexcept { return origin_; }

 private:
  bool read_more(InputPiece& piece);
  bool skip_to_line_end(InputPiece& piece);

  ByteSource& source_;
  std::size_t longest_;
  std::vector<char> held_;
  std::uint64_t origin_ = 0;
  bool skipping_ = false;
  bool ended_ = false;
};

}  // namespace diallint
