// A set of bytes that tests a whole string sixteen at a time.
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace diallint {

/// Which of the 256 bytes belong. Built once, then read by any thread.
class ByteSet {
 public:
  void add(unsigned char byte) noexcept { member_[byte] = true; }
  bool contains(unsigned char byte) const noexcept { return member_[byte]; }

  /// To be called after the last add(): finds the ranges that contains_all() compares with.
  void seal() noexcept;

  /// Whether every byte of text belongs. Reads up to 15 bytes past its end, so the text must stand
  /// in a padded buffer (see Text).
  bool contains_all(std::string_view text) const noexcept;

 private:
  static constexpr std::size_t kMaxRanges = 6;
  // A range of bytes, each bound sixteen times over, as the comparison wants it.
  struct Range {
    alignas(16) std::array<std::uint8_t, 16> low{};
    alignas(16) std::array<std::uint8_t, 16> width{};  // high - low
  };

  bool contains_each(std::string_view text) const noexcept;

  std::array<bool, 256> member_{};
  std::array<Range, kMaxRanges> ranges_{};
  std::uint8_t range_count_ = 0;
  bool ranges_are_members_ = true;  // otherwise they are the bytes that do not belong
  bool vectorised_ = false;
};

#if defined(__SSE2__)
// The bytes of the last, partial block belong to whatever follows the text in its padded buffer;
// they are masked out, and no sanitizer can know that the read stays inside the padding.
inline bool ByteSet::contains_all(std::string_view text) const noexcept {
  if (!vectorised_) return contains_each(text);
  const char* at = text.data();
  std::size_t left = text.size();
  while (left > 0) {
    const __m128i block = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
    __m128i hit = _mm_setzero_si128();
    for (std::size_t i = 0; i < range_count_; ++i) {
      const auto load = [](const auto& bytes) {
        return _mm_load_si128(reinterpret_cast<const __m128i*>(bytes.data()));
      };
      const __m128i offset = _mm_sub_epi8(block, load(ranges_[i].low));
      const __m128i width = load(ranges_[i].width);
      hit = _mm_or_si128(hit, _mm_cmpeq_epi8(_mm_min_epu8(offset, width), offset));
    }
    unsigned mask = static_cast<unsigned>(_mm_movemask_epi8(hit));
    if (ranges_are_members_) mask = ~mask & 0xFFFFU;
    if (left < 16) mask &= (1U << left) - 1;
    if (mask != 0) return false;
    if (left <= 16) return true;
    at += 16;
    left -= 16;
  }
  return true;
}
#else
inline bool ByteSet::contains_all(std::string_view text) const noexcept {
  return contains_each(text);
}
#endif

}  // namespace diallint
