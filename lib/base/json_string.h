// Strings of JSON, from their escapes and into them.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace diallint {

/// What unescape_json() found wrong; or what is wrong with a text of a caller, which was never
/// escaped.
enum class EscapeErrorCode : std::uint8_t { kNone, kBadEscape, kLoneSurrogate, kNul, kNotUtf8 };

/// Where in the raw text, and what.
struct EscapeError {
  EscapeErrorCode fault = EscapeErrorCode::kNone;
  std::size_t at = 0;
};

/// Replaces `out` by the value of a raw JSON string (without its quotes). On an error `out` holds
/// what came before the first fault. The first escape that JSON does not know comes before all
/// other faults: with it the text is no JSON.
EscapeError unescape_json(std::string_view raw, std::string& out);

/// Appends text as a JSON string with its quotes. Controls, DEL, and U+2028/2029 are escaped;
/// invalid UTF-8 becomes U+FFFD, so that the result is always valid.
void append_json_string(std::string& out, std::string_view text);

/// Appends text as a JSON string with its quotes in which everything unprintable, and what would be
/// a command to the logs of CI, is \u-escaped.
/// Invalid UTF-8 becomes U+FFFD, so that the result is always valid JSON.
void append_printable_json(std::string& out, std::string_view text);

}  // namespace diallint
