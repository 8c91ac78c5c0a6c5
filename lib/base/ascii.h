// What a byte is: ASCII by its kind and in lower case, a part of a UTF-8 sequence; digits also
// sixteen at once.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>

#include "base/byte_blocks.h"

namespace diallint {

// For code points and for bytes, which are no ASCII where they are negative.
constexpr bool is_digit(char32_t c) noexcept { return c >= '0' && c <= '9'; }
constexpr bool is_upper(char32_t c) noexcept { return c >= 'A' && c <= 'Z'; }
constexpr bool is_letter(char32_t c) noexcept { return is_upper(c) || (c >= 'a' && c <= 'z'); }

/// What JSON lets stand between tokens.
inline constexpr std::string_view kJsonSpace = " \t\r\n";
constexpr bool is_json_space(char c) noexcept {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}
/// Whether a text holds nothing else.
constexpr bool is_json_blank(std::string_view text) noexcept {
  return text.find_first_not_of(kJsonSpace) == std::string_view::npos;
}

/// Any byte of a UTF-8 sequence but its first.
constexpr bool is_continuation(char c) noexcept {
  return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

/// Letters of ASCII in the other case, all else as it is.
constexpr char to_lower(char c) noexcept { return is_upper(c) ? static_cast<char>(c | 0x20) : c; }
constexpr char to_upper(char c) noexcept { return is_letter(c) ? static_cast<char>(c & ~0x20) : c; }
inline std::string to_lower(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) c = to_lower(c);
  return lower;
}

/// What a hexadecimal digit stands for, or -1.
constexpr int hex_digit(char c) noexcept {
  if (is_digit(c)) return c - '0';
  const char lower = to_lower(c);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

/// `ending` is in lower case.
constexpr bool ends_with_any_case(std::string_view text, std::string_view ending) noexcept {
  if (text.size() < ending.size()) return false;
  text.remove_prefix(text.size() - ending.size());
  for (std::size_t i = 0; i < text.size(); ++i)
    if (to_lower(text[i]) != ending[i]) return false;
  return true;
}

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
