// Finds the bytes that matter to a CSV splitter (separator, quote, CR, LF), a window of the text at
// once.
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>

#include "base/avx512.h"

namespace diallint {

/// Looks for special bytes in a buffer, front to back. Where they stand is put down for a window of
/// it, so that the next one costs a comparison whatever the length of a field. Going back is
/// possible, and slow.
class CsvScan {
 public:
  /// Tests take the plain form on every machine.
  explicit CsvScan(bool avx512 = has_avx512()) noexcept : avx512_(avx512) {}

  void reset(const char* base, std::size_t size, char separator) noexcept {
    base_ = base;
    size_ = size;
    separator_ = separator;
    window_ = kNoWindow;
    window_holds_rare_ = false;
  }

  /// Offset of the first special byte at or behind `from`, or the buffer's size.
  std::size_t find(std::size_t from) noexcept {
    const std::size_t at = from - window_;
    if (at >= kWindow || at < last_) return find_anew(from);
    last_ = at;
    while (hits_[next_] < at) ++next_;
    return hits_[next_] == kNoHit ? find_behind() : window_ + hits_[next_];
  }

  /// What follows is a row of its own, for is_plain().
  void begin_row() noexcept { holds_rare_ = window_holds_rare_; }
  /// Whether what was looked through since then is known to have no control character but line
  /// ends, and none of what LineScan calls rare.
  bool is_plain() const noexcept { return !holds_rare_; }

 private:
  static constexpr std::size_t kBlock = 64;
  static constexpr std::size_t kWindow = 4096;
  static constexpr std::size_t kNoWindow = ~std::size_t{0} - kWindow;
  static constexpr std::uint16_t kNoHit = UINT16_MAX;
  static constexpr std::size_t kPutAtOnce = 8;

  std::size_t find_anew(std::size_t from) noexcept;
  std::size_t find_behind() noexcept;
  void load(std::size_t window) noexcept;
  // Looks through so many bytes, which stand there in the window. Whether one of them is rare.
  bool scan(const char* at, std::size_t size, std::size_t offset) noexcept {
    return avx512_ ? scan_blocks_avx512(at, size, offset) : scan_blocks(at, size, offset);
  }
  bool scan_blocks(const char* at, std::size_t size, std::size_t offset) noexcept;
  bool scan_blocks_avx512(const char* at, std::size_t size, std::size_t offset) noexcept;

  // Puts down where the bits of a block stand, the first without a branch: how many there are is as
  // good as random, and few have more.
  [[gnu::always_inline]] void put(std::uint64_t bits, std::size_t offset) noexcept {
    constexpr std::uint64_t kLastBit = std::uint64_t{1} << 63;
    const auto put_first = [&] {
      hits_[count_] = static_cast<std::uint16_t>(
          offset + static_cast<unsigned>(__builtin_ctzll(bits | kLastBit)));
      count_ += bits != 0 ? 1 : 0;
      bits &= bits - 1;
    };
    for (std::size_t i = 0; i < kPutAtOnce; ++i) put_first();
    while (bits != 0) put_first();
  }

  const char* base_ = nullptr;
  std::size_t size_ = 0;
  std::size_t window_ = kNoWindow;  // where it begins
  std::size_t last_ = 0;            // offset in the window that was asked for last
  std::size_t next_ = 0;            // no hit in front of this one is behind that
  std::size_t count_ = 0;
  bool avx512_;
  bool holds_rare_ = false;
  bool window_holds_rare_ = false;
  char separator_ = ',';
  // Offsets in the window, with kNoHit behind the last one; room for what put() writes in vain.
  std::array<std::uint16_t, kWindow + kPutAtOnce + 1> hits_{};
};

}  // namespace diallint
