// What all harnesses share: how an input is taken apart, and what happens when a promise is broken.
#pragma once
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "base/printable.h"

/// libFuzzer's entry, which the replay programs call too: 0, or the end of the program.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace diallint::fuzz {

/// Ends the program where a promise is broken: libFuzzer keeps the input, a replay fails.
inline void expect(bool promise, const char* what) {
  if (promise) return;
  std::fprintf(stderr, "broken promise: %s\n", what);
  std::abort();
}

/// What says why something cannot be, and may go to any log.
inline bool is_one_line(std::string_view text) { return !text.empty() && printable(text) == text; }

/// An input, taken from the front. Points into libFuzzer's buffer.
class Bytes {
 public:
  Bytes(const std::uint8_t* data, std::size_t size) noexcept
      : left_(reinterpret_cast<const char*>(data), size) {}

  bool empty() const noexcept { return left_.empty(); }
  /// The next byte; 0 at the end.
  unsigned byte() noexcept {
    if (left_.empty()) return 0;
    const auto first = static_cast<unsigned char>(left_.front());
    left_.remove_prefix(1);
    return first;
  }
  /// A choice among `count`: letters choose as readably as raw bytes do.
  std::size_t choose(std::size_t count) noexcept { return byte() % count; }
  /// Up to the next `end`, which is dropped, or all that is left.
  std::string_view until(char end) noexcept {
    const std::size_t at = left_.find(end);
    const std::string_view part = left_.substr(0, at);
    left_.remove_prefix(at == std::string_view::npos ? left_.size() : at + 1);
    return part;
  }
  std::string_view rest() noexcept {
    const std::string_view all = left_;
    left_ = {};
    return all;
  }

 private:
  std::string_view left_;
};

}  // namespace diallint::fuzz
