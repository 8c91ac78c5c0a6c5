// Characters in words, without giving away what they spell.
#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace diallint {

enum class CharacterKind : std::uint8_t {
  kNamed,      ///< a white space, or a mark that is taken for one of ASCII
  kInvisible,  ///< nothing is shown of it
  kControl,
  kDigit,   ///< a decimal digit that is not ASCII
  kLetter,  ///< a letter that may be taken for one of ASCII
  kTag,     ///< an invisible character that stands for one of ASCII
};

/// Neighbouring characters that are described alike.
struct SpecialCharacter {
  char32_t first;
  char32_t last;
  CharacterKind kind;
  char alike;             ///< the mark of ASCII, or the space, that it is taken for; 0: none
  std::string_view name;  ///< of the character itself; of a digit, letter or tag that of its kind
};

/// All of them, ascending: those that Unicode calls format characters, separators or ignorable,
/// the controls but for tab, line feed and carriage return, and what looks like a mark, a digit or
/// a letter of ASCII. `./dev generate characters` makes the table.
std::span<const SpecialCharacter> special_characters() noexcept;

/// The one that a character belongs to, or null.
const SpecialCharacter* special_character(char32_t code_point) noexcept;

/// "a space", "a letter", "the character (", "U+2011 (non-breaking hyphen)", "the invisible
/// character U+200B (zero width space)", "a full-width digit (U+FF10 to U+FF19)", "a character
/// outside ASCII": enough to find the character. Letters and digits only by their class, because
/// they may belong to a customer. A noun phrase without a clause, so that one may follow.
std::string describe_character(char32_t code_point);

/// "character 12 is the invisible character U+200B (zero width space)": the first of a text that is
/// easily overlooked or taken for another. Nothing where there is none, or only Latin letters.
std::string first_special_character(std::string_view text);

/// A text as it was meant to look: characters that are taken for one of ASCII as that one, digits
/// of other scripts and full-width forms as those of ASCII, invisible ones and controls left out.
/// The text is UTF-8.
std::string in_plain_characters(std::string_view text);

}  // namespace diallint
