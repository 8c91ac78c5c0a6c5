// Copies of a caller's texts with the readable bytes behind them that a SourceText has.
#pragma once
#include <algorithm>
#include <cstddef>
#include <memory>
#include <string_view>
#include <vector>

#include "base/avx512.h"
#include "base/padding.h"

namespace diallint {

/// Room for the texts of one check after the other. One thread.
class PaddedArena {
 public:
  static constexpr std::size_t kPad = kTextPadding;

  explicit PaddedArena(bool avx512 = has_avx512()) noexcept : avx512_(avx512) {}

  /// A copy of `text`, followed by kPad zeros; valid until clear(). May throw std::bad_alloc.
  std::string_view copy(std::string_view text) {
    const std::size_t size = text.size() / kPad * kPad + 2 * kPad;
    if (left_ < size) make_room(size);
    char* copy = at_;
    at_ += size;
    left_ -= size;
    plain_ = avx512_ ? copy_avx512(text, size, copy) : copy_blocks(text, copy);
    return {copy, text.size()};
  }

  /// Whether the text put last holds nothing but ASCII and no U+0000.
  bool is_ascii_without_nul() const noexcept { return plain_; }

  /// Forgets the texts. The room stays, but for what one check in a million needs.
  void clear() noexcept {
    while (held_ > kKept && !blocks_.empty()) {
      held_ -= blocks_.back().size;
      blocks_.pop_back();
    }
    next_ = 0;
    left_ = 0;
  }

 private:
  static constexpr std::size_t kBlock = std::size_t{32} << 10;
  static constexpr std::size_t kKept = std::size_t{4} << 20;

  struct Block {
    std::unique_ptr<char[]> bytes;
    std::size_t size = 0;
  };

  // Copies block by block, as the checks then load: a load across two stores would wait for both.
  static bool copy_blocks(std::string_view text, char* copy) noexcept;
  // The same with wide vectors, into `room` bytes.
  static bool copy_avx512(std::string_view text, std::size_t room, char* copy) noexcept;

  void make_room(std::size_t size) {
    while (next_ < blocks_.size() && blocks_[next_].size < size) ++next_;
    if (next_ == blocks_.size()) {
      const std::size_t room = std::max(size, kBlock);
      blocks_.push_back({std::make_unique_for_overwrite<char[]>(room), room});
      held_ += room;
    }
    at_ = blocks_[next_].bytes.get();
    left_ = blocks_[next_++].size;
  }

  std::vector<Block> blocks_;
  std::size_t next_ = 0;  // the first block that holds nothing yet
  std::size_t held_ = 0;
  char* at_ = nullptr;
  std::size_t left_ = 0;
  bool plain_ = true;
  bool avx512_;
};

}  // namespace diallint
