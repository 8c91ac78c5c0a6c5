// What stops a cursor.
#pragma once
#include <cstdint>

namespace diallint {

/// What stopped a cursor, for the rule json-syntax to put into words.
enum class Break : std::uint8_t {
  kNone,
  kEmpty,       ///< no value at all
  kEnd,         ///< the text ends inside a value
  kValue,       ///< something that is no value stands where one belongs
  kNumber,      ///< a number that JSON's grammar does not allow
  kLiteral,     ///< a word other than true, false and null
  kKey,         ///< a member's name is not a string
  kColon,       ///< no colon behind a member's name
  kComma,       ///< neither a comma nor the closing bracket behind a value
  kTrailing,    ///< a comma before the closing bracket
  kMore,        ///< more text behind the end of the document
  kEscape,      ///< an escape that JSON does not know
  kControl,     ///< an unescaped control character inside a string
  kOpenString,  ///< a string without its closing quote
  kDepth,       ///< nested too deep
};

}  // namespace diallint
