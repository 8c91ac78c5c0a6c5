#include "base/json_string.h"

#include <fmt/format.h>

#include <array>
#include <cstdint>
#include <iterator>

#include "base/ascii.h"
#include "base/printable.h"
#include "base/utf8.h"

namespace diallint {
namespace {

constexpr char32_t kReplacement = 0xFFFD;

// By byte: hex_digit(). A table, because digits and letters are as good as random.
constexpr std::array<std::int8_t, 256> kHexDigits = [] {
  std::array<std::int8_t, 256> digits{};
  for (std::size_t c = 0; c < digits.size(); ++c)
    digits[c] = static_cast<std::int8_t>(hex_digit(static_cast<char>(c)));
  return digits;
}();

// The four digits behind `\u` at raw[at], or -1.
int hex_unit(std::string_view raw, std::size_t at) noexcept {
  if (raw.size() < at + 4) return -1;
  const auto digit = [&](std::size_t i) {
    return int{kHexDigits[static_cast<unsigned char>(raw[at + i])]};
  };
  const int a = digit(0);
  const int b = digit(1);
  const int c = digit(2);
  const int d = digit(3);
  return (a | b | c | d) < 0 ? -1 : a << 12 | b << 8 | c << 4 | d;
}

char simple_escape(char c) noexcept {
  switch (c) {
    case '"':
    case '\\':
    case '/':
      return c;
    case 'b':
      return '\b';
    case 'f':
      return '\f';
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    default:
      return '\0';
  }
}

// Decodes `\uXXXX` (and the low half behind a high one); `at` stands on the backslash.
EscapeErrorCode unescape_unit(std::string_view raw, std::size_t& at, std::string& out) {
  const int unit = hex_unit(raw, at + 2);
  if (unit < 0) return EscapeErrorCode::kBadEscape;
  if (unit == 0) return EscapeErrorCode::kNul;
  if (unit >= 0xDC00 && unit <= 0xDFFF) return EscapeErrorCode::kLoneSurrogate;
  char32_t code_point = static_cast<char32_t>(unit);
  std::size_t next = at + 6;
  if (unit >= 0xD800 && unit <= 0xDBFF) {
    const bool pair = raw.size() >= next + 2 && raw[next] == '\\' && raw[next + 1] == 'u';
    const int low = pair ? hex_unit(raw, next + 2) : -1;
    if (low < 0xDC00 || low > 0xDFFF) return EscapeErrorCode::kLoneSurrogate;
    code_point = 0x10000 + ((code_point - 0xD800) << 10) + static_cast<char32_t>(low - 0xDC00);
    next += 6;
  }
  append_utf8(out, code_point);
  at = next;
  return EscapeErrorCode::kNone;
}

// The first escape at raw[at] or behind it that JSON does not know; npos if there is none.
std::size_t find_bad_escape(std::string_view raw, std::size_t at) noexcept {
  while ((at = raw.find('\\', at)) != std::string_view::npos) {
    const char c = at + 1 < raw.size() ? raw[at + 1] : '\0';
    const bool known = c == 'u' ? hex_unit(raw, at + 2) >= 0 : simple_escape(c) != '\0';
    if (!known) return at;
    at += c == 'u' ? 6 : 2;
  }
  return std::string_view::npos;
}

// What is wrong with a string whose first fault is no break of JSON's grammar.
EscapeError worst(std::string_view raw, EscapeError first) noexcept {
  const std::size_t bad = find_bad_escape(raw, first.at);
  return bad == std::string_view::npos ? first : EscapeError{EscapeErrorCode::kBadEscape, bad};
}

void append_utf16_escape(std::string& out, char32_t c) {
  const auto unit = [&](std::uint32_t value) {
    fmt::format_to(std::back_inserter(out), "\\u{:04x}", value);
  };
  if (c < 0x10000) {
    unit(static_cast<std::uint32_t>(c));
  } else {
    unit(0xD800 + static_cast<std::uint32_t>((c - 0x10000) >> 10));
    unit(0xDC00 + static_cast<std::uint32_t>((c - 0x10000) & 0x3FF));
  }
}

// By byte: ASCII that stands for itself in every JSON string. No number sign: a command to a log
// may begin with it.
consteval std::array<bool, 256> plain_bytes() {
  std::array<bool, 256> plain{};
  for (std::size_t c = 0x20; c < 0x7F; ++c) plain[c] = c != '#' && c != '"' && c != '\\';
  return plain;
}
constexpr std::array<bool, 256> kPlain = plain_bytes();

// `escaped(c, at)`: whether the code point that stands at text[at] is written as \u too.
template <class Escaped>
void append_escaped(std::string& out, std::string_view text, const Escaped& escaped) {
  out += '"';
  for (std::size_t at = 0;;) {
    const std::size_t plain = at;
    while (at < text.size() && kPlain[static_cast<unsigned char>(text[at])]) ++at;
    out.append(text, plain, at - plain);
    if (at >= text.size()) break;
    const std::size_t begin = at;
    const char32_t c = next_code_point(text, at);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += static_cast<char>(c);
    } else if (c == '\n') {
      out += "\\n";
    } else if (escaped(c, begin)) {
      append_utf16_escape(out, c);
    } else if (c == kReplacement) {
      append_utf8(out, c);
    } else {
      out.append(text, begin, at - begin);
    }
  }
  out += '"';
}

}  // namespace

EscapeError unescape_json(std::string_view raw, std::string& out) {
  out.clear();
  for (std::size_t at = 0; at < raw.size();) {
    if (raw[at] != '\\') {  // where escapes follow each other nothing is looked for
      const std::size_t escape = raw.find('\\', at);
      out.append(raw, at, escape - at);  // npos - at clamps to the end
      if (escape == std::string_view::npos) break;
      at = escape;
    }
    const char c = at + 1 < raw.size() ? raw[at + 1] : '\0';
    if (c == 'u') {
      const EscapeErrorCode fault = unescape_unit(raw, at, out);
      if (fault != EscapeErrorCode::kNone) return worst(raw, {fault, at});
      continue;
    }
    const char value = simple_escape(c);
    if (value == '\0') return {EscapeErrorCode::kBadEscape, at};
    out += value;
    at += 2;
  }
  return {};
}

void append_json_string(std::string& out, std::string_view text) {
  append_escaped(out, text, [](char32_t c, std::size_t) {
    return c < 0x20 || c == 0x7F || c == 0x2028 || c == 0x2029;
  });
}

void append_printable_json(std::string& out, std::string_view text) {
  append_escaped(out, text, [&](char32_t c, std::size_t at) {
    return is_unprintable(c) || opens_log_command(text, at);
  });
}

}  // namespace diallint
