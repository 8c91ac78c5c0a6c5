// A text in memory as an input.
#pragma once
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "engine/run.h"

namespace diallint {

/// Reads a text, which it does not own, at most `step` bytes at a time.
class TextSource final : public ByteSource {
 public:
  explicit TextSource(std::string_view text, std::size_t step = SIZE_MAX)
      : left_(text), step_(step), size_(text.size()) {}
  std::size_t read(char* out, std::size_t size) override {
    const std::size_t count = std::min({size, step_, left_.size()});
    left_.copy(out, count);
    left_.remove_prefix(count);
    return count;
  }
  std::uint64_t expected_bytes() const noexcept override { return size_; }

 private:
  std::string_view left_;
  std::size_t step_;
  std::size_t size_;
};

}  // namespace diallint
