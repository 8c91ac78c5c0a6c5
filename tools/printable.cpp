#include "printable.h"

#include <fmt/format.h>

#include "utf8.h"

namespace diallint {
namespace {

bool is_control(char32_t c) { return c < 0x20 || (c >= 0x7F && c <= 0x9F); }

bool is_unseen(char32_t c) {
  return c == 0xAD || c == 0x61C || (c >= 0x200B && c <= 0x200F) || (c >= 0x2028 && c <= 0x202E) ||
         (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF || (c >= 0xFFF9 && c <= 0xFFFB) ||
         (c >= 0xE0000 && c <= 0xE007F);
}

std::string escaped(char32_t c) {
  switch (c) {
    case U'\n':
      return "\\n";
    case U'\r':
      return "\\r";
    case U'\t':
      return "\\t";
    default:
      break;
  }
  return c < 0x80 ? fmt::format("\\x{:02X}", static_cast<unsigned>(c))
                  : fmt::format("\\u{{{:X}}}", static_cast<unsigned>(c));
}

}  // namespace

std::string printable(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = at;
    const char32_t c = next_code_point(text, at);
    const bool invalid = c == 0xFFFD && at - begin == 1;
    if (invalid)
      out += fmt::format("\\x{:02X}", static_cast<unsigned char>(text[begin]));
    else if (is_control(c) || is_unseen(c))
      out += escaped(c);
    else
      out.append(text.substr(begin, at - begin));
  }
  return out;
}

}  // namespace diallint
