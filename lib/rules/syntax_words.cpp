#include "rules/syntax_words.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/ascii.h"
#include "base/character_names.h"
#include "base/utf8.h"
#include "rules/syntax.h"

namespace diallint {
namespace {

constexpr std::string_view kQuote = "JSON's quote is \", and word processors replace it";
constexpr std::string_view kSpace = "only a space, a tab and line ends stand between JSON's values";
constexpr std::string_view kComma = "write a comma";

std::string_view words_for(SyntaxError why) {
  switch (why) {
    case SyntaxError::kNoValue:
      return "no value found; expected a dial request, a batch or an array of them";
    case SyntaxError::kUnexpectedEnd:
      return "the text ends inside a value; a bracket is not closed";
    case SyntaxError::kExpectedValue:
      return "expected a value";
    case SyntaxError::kBadNumber:
      return "this is not a JSON number; put text in quotes";
    case SyntaxError::kBadLiteral:
      return "a word outside quotes can only be true, false or null";
    case SyntaxError::kExpectedKey:
      return "expected a member name in double quotes";
    case SyntaxError::kExpectedColon:
      return "expected a colon between the member's name and its value";
    case SyntaxError::kExpectedComma:
      return "expected a comma or the closing bracket";
    case SyntaxError::kTrailingComma:
      return "unexpected comma before the closing bracket; remove it";
    case SyntaxError::kTrailingData:
      return "unexpected text after the end of the value";
    case SyntaxError::kBadEscape:
      return "a string has a backslash escape that JSON does not define";
    case SyntaxError::kControlCharacter:
      return "a string has an unescaped control character";
    case SyntaxError::kUnterminatedString:
      return "a string is not closed before its line ends";
    case SyntaxError::kTooDeep:
    case SyntaxError::kNone:  // nobody asks
      break;
  }
  return "arrays and objects are nested more than 64 deep";
}

// The word that the text begins with: to the next space, bracket or separator.
std::string_view word_of(std::string_view rest) {
  const std::size_t end = rest.find_first_of(" \t\r\n,:{}[]\"");
  return rest.substr(0, std::min(end, std::size_t{256}));
}

// What to write in place of a character.
std::string advice_on(const SpecialCharacter& character) {
  switch (character.alike) {
    case 0:
      return "remove it";
    case ' ':
      return std::string(kSpace);
    case '"':
    case '\'':
    case '`':
      return std::string(kQuote);
    default:
      return fmt::format("write '{}'", character.alike);
  }
}

// The first character of the word that is overlooked or taken for one of ASCII; or nothing.
std::string lookalike_words(std::string_view word) {
  for (std::size_t at = 0; at < word.size();) {
    const char32_t c = next_code_point(word, at);
    const SpecialCharacter* special = c < 0x80 ? nullptr : special_character(c);
    if (special != nullptr) return describe_character(c) + " stands here: " + advice_on(*special);
  }
  return {};
}

struct Phrase {
  std::string_view word;
  std::string_view advice;
};

constexpr std::string_view kPython =
    "this is how Python prints a value; json.dumps() writes it as JSON";
constexpr std::string_view kNotANumber =
    "JSON has no NaN and no infinity; write null or leave the member out";

constexpr Phrase kWords[] = {
    {"True", kPython},
    {"False", kPython},
    {"None", kPython},
    {"NaN", kNotANumber},
    {"nan", kNotANumber},
    {"Infinity", kNotANumber},
    {"-Infinity", kNotANumber},
    {"inf", kNotANumber},
    {"-inf", kNotANumber},
    {"undefined", "JSON has no undefined; write null or leave the member out"},
};

constexpr std::string_view kCommentWords = "JSON has no comments; remove it";

// Where a text begins that is known not to be JSON: what it is. Or nothing.
std::string_view known_words(std::string_view rest) {
  const std::string_view word = word_of(rest);
  for (const Phrase& one : kWords) {
    if (word == one.word) return one.advice;
  }
  if (rest.starts_with("//") || rest.starts_with("/*") || rest.starts_with('#'))
    return kCommentWords;
  if (rest.starts_with('\'') || rest.starts_with("u'")) {
    return "JSON's quote is \"; Python prints single ones, and json.dumps() writes JSON";
  }
  if (rest.starts_with('`')) return kQuote;
  if (rest.starts_with("\\\"")) {
    return "the quotes are escaped: this is the inside of a string, to be unescaped first";
  }
  if (rest.starts_with(';')) return kComma;
  return {};
}

// What may have been meant, told by what was expected.
std::string_view likely_words(SyntaxError why, std::string_view rest) {
  const bool letter = !rest.empty() && (is_letter(rest[0]) || is_digit(rest[0]));
  if (why == SyntaxError::kExpectedComma && letter)
    return "a quote inside a string is written \\\"";
  if (why == SyntaxError::kUnterminatedString) return "a line end inside a string is written \\n";
  return {};
}

std::string_view form_text(TextForm form) {
  switch (form) {
    case TextForm::kSequence:
      return "another value follows: this is a sequence of values and no JSON document. Each is "
             "checked; write one value a line in an .ndjson file (jq -c .) or one array (jq -s .)";
    case TextForm::kCommaSequence:
      return "another value follows behind a comma: the brackets of the array are missing. Each "
             "value is checked; write [ in front of the first and ] behind the last";
    case TextForm::kMissingComma:
      return "a comma is missing in front of this item of the array; the items on either side are "
             "checked";
    case TextForm::kStrayBracket:
      return "nothing has opened the bracket that is closed here; remove it";
    case TextForm::kOpenArray:
      return "the array is not closed; ] is missing in front of this bracket";
    case TextForm::kCutOff:
      return words_for(SyntaxError::kUnexpectedEnd);
    case TextForm::kGivenUp:
      return "no item of the array follows in the next megabytes; nothing from here on is read";
    case TextForm::kComment:
      return kCommentWords;
    case TextForm::kMark:
      return "U+FEFF (byte order mark) in front of a value: files with a mark each were joined "
             "here. "
             "The value is checked; remove the mark";
    case TextForm::kManyLines:
      return "this value goes on in the next line, and NDJSON has one value a line. Each value is "
             "checked; jq -c . writes one a line, and jq -c .[] the items of an array";
    case TextForm::kValuesInLine:
      return "another value follows in the same line, and NDJSON has one value a line. Each is "
             "checked; jq -c . writes one a line";
    case TextForm::kCommaBehindLine:
      return "a comma follows the value, and NDJSON has line ends alone between values. The value "
             "is "
             "checked; remove the commas, or make an array of all lines: [ in front, ] behind";
    case TextForm::kCommaBefore:
    case TextForm::kNone:  // nobody asks
      break;
  }
  return words_for(SyntaxError::kTrailingComma);
}

}  // namespace

TextFault break_words(SyntaxError why, std::uint64_t where, std::string_view rest) {
  // Where text is missing nothing stands that could be marked.
  const bool missing = why == SyntaxError::kUnexpectedEnd || why == SyntaxError::kNoValue;
  const bool deep = why == SyntaxError::kTooDeep;
  std::string message(words_for(why));
  std::string more = missing || deep ? "" : lookalike_words(word_of(rest));
  if (more.empty() && !missing && !deep) more = known_words(rest);
  if (more.empty()) more = likely_words(why, rest);
  if (!more.empty()) message += "; " + more;
  return {
      deep ? &kInputLimit : &kJsonSyntax, {where, where + (missing ? 0 : 1)}, std::move(message)};
}

TextFault fault_words(const FaultAt& fault, std::uint64_t origin) {
  const std::uint64_t where = origin + fault.at;
  if (fault.fault == TextError::kUtf8) {
    return {&kEncoding,
            {where, where + 1},
            "the text is not UTF-8 from here on; save the file as UTF-8"};
  }
  const bool control = fault.fault == TextError::kControl;
  return break_words(control ? SyntaxError::kControlCharacter : SyntaxError::kUnterminatedString,
                     where, {});
}

TextFault form_words(TextForm form, std::uint64_t where) {
  return {&kJsonSyntax,
          {where, where + (form == TextForm::kCutOff || form == TextForm::kGivenUp ? 0 : 1)},
          std::string(form_text(form))};
}

}  // namespace diallint
