// UTF-8 and JSON string escapes: counting, decoding, encoding, validating.
#pragma once
#include <cstddef>
#include <cstdint>
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

/// What unescape() found wrong; or what is wrong with a text of a caller, which was never escaped.
enum class EscapeFault : std::uint8_t { kNone, kBadEscape, kLoneSurrogate, kNul, kNotUtf8 };

/// Where in the raw text, and what.
struct EscapeError {
  EscapeFault fault = EscapeFault::kNone;
  std::size_t at = 0;
};

/// Replaces `out` by the value of a raw JSON string (without its quotes). On an error `out` holds
/// what came before the first fault. The first escape that JSON does not know comes before all
/// other faults: with it the text is no JSON.
EscapeError unescape_json(std::string_view raw, std::string& out);

/// Appends text as a JSON string with its quotes. Controls, DEL, and U+2028/2029 are escaped;
/// invalid UTF-8 becomes U+FFFD, so that the result is always valid.
void append_json_string(std::string& out, std::string_view text);

}  // namespace diallint
