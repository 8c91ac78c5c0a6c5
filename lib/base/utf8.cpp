#include "base/utf8.h"

#include <fmt/format.h>

#include <iterator>

namespace diallint {
namespace {

constexpr char32_t kReplacement = 0xFFFD;

bool is_continuation(char c) noexcept { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

// Length of a well-formed sequence at text[at], or 0.
std::size_t sequence_length(std::string_view text, std::size_t at) noexcept {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[at + i]); };
  const unsigned char lead = byte(0);
  if (lead < 0x80) return 1;
  const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text.size() - at < length) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if (!is_continuation(text[at + i])) return 0;
  }
  const unsigned char second = byte(1);
  const bool overlong = (lead == 0xE0 && second < 0xA0) || (lead == 0xF0 && second < 0x90);
  const bool surrogate = lead == 0xED && second > 0x9F;
  const bool too_large = lead == 0xF4 && second > 0x8F;
  return overlong || surrogate || too_large ? 0 : length;
}

int hex_digit(char c) noexcept {
  if (c >= '0' && c <= '9') return c - '0';
  const char lower = static_cast<char>(c | 0x20);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

// The four digits behind `\u` at raw[at], or -1.
int hex_unit(std::string_view raw, std::size_t at) noexcept {
  if (raw.size() < at + 4) return -1;
  int unit = 0;
  for (std::size_t i = at; i < at + 4; ++i) {
    const int digit = hex_digit(raw[i]);
    if (digit < 0) return -1;
    unit = unit * 16 + digit;
  }
  return unit;
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
EscapeFault unescape_unit(std::string_view raw, std::size_t& at, std::string& out) {
  const int unit = hex_unit(raw, at + 2);
  if (unit < 0) return EscapeFault::kBadEscape;
  if (unit == 0) return EscapeFault::kNul;
  if (unit >= 0xDC00 && unit <= 0xDFFF) return EscapeFault::kLoneSurrogate;
  char32_t code_point = static_cast<char32_t>(unit);
  std::size_t next = at + 6;
  if (unit >= 0xD800 && unit <= 0xDBFF) {
    const bool pair = raw.size() >= next + 2 && raw[next] == '\\' && raw[next + 1] == 'u';
    const int low = pair ? hex_unit(raw, next + 2) : -1;
    if (low < 0xDC00 || low > 0xDFFF) return EscapeFault::kLoneSurrogate;
    code_point = 0x10000 + ((code_point - 0xD800) << 10) + static_cast<char32_t>(low - 0xDC00);
    next += 6;
  }
  append_utf8(out, code_point);
  at = next;
  return EscapeFault::kNone;
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
  return bad == std::string_view::npos ? first : EscapeError{EscapeFault::kBadEscape, bad};
}

}  // namespace

std::size_t count_code_points(std::string_view text) noexcept {
  std::size_t count = 0;
  for (const char c : text) count += is_continuation(c) ? 0 : 1;
  return count;
}

char32_t next_code_point(std::string_view text, std::size_t& at) noexcept {
  const std::size_t length = sequence_length(text, at);
  const auto lead = static_cast<unsigned char>(text[at]);
  if (length == 0) {
    ++at;
    return kReplacement;
  }
  static constexpr unsigned char kLeadBits[] = {0, 0x7F, 0x1F, 0x0F, 0x07};
  char32_t code_point = lead & kLeadBits[length];
  for (std::size_t i = 1; i < length; ++i) {
    code_point = (code_point << 6) | (static_cast<unsigned char>(text[at + i]) & 0x3F);
  }
  at += length;
  return code_point;
}

void append_utf8(std::string& out, char32_t code_point) {
  if (code_point > 0x10FFFF || (code_point >= 0xD800 && code_point <= 0xDFFF)) {
    code_point = kReplacement;
  }
  const auto tail = [&](unsigned shift) {
    out += static_cast<char>(0x80 | ((code_point >> shift) & 0x3F));
  };
  if (code_point < 0x80) {
    out += static_cast<char>(code_point);
  } else if (code_point < 0x800) {
    out += static_cast<char>(0xC0 | (code_point >> 6));
    tail(0);
  } else if (code_point < 0x10000) {
    out += static_cast<char>(0xE0 | (code_point >> 12));
    tail(6);
    tail(0);
  } else {
    out += static_cast<char>(0xF0 | (code_point >> 18));
    tail(12);
    tail(6);
    tail(0);
  }
}

std::size_t find_invalid_utf8(std::string_view text) noexcept {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = sequence_length(text, at);
    if (length == 0) return at;
    at += length;
  }
  return std::string_view::npos;
}

EscapeError unescape_json(std::string_view raw, std::string& out) {
  out.clear();
  for (std::size_t at = 0; at < raw.size();) {
    const std::size_t escape = raw.find('\\', at);
    out.append(raw, at, escape - at);  // npos - at clamps to the end
    if (escape == std::string_view::npos) break;
    at = escape;
    const char c = at + 1 < raw.size() ? raw[at + 1] : '\0';
    if (c == 'u') {
      const EscapeFault fault = unescape_unit(raw, at, out);
      if (fault != EscapeFault::kNone) return worst(raw, {fault, at});
      continue;
    }
    const char value = simple_escape(c);
    if (value == '\0') return {EscapeFault::kBadEscape, at};
    out += value;
    at += 2;
  }
  return {};
}

void append_json_string(std::string& out, std::string_view text) {
  out += '"';
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = at;
    const char32_t c = next_code_point(text, at);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += static_cast<char>(c);
    } else if (c == '\n') {
      out += "\\n";
    } else if (c < 0x20 || c == 0x7F || c == 0x2028 || c == 0x2029) {
      fmt::format_to(std::back_inserter(out), "\\u{:04x}", static_cast<unsigned>(c));
    } else if (c == kReplacement) {
      append_utf8(out, c);
    } else {
      out.append(text, begin, at - begin);
    }
  }
  out += '"';
}

}  // namespace diallint
