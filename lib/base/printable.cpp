#include "base/printable.h"

#include <fmt/format.h>

#include <array>
#include <cstdint>
#include <iterator>

#include "base/ascii.h"
#include "base/utf8.h"

namespace diallint {
namespace {

constexpr char32_t kReplacement = 0xFFFD;

constexpr bool between(char32_t c, char32_t low, char32_t high) noexcept {
  return c >= low && c <= high;
}

std::string visible(char32_t c) {
  switch (c) {
    case '\t':
      return "\\t";
    case '\n':
      return "\\n";
    case '\r':
      return "\\r";
    default:
      return c < 0x80 ? fmt::format("\\x{:02X}", static_cast<std::uint32_t>(c))
                      : fmt::format("\\u{{{:X}}}", static_cast<std::uint32_t>(c));
  }
}

// By byte: ASCII that stands for itself. No number sign: a command to a log may begin with it.
using PlainBytes = std::array<bool, 256>;
consteval PlainBytes plain_bytes() {
  PlainBytes plain{};
  for (std::size_t c = 0x20; c < 0x7F; ++c) plain[c] = c != '#';
  return plain;
}
constexpr PlainBytes kPlain = plain_bytes();

// Appends what is plain from text[at] on, nearly all of most texts, and moves `at` behind it.
void append_plain(std::string& out, std::string_view text, std::size_t& at) {
  const std::size_t begin = at;
  while (at < text.size() && kPlain[static_cast<unsigned char>(text[at])]) ++at;
  out.append(text, begin, at - begin);
}

}  // namespace

bool opens_log_command(std::string_view text, std::size_t at) noexcept {
  if (at == 0 || text[at] != '#' || text[at - 1] != '#') return false;
  for (++at; at < text.size() && is_letter(text[at]); ++at) {
  }
  return at < text.size() && text[at] == '[';
}

bool begins_log_command(std::string_view line) noexcept {
  std::size_t at = 0;
  while (at < line.size() && (line[at] == ' ' || static_cast<unsigned char>(line[at]) >= 0x80))
    ++at;
  return line.substr(at).starts_with("::");
}

bool is_unprintable(char32_t c) noexcept {
  if (c < 0x20 || between(c, 0x7F, 0x9F)) return true;
  if (c < 0xAD) return false;
  if (c < 0x2000) return c == 0xAD || c == 0x61C || c == 0x115F || c == 0x1160 || c == 0x180E;
  return between(c, 0x200B, 0x200F) || between(c, 0x2028, 0x202E) || between(c, 0x2060, 0x206F) ||
         c == 0x3164 || c == 0xFEFF || c == 0xFFA0 || between(c, 0xFFF0, 0xFFFB) ||
         between(c, 0xFDD0, 0xFDEF) || (c & 0xFFFE) == 0xFFFE || between(c, 0x1BCA0, 0x1BCA3) ||
         between(c, 0x1D173, 0x1D17A) || between(c, 0xE0000, 0xE0FFF);
}

Printed next_printed(std::string_view text, std::size_t& at) {
  const std::size_t begin = at;
  const char32_t c = next_code_point(text, at);
  std::string escaped;
  if (c == kReplacement && at - begin == 1) {
    escaped = fmt::format("\\x{:02X}", static_cast<unsigned char>(text[begin]));
  } else if (is_unprintable(c)) {
    escaped = visible(c);
  } else if (opens_log_command(text, begin)) {
    escaped = "\\x23";
  } else {
    return {std::string(text.substr(begin, at - begin)), columns_of(c)};
  }
  const int columns = static_cast<int>(escaped.size());
  return {std::move(escaped), columns};
}

void append_printable(std::string& out, std::string_view text) {
  for (std::size_t at = 0;;) {
    append_plain(out, text, at);
    if (at >= text.size()) return;
    out += next_printed(text, at).text;
  }
}

std::string printable(std::string_view text) {
  std::string out;
  append_printable(out, text);
  return out;
}

}  // namespace diallint
