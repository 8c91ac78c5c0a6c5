// What stops a cursor.
#pragma once
#include <cstdint>

namespace diallint {

/// What stopped a cursor, for the rule json-syntax to put into words.
enum class SyntaxError : std::uint8_t {
  kNone,
  kNoValue,             ///< no value at all
  kUnexpectedEnd,       ///< the text ends inside a value
  kExpectedValue,       ///< something that is no value stands where one belongs
  kBadNumber,           ///< a number that JSON's grammar does not allow
  kBadLiteral,          ///< a word other than true, false and null
  kExpectedKey,         ///< a member's name is not a string
  kExpectedColon,       ///< no colon behind a member's name
  kExpectedComma,       ///< neither a comma nor the closing bracket behind a value
  kTrailingComma,       ///< a comma before the closing bracket
  kTrailingData,        ///< more text behind the end of the document
  kBadEscape,           ///< an escape that JSON does not know
  kControlCharacter,    ///< an unescaped control character inside a string
  kUnterminatedString,  ///< a string without its closing quote
  kTooDeep,             ///< nested too deep
};

}  // namespace diallint
