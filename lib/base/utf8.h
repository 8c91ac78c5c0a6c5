// UTF-8: counting, decoding, encoding, validating.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>

namespace diallint {

/// Number of code points (Unicode scalar values) in valid UTF-8.
std::size_t count_code_points(std::string_view text) noexcept;

/// Decodes the code point that starts at text[at] and moves `at` behind it. An invalid or cut
/// sequence gives U+FFFD and moves by one byte.
char32_t next_code_point(std::string_view text, std::size_t& at) noexcept;

/// Appends the UTF-8 of a code point; surrogates and values past U+10FFFF become U+FFFD.
void append_utf8(std::string& out, char32_t code_point);

/// Offset of the first byte of the first invalid sequence (overlong, surrogate, past U+10FFFF,
/// cut), or npos.
std::size_t find_invalid_utf8(std::string_view text) noexcept;

}  // namespace diallint
