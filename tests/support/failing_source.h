// An input that cannot be read to its end.
#pragma once
#include <string_view>

#include "input/byte_source.h"

namespace diallint::test {

/// Fails behind the text, of which it gives at most `step` bytes at a time.
class FailingSource final : public ByteSource {
 public:
  FailingSource(std::string_view text, std::size_t step) : text_(text, step) {}
  std::size_t read(char* out, std::size_t size) override {
    const std::size_t got = text_.read(out, size);
    if (got == 0) throw ReadError{"the disk is gone"};
    return got;
  }

 private:
  TextSource text_;
};

}  // namespace diallint::test
