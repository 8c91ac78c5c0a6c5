#include "base/character_names.h"

#include <fmt/format.h>

#include "base/ascii.h"

namespace diallint {
namespace {

bool is_invisible(char32_t c) {
  return c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200F) || (c >= 0x2028 && c <= 0x202F) ||
         (c >= 0x205F && c <= 0x206F) || c == 0x3000 || c == 0xFEFF || c == 0xAD;
}

}  // namespace

std::string describe_character(char32_t c) {
  if (c == ' ') return "a space";
  if (c == '\t') return "a tab";
  if (c == '\n') return "a line feed";
  if (c == '\r') return "a carriage return";
  if (c < 0x20 || c == 0x7F) return "a control character";
  if (is_digit(c)) return "a digit";
  if (is_letter(c)) return "a letter";
  if (c < 0x80) return fmt::format("the character {}", static_cast<char>(c));
  if (is_invisible(c)) return fmt::format("U+{:04X}, which is invisible", static_cast<unsigned>(c));
  return "a character outside ASCII";
}

}  // namespace diallint
