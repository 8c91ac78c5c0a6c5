// An array of objects, cut between its items into pieces.
#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "input/byte_source.h"
#include "input/input_pieces.h"
#include "input/line_column.h"

namespace diallint {

/// Behind the last object of the text that another one follows, which begins with a key of that
/// name as it is written, or with any that begins with a letter where that is empty; 0 if there is
/// none. Where the text is sound, the cut stands in none of its strings: `{"` and a letter in one
/// would close it, and behind a quote that closes a string comes no letter. Whether it stands
/// between two items of the same array is for the caller to find out.
std::size_t behind_last_object(std::string_view text, std::string_view key = {}) noexcept;
/// Where the object begins that follows, behind a comma; 0 if none does.
std::size_t object_behind_comma(std::string_view text) noexcept;

/// Items with their commas, from the beginning of one to that of another, unless a cut stands in
/// the middle of one. What has no cut, or behind which reading fails, is given as a piece that is
/// cut off; nothing throws. One thread at a time.
class ItemPieces final : public InputPieces {
 public:
  /// The source outlives it.
  explicit ItemPieces(ByteSource& source) : source_(source) {}

  /// Goes on where another reader of the source has left off: `held` has been read and comes first,
  /// at `origin` in the input, which `first` is the line and column of. An item begins at `place`,
  /// as others do, with a key of that name if it is not empty.
  void begin(std::string_view held, std::uint64_t origin, LineColumn first, std::uint64_t place,
             std::string_view key);
  bool next(InputPiece& piece) override;
  void give_back(std::span<const InputPiece* const> pieces, std::uint64_t place) override;

  /// What has been read and not been given, with what stands in front of it.
  std::string_view held() const noexcept { return {held_.data(), held_.size()}; }
  /// Of the first byte that is held.
  std::uint64_t origin() const noexcept { return origin_; }
  LineColumn first() const noexcept { return first_; }
  /// Whether the last byte that is held is the last one of the input.
  bool ended() const noexcept { return ended_; }
  /// Why reading has failed behind what is held, if it has.
  const std::optional<ReadError>& trouble() const noexcept { return trouble_; }

 private:
  void fill(InputPiece& piece, std::size_t wanted);
  std::size_t next_cut(const InputPiece& piece);
  void hold_behind(const InputPiece& piece);

  ByteSource& source_;
  std::vector<char> held_;
  std::uint64_t origin_ = 0;
  LineColumn first_;
  std::size_t begin_ = 0;  // of the item that follows, in what is held
  std::string key_;
  bool ended_ = false;
  std::optional<ReadError> trouble_;
};

}  // namespace diallint
