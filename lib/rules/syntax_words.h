// What is wrong with a text, in words: what stands where JSON's grammar breaks, and what a text is
// that holds values in another form than its format has.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "diallint/finding.h"
#include "input/json_index.h"
#include "input/syntax_error.h"
#include "plan/rule.h"

namespace diallint {

/// A fault of the text, ready to be reported.
struct TextFault {
  const Rule* rule;
  Span span;
  std::string message;
};

/// What stopped a cursor at `where` (offset in the input). `rest` is the text from there on, as
/// much of it as is at hand; characters that are often taken for others are called by their names.
TextFault break_words(SyntaxError why, std::uint64_t where, std::string_view rest);

/// What an index found. `origin` is the offset of the indexed text in the input.
TextFault fault_words(const FaultAt& fault, std::uint64_t origin);

/// A text whose values can be told apart although it is not in the form that its format wants.
enum class TextForm : std::uint8_t {
  kNone,
  kSequence,         ///< another value behind the document
  kCommaSequence,    ///< the same, separated by commas
  kMissingComma,     ///< no comma between two items
  kCommaBefore,      ///< a comma in front of the end of an array
  kStrayBracket,     ///< a closing bracket that nothing has opened
  kOpenArray,        ///< an array that is not closed in front of the end of its object
  kCutOff,           ///< the text ends before an array does
  kGivenUp,          ///< the same for all that is held of a text, which goes on
  kComment,          ///< a comment
  kMark,             ///< a byte order mark that is not the first of the input
  kManyLines,        ///< NDJSON: a value over several lines
  kValuesInLine,     ///< NDJSON: another value in a line
  kCommaBehindLine,  ///< NDJSON: a comma behind a value
};

/// What is wrong with the form, at `where` (offset in the input).
TextFault form_words(TextForm form, std::uint64_t where);

}  // namespace diallint
