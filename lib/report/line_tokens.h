// A line of the input taken apart, front to back, into pieces that each are shown or masked as one.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

#include "context/finding_sink.h"

namespace diallint {

enum class TokenKind : std::uint8_t {
  kSpace,        ///< white space between tokens
  kPunctuation,  ///< a bracket, colon, comma or separator of cells
  kName,         ///< a key or a cell of the header, quotes included: may be shown
  kString,       ///< between quotes
  kOpenString,   ///< from a quote to the end of the line
  kOther,        ///< numbers, literals, unquoted cells, and whatever has no form at all
};

/// Bytes [begin, end) of the line.
struct LineToken {
  std::size_t begin = 0;
  std::size_t end = 0;
  TokenKind kind = TokenKind::kOther;
};

/// JSON text of one line. It may begin and end anywhere between the tokens of a document, unless it
/// is known to be `whole`: a document of its own.
class JsonLineTokens {
 public:
  JsonLineTokens(std::string_view line, bool whole) : line_(line), whole_(whole) {}

  /// The next piece; false at the end of the line.
  bool next(LineToken& token);
  /// Whether what was read so far cannot stand in any JSON document: then a quote may have been
  /// lost, and what looks like a key may be a value.
  bool broken() const noexcept { return broken_; }

 private:
  enum class Last : std::uint8_t { kNothing, kOpen, kClose, kColon, kComma, kName, kValue };

  void take_space(LineToken& token) const noexcept;
  void take_punctuation(LineToken& token);
  void take_string(LineToken& token);
  void take_scalar(LineToken& token);
  void expect_value() noexcept;
  void close(char bracket) noexcept;

  bool is_name(std::size_t end) const noexcept;
  bool may_name() const noexcept { return open_.empty() ? !whole_ : open_.back() == '{'; }

  std::string_view line_;
  bool whole_;
  std::size_t at_ = 0;
  std::string open_;  // brackets that are open, as far as this line tells
  Last last_ = Last::kNothing;
  bool broken_ = false;
};

/// What the reader knows of a line of a CSV file.
struct CsvLineLayout {
  char separator = ',';
  bool in_quotes = false;  ///< it begins inside a quoted field
  bool header = false;     ///< its cells are names
};

/// A line of a CSV file.
class CsvLineTokens {
 public:
  CsvLineTokens(std::string_view line, const CsvLineLayout& layout)
      : line_(line), layout_(layout) {}

  bool next(LineToken& token);
  static bool broken() noexcept { return false; }

 private:
  std::string_view line_;
  std::size_t at_ = 0;
  CsvLineLayout layout_;
};

/// The one that fits the format of the input.
class LineTokens {
 public:
  LineTokens(std::string_view line, InputFormat format, const CsvLineLayout& layout);

  bool next(LineToken& token) {
    return std::visit([&](auto& tokens) { return tokens.next(token); }, tokens_);
  }
  bool broken() const {
    return std::visit([](const auto& tokens) { return tokens.broken(); }, tokens_);
  }

 private:
  std::variant<JsonLineTokens, CsvLineTokens> tokens_;
};

}  // namespace diallint
