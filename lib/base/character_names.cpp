#include "base/character_names.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/ascii.h"
#include "base/plural.h"
#include "base/utf8.h"

namespace diallint {
namespace {

constexpr char32_t kDigits = 10;
constexpr char32_t kFullWidth = 0xFF00;  // the forms stand as ASCII does, from the space on

std::string describe_ascii(char32_t c) {
  if (c == ' ') return "a space";
  if (c == '\t') return "a tab";
  if (c == '\n') return "a line feed";
  if (c == '\r') return "a carriage return";
  if (is_digit(c)) return "a digit";
  if (is_letter(c)) return "a letter";
  return fmt::format("the character {}", static_cast<char>(c));
}

std::string code_point_text(char32_t c) {
  return fmt::format("U+{:04X}", static_cast<std::uint32_t>(c));
}

// Digits, letters and tags: the code point would give the value away, so that of the whole range is
// told where that says less.
std::string describe_class(const SpecialCharacter& special) {
  std::string words = fmt::format("{} {}", indefinite_article(special.name), special.name);
  if (special.last - special.first + 1 < kDigits || special.kind == CharacterKind::kLetter)
    return words;
  return fmt::format("{} ({} to {})", words, code_point_text(special.first),
                     code_point_text(special.last));
}

bool is_unseen(CharacterKind kind) {
  return kind == CharacterKind::kInvisible || kind == CharacterKind::kTag ||
         kind == CharacterKind::kControl;
}

void append_plain_form(std::string& out, char32_t c, std::string_view as_written) {
  const SpecialCharacter* special = special_character(c);
  if (special == nullptr) {
    out += as_written;
  } else if (special->kind == CharacterKind::kDigit &&
             special->last - special->first + 1 == kDigits) {
    out += static_cast<char>('0' + (c - special->first));
  } else if (special->name == "full-width letter") {
    out += static_cast<char>(c - kFullWidth + ' ');
  } else if (special->alike != '\0') {
    out += special->alike;
  } else if (!is_unseen(special->kind)) {
    out += as_written;
  }
}

}  // namespace

const SpecialCharacter* special_character(char32_t code_point) noexcept {
  const auto all = special_characters();
  const auto found = std::partition_point(
      all.begin(), all.end(), [&](const SpecialCharacter& one) { return one.last < code_point; });
  return found != all.end() && found->first <= code_point ? &*found : nullptr;
}

std::string describe_character(char32_t code_point) {
  const SpecialCharacter* special = special_character(code_point);
  if (special == nullptr)
    return code_point < 0x80 ? describe_ascii(code_point) : "a character outside ASCII";
  std::string named = fmt::format("{} ({})", code_point_text(code_point), special->name);
  switch (special->kind) {
    case CharacterKind::kNamed:
      return named;
    case CharacterKind::kInvisible:
      return "the invisible character " + named;
    case CharacterKind::kControl:
      return "the control character " + named;
    default:
      return describe_class(*special);
  }
}

std::string first_special_character(std::string_view text) {
  std::size_t at = 0;
  for (std::size_t number = 1; at < text.size(); ++number) {
    const char32_t c = next_code_point(text, at);
    const SpecialCharacter* special = special_character(c);
    if (special == nullptr || special->name == "Latin letter") continue;
    return fmt::format("character {} is {}", number, describe_character(c));
  }
  return {};
}

std::string in_plain_characters(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = at;
    const char32_t c = next_code_point(text, at);
    append_plain_form(out, c, text.substr(begin, at - begin));
  }
  return out;
}

}  // namespace diallint
