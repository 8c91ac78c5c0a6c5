// A caller's function as a source of bytes.
#pragma once
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

}  // namespace diallint
