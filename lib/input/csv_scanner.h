// Finds the bytes that matter to a CSV splitter (separator, quote, CR, LF), 64 bytes a step.
#pragma once
#include <bit>
#include <cstddef>
#include <cstdint>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace diallint {

/// Looks for special bytes in a buffer, front to back. Remembers the block it looked at last, so
/// that short fields cost one shift each.
class CsvScan {
 public:
  static constexpr std::size_t kBlock = 64;

  /// `base` is followed by at least kBlock readable bytes behind its `size`.
  void reset(const char* base, std::size_t size, char separator) noexcept {
    base_ = base;
    size_ = size;
    separator_ = separator;
    block_ = kNoBlock;
  }

  /// Offset of the first special byte at or behind `from`, or the buffer's size.
  std::size_t find(std::size_t from) noexcept {
    std::size_t block = from & ~(kBlock - 1);
    if (block != block_) load(block);
    std::uint64_t hits = mask_ & (~std::uint64_t{0} << (from & (kBlock - 1)));
    while (hits == 0) {
      block += kBlock;
      if (block >= size_) return size_;
      load(block);
      hits = mask_;
    }
    const std::size_t at = block + static_cast<std::size_t>(std::countr_zero(hits));
    return at < size_ ? at : size_;
  }

 private:
  static constexpr std::size_t kNoBlock = ~std::size_t{0};

#if defined(__SSE2__)
  std::uint64_t hits_of_16(std::size_t at) const noexcept {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(base_ + at));
    const auto equals = [&](char c) { return _mm_cmpeq_epi8(bytes, _mm_set1_epi8(c)); };
    const __m128i hit = _mm_or_si128(_mm_or_si128(equals(separator_), equals('"')),
                                     _mm_or_si128(equals('\n'), equals('\r')));
    return static_cast<std::uint64_t>(static_cast<unsigned>(_mm_movemask_epi8(hit)));
  }

  void load(std::size_t block) noexcept {
    block_ = block;
    mask_ = hits_of_16(block) | hits_of_16(block + 16) << 16 | hits_of_16(block + 32) << 32 |
            hits_of_16(block + 48) << 48;
  }
#else
  void load(std::size_t block) noexcept {
    block_ = block;
    mask_ = 0;
    for (std::size_t i = 0; i < kBlock; ++i) {
      const char c = base_[block + i];
      const bool hit = c == separator_ || c == '"' || c == '\n' || c == '\r';
      mask_ |= static_cast<std::uint64_t>(hit) << i;
    }
  }
#endif

  const char* base_ = nullptr;
  std::size_t size_ = 0;
  std::size_t block_ = kNoBlock;
  std::uint64_t mask_ = 0;
  char separator_ = ',';
};

}  // namespace diallint
