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

  /// To be called after the last add(): finds the ranges that contains_all() compares with. Bytes
  /// that no valid UTF-8 holds may then count either way.
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
  template <std::size_t kCount>
  bool contains_blocks(std::string_view text) const noexcept;

  static std::size_t count_ranges(const std::array<bool, 256>& wanted) noexcept;
  void take_ranges(const std::array<bool, 256>& wanted) noexcept;

  std::array<bool, 256> member_{};
  std::array<Range, kMaxRanges> ranges_{};
  std::uint8_t range_count_ = 0;
  bool ranges_are_members_ = true;  // otherwise they are the bytes that do not belong
  bool vectorised_ = false;
};

#if defined(__SSE2__)
// The bytes of the last, partial block belong to whatever follows the text in its padded buffer and
// are masked out.
template <std::size_t kCount>
bool ByteSet::contains_blocks(std::string_view text) const noexcept {
  const auto load = [](const auto& bytes) {
    return _mm_load_si128(reinterpret_cast<const __m128i*>(bytes.data()));
  };
  const unsigned flip = ranges_are_members_ ? 0xFFFFU : 0;
  const char* at = text.data();
  for (std::size_t left = text.size(); left > 0; at += 16, left -= 16) {
    const __m128i block = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
    __m128i hit = _mm_setzero_si128();
    for (std::size_t i = 0; i < kCount; ++i) {
      const __m128i offset = _mm_sub_epi8(block, load(ranges_[i].low));
      hit = _mm_or_si128(hit,
                         _mm_cmpeq_epi8(_mm_min_epu8(offset, load(ranges_[i].width)), offset));
    }
    const unsigned strays = static_cast<unsigned>(_mm_movemask_epi8(hit)) ^ flip;
    if (left <= 16) return (strays & (0xFFFFU >> (16 - left))) == 0;
    if (strays != 0) return false;
  }
  return true;
}

inline bool ByteSet::contains_all(std::string_view text) const noexcept {
  switch (vectorised_ ? range_count_ : 0) {
    case 1: return contains_blocks<1>(text);
    case 2: return contains_blocks<2>(text);
    case 3: return contains_blocks<3>(text);
    case 4: return contains_blocks<4>(text);
    case 5: return contains_blocks<5>(text);
    case 6: return contains_blocks<6>(text);
    default: return contains_each(text);
  }
}
#else
inline bool ByteSet::contains_all(std::string_view text) const noexcept {
  return contains_each(text);
}
#endif

}  // namespace diallint
