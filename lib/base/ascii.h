// ASCII digits, one at a time and sixteen at once.
#pragma once
#include <cstddef>
#include <string_view>

#include "base/byte_blocks.h"

namespace diallint {

constexpr bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

#if defined(__SSE2__)
/// Sets every bit of those of 16 bytes that are digits.
inline __m128i digit_bytes(__m128i block) noexcept {
  const __m128i offset = _mm_sub_epi8(block, _mm_set1_epi8('0'));
  return _mm_cmpeq_epi8(_mm_min_epu8(offset, _mm_set1_epi8(9)), offset);
}
#endif

/// Whether a text holds nothing but digits. Reads nothing behind its end.
inline bool all_digits(std::string_view text) noexcept {
  std::size_t at = 0;
#if defined(__SSE2__)
  for (; at < text.size(); at += 16) {
    const std::size_t left = text.size() - at;
    const __m128i block =
        left < 16 ? last_block(text.data(), text.size(), left) : load_block(text.data() + at);
    const auto others = ~static_cast<unsigned>(_mm_movemask_epi8(digit_bytes(block)));
    if ((others & (left < 16 ? (1U << left) - 1 : 0xFFFFU)) != 0) return false;
  }
#else
  while (at < text.size() && is_digit(text[at])) ++at;
#endif
  return at >= text.size();
}

}  // namespace diallint
