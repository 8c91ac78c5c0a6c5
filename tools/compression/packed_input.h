// Packed bytes as decoders take them: in order, with a look ahead.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "input/byte_source.h"

namespace diallint {

/// One thread at a time.
class PackedInput {
 public:
  /// The source outlives this.
  explicit PackedInput(ByteSource& source) : source_(source) {}

  /// The next `size` bytes, or all that are left. Valid until the next call. Throws ReadError.
  std::string_view peek(std::size_t size);
  /// The next bytes, as many as are at hand; some are read if that is none. Empty at the end alone.
  std::string_view some();
  /// Goes past bytes that peek() or some() have shown.
  void take(std::size_t size) noexcept { at_ += size; }

  /// Of the next byte, from the beginning of the input.
  std::uint64_t offset() const noexcept { return origin_ + at_; }
  /// What has been read and not taken.
  std::string_view held() const noexcept { return {buffer_.data() + at_, end_ - at_}; }

 private:
  bool fill();

  ByteSource& source_;
  std::vector<char> buffer_;  // [at_, end_) is held
  std::size_t at_ = 0;
  std::size_t end_ = 0;
  std::uint64_t origin_ = 0;  // of buffer_[0]
  bool ended_ = false;
};

}  // namespace diallint
