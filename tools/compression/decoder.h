// Decoders: the text that packed bytes hold, a piece at a time.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "input/byte_source.h"

namespace diallint {

/// One thread at a time.
class Decoder {
 public:
  virtual ~Decoder() = default;
  /// Puts up to `size` bytes of text into `out`, at least one unless the text has ended; then 0.
  /// Throws BreakOff where what is packed goes no further, after it has given all text before that,
  /// ReadError and std::bad_alloc. Nothing may be called after that.
  virtual std::size_t decode(char* out, std::size_t size) = 0;
  /// What the text is called in the input, once some of it has been given; any bytes.
  virtual std::string_view inner_name() const noexcept { return {}; }
};

// What breaks off, `after` how many bytes of the input. `data` is "the gzip data".

BreakOff cut_off(std::string_view data, std::uint64_t after);
/// `how` is in words, printable.
BreakOff damaged(std::string_view data, std::uint64_t after, std::string_view how);
/// Whole data that something else stands behind.
BreakOff followed_by_other(std::string_view data, std::uint64_t after);

}  // namespace diallint
