// How characters are named in messages.
#include "base/character_names.h"

#include <catch2/catch.hpp>
#include <set>
#include <string>

#include "base/utf8.h"

namespace diallint::test {

TEST_CASE("Characters are named by their kind, at the ends of each kind", "[characters]") {
  struct Row {
    char32_t character;
    const char* words;
  };
  const Row rows[] = {
      {0x00, "the control character U+0000 (null)"},
      {0x08, "the control character U+0008 (backspace)"},
      {0x09, "a tab"},
      {0x0A, "a line feed"},
      {0x0B, "the control character U+000B (line tabulation)"},
      {0x0D, "a carriage return"},
      {0x1F, "the control character U+001F (information separator one)"},
      {0x20, "a space"},
      {0x21, "the character !"},
      {0x2F, "the character /"},
      {0x30, "a digit"},
      {0x39, "a digit"},
      {0x3A, "the character :"},
      {0x40, "the character @"},
      {0x41, "a letter"},
      {0x5A, "a letter"},
      {0x5B, "the character ["},
      {0x60, "the character `"},
      {0x61, "a letter"},
      {0x7A, "a letter"},
      {0x7B, "the character {"},
      {0x7E, "the character ~"},
      {0x7F, "the control character U+007F (delete)"},
      {0x80, "the control character U+0080 (padding character)"},
      {0x85, "the control character U+0085 (next line)"},
      {0xA0, "U+00A0 (no-break space)"},
      {0xA1, "a character outside ASCII"},
      {0xAD, "the invisible character U+00AD (soft hyphen)"},
      {0xB9, "a superscript digit"},
      {0xE9, "a Latin letter"},
      {0x391, "a Greek letter"},
      {0x430, "a Cyrillic letter"},
      {0x661, "an Arabic-Indic digit (U+0660 to U+0669)"},
      {0x6F9, "an extended Arabic-Indic digit (U+06F0 to U+06F9)"},
      {0x2011, "U+2011 (non-breaking hyphen)"},
      {0x201C, "U+201C (left double quotation mark)"},
      {0x202F, "U+202F (narrow no-break space)"},
      {0x2065, "the invisible character U+2065 (unassigned)"},
      {0x2212, "U+2212 (minus sign)"},
      {0x2800, "the invisible character U+2800 (Braille pattern blank)"},
      {0x3164, "the invisible character U+3164 (Hangul filler)"},
      {0xFE0F, "the invisible character U+FE0F (variation selector)"},
      {0xFEFF, "the invisible character U+FEFF (byte order mark)"},
      {0xFF0B, "U+FF0B (full-width plus sign)"},
      {0xFF19, "a full-width digit (U+FF10 to U+FF19)"},
      {0xFF21, "a full-width letter"},
      {0xFFFD, "U+FFFD (replacement character)"},
      {0xE0020, "the invisible character U+E0020 (tag space)"},
      {0xE0031, "a tag character (U+E0021 to U+E007E)"},
      {0xE01EF, "the invisible character U+E01EF (variation selector)"},
      {0xE0FFF, "the invisible character U+E0FFF (unassigned)"},
      {0xE1000, "a character outside ASCII"},
      {0x10FFFF, "a character outside ASCII"},
  };
  for (const Row& row : rows) {
    INFO(static_cast<unsigned>(row.character));
    CHECK(describe_character(row.character) == row.words);
  }
}

TEST_CASE("The table of special characters is ascending, and each is found in it", "[characters]") {
  char32_t next = 0;
  for (const SpecialCharacter& special : special_characters()) {
    INFO(special.name);
    CHECK((special.first >= next && special.first <= special.last));
    CHECK((special_character(special.first) == &special &&
           special_character(special.last) == &special));
    CHECK(special_character(special.first - 1) != &special);
    CHECK(special_character(special.last + 1) != &special);
    CHECK(!special.name.empty());
    next = special.last + 1;
  }
  CHECK(next == 0xE1000);
}

TEST_CASE("A digit, a letter or a tag is described as its neighbours are", "[characters]") {
  for (const SpecialCharacter& special : special_characters()) {
    const bool by_class = special.kind == CharacterKind::kDigit ||
                          special.kind == CharacterKind::kLetter ||
                          special.kind == CharacterKind::kTag;
    if (!by_class) continue;
    std::set<std::string> words;
    for (char32_t c = special.first; c <= special.last; ++c) words.insert(describe_character(c));
    INFO(special.name);
    CHECK(words.size() == 1);
  }
}

TEST_CASE("A text in plain characters is what its reader takes it for", "[characters]") {
  struct Row {
    const char32_t* text;
    const char* plain;
  };
  const Row rows[] = {
      {U"+1 (202) 555-0100", "+1 (202) 555-0100"},
      {U"\uFF0B\uFF11\uFF19", "+19"},  // full-width forms
      {U"\uFF21\uFF5A", "Az"},
      {U"\u0660\u0669\u06F4", "094"},           // Arabic-Indic digits
      {U"1\u2011\u2012\u2212\uFF0D", "1----"},  // hyphens, dashes, a minus
      {U"\u00A01\u2009", " 1 "},
      {U"\u201C\u2018\u00B7\u2044", "\"'./"},
      {U"1\u200B\u2060\uFEFF\u3164\u2800\uFE0F2", "12"},  // nothing is seen of them
      {U"\U000E00311\u0085\u007F", "1"},
      {U"\u00B9\u00E9\U00010780", "\u00B9\u00E9\U00010780"},  // what stands for nothing else stays
      {U"", ""},
  };
  for (const Row& row : rows) {
    std::string text;
    for (const char32_t* c = row.text; *c != 0; ++c) append_utf8(text, *c);
    INFO(text);
    CHECK(in_plain_characters(text) == row.plain);
    const std::string around = text + "x";
    CHECK(in_plain_characters(std::string_view(around).substr(0, text.size())) == row.plain);
  }
}

TEST_CASE("The first special character of a text is named with its place", "[characters]") {
  CHECK(first_special_character("") == "");
  CHECK(first_special_character("pr\u00E9nom") == "");
  CHECK(first_special_character("pr\u00E9nom\u200B\u2011") ==
        "character 7 is the invisible character U+200B (zero width space)");
  CHECK(first_special_character("\u0441lient") == "character 1 is a Cyrillic letter");
}

}  // namespace diallint::test
