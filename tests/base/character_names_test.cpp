// How characters are named in messages.
#include "base/character_names.h"

#include <catch2/catch.hpp>

namespace diallint::test {

TEST_CASE("Characters are named by their kind, at the ends of each kind", "[characters]") {
  struct Row {
    char32_t character;
    const char* words;
  };
  const Row rows[] = {
      {0x00, "a control character"},
      {0x08, "a control character"},
      {0x09, "a tab"},
      {0x0A, "a line feed"},
      {0x0B, "a control character"},
      {0x0D, "a carriage return"},
      {0x1F, "a control character"},
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
      {0x7F, "a control character"},
      {0x80, "a character outside ASCII"},
      {0x9F, "a character outside ASCII"},
      {0xA0, "U+00A0, which is invisible"},
      {0xA1, "a character outside ASCII"},
      {0xAC, "a character outside ASCII"},
      {0xAD, "U+00AD, which is invisible"},
      {0xAE, "a character outside ASCII"},
      {0x167F, "a character outside ASCII"},
      {0x1680, "U+1680, which is invisible"},
      {0x1681, "a character outside ASCII"},
      {0x1FFF, "a character outside ASCII"},
      {0x2000, "U+2000, which is invisible"},
      {0x200F, "U+200F, which is invisible"},
      {0x2010, "a character outside ASCII"},
      {0x2027, "a character outside ASCII"},
      {0x2028, "U+2028, which is invisible"},
      {0x202F, "U+202F, which is invisible"},
      {0x2030, "a character outside ASCII"},
      {0x205E, "a character outside ASCII"},
      {0x205F, "U+205F, which is invisible"},
      {0x206F, "U+206F, which is invisible"},
      {0x2070, "a character outside ASCII"},
      {0x2FFF, "a character outside ASCII"},
      {0x3000, "U+3000, which is invisible"},
      {0x3001, "a character outside ASCII"},
      {0xFEFE, "a character outside ASCII"},
      {0xFEFF, "U+FEFF, which is invisible"},
      {0xFF00, "a character outside ASCII"},
      {0x10FFFF, "a character outside ASCII"},
  };
  for (const Row& row : rows) {
    INFO(static_cast<unsigned>(row.character));
    CHECK(describe_character(row.character) == row.words);
  }
}

}  // namespace diallint::test
