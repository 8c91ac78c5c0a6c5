// A line of the input taken apart, front to back, into pieces that each are shown or masked as one.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

#include "context/finding_sink.h"

namespace diallint {

enum class Form : std::uint8_t {
  kSpace,       ///< white space between tokens
  kMark,        ///< a bracket, colon, comma or separator of cells
  kName,        ///< a key or a cell of the header, quotes included: may be shown
  kString,      ///< between quotes
  kOpenString,  ///< from a quote to the end of the line
  kOpaque,      ///< numbers, literals, unquoted cells, and whatever has no form at all
};

/// Bytes [begin, end) of the line.
struct Piece {
  std::size_t begin = 0;
  std::size_t end = 0;
  Form form = Form::kOpaque;
};

/// JSON text of one line. It may begin and end anywhere between the tokens of a document, unless it
/// is known to be `whole`: a document of its own.
class JsonPieces {
 public:
  JsonPieces(std::string_view line, bool whole) : line_(line), whole_(whole) {}

  /// The next piece; false at the end of the line.
  bool next(Piece& piece);
  /// Whether what was read so far cannot stand in any JSON document: then a quote may have been
  /// lost, and what looks like a key may be a value.
  bool broken() const noexcept { return broken_; }

 private:
  enum class Last : std::uint8_t { kNothing, kOpen, kClose, kColon, kComma, kName, kValue };

  void take_space(Piece& piece) const noexcept;
  void take_mark(Piece& piece);
  void take_string(Piece& piece);
  void take_scalar(Piece& piece);
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

/// A line of a CSV file. The separator is the one of comma, semicolon and tab that the line has
/// most of outside quotes.
class CsvPieces {
 public:
  /// `header`: cells are names.
  CsvPieces(std::string_view line, bool header);

  bool next(Piece& piece);
  static bool broken() noexcept { return false; }

 private:
  std::string_view line_;
  std::size_t at_ = 0;
  bool header_;
  char separator_;
};

/// The one that fits the format of the input.
class Pieces {
 public:
  Pieces(std::string_view line, InputFormat format, bool header);

  bool next(Piece& piece) {
    return std::visit([&](auto& pieces) { return pieces.next(piece); }, pieces_);
  }
  bool broken() const {
    return std::visit([](const auto& pieces) { return pieces.broken(); }, pieces_);
  }

 private:
  std::variant<JsonPieces, CsvPieces> pieces_;
};

}  // namespace diallint
