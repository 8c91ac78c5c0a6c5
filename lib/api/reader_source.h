// A caller's function as a source of bytes.
#pragma once
#include <cstddef>
#include <string_view>

#include "diallint/checker.h"
#include "input/byte_source.h"

namespace diallint {

/// A caller's function has thrown. What it threw may be anything, so only the fact is passed on.
struct CallbackFailed {};

class ReaderSource final : public ByteSource {
 public:
  /// The function outlives it.
  explicit ReaderSource(const ByteReader& read) : read_(read) {}
  std::size_t read(char* out, std::size_t size) override {
    std::ptrdiff_t got = 0;
    try {
      got = read_(out, size);
    } catch (...) {
      throw CallbackFailed{};
    }
    if (got < 0) throw ReadError{"the read callback reported an error"};
    if (static_cast<std::size_t>(got) > size) {
      throw ReadError{"the read callback returned more bytes than the buffer has room for"};
    }
    return static_cast<std::size_t>(got);
  }

 private:
  const ByteReader& read_;
};

/// A text, which outlives it, as such a function.
inline ByteReader reader_of(std::string_view text) {
  return [left = text](char* out, std::size_t size) mutable {
    const std::size_t count = left.copy(out, size);
    left.remove_prefix(count);
    return static_cast<std::ptrdiff_t>(count);
  };
}

}  // namespace diallint
