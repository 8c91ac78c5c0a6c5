// CSV text (RFC 4180) split into rows and fields, one pass, in memory that does not grow with the
// input. Facts only: a row that cannot be split says why and where.
#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "diallint/finding.h"
#include "input/byte_source.h"
#include "input/csv_scanner.h"

namespace diallint {

/// What columns may be separated by.
inline constexpr std::string_view kCsvSeparators = ",;\t|";

/// One cell. Offsets count from the row's first byte and include the quotes.
struct CsvField {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  bool escaped = false;  ///< holds doubled quotes
  std::string_view
      value;  ///< without quotes, doubled ones single; kTextPadding readable bytes follow it
};

/// What is wrong with a row, for rules to put into words.
enum class CsvError : std::uint8_t {
  kNone,
  kBehindQuote,  ///< text between a closing quote and the next separator
  kOpenQuote,    ///< a quoted field that runs over the line's end and is not closed as it should be
  kBareQuote,    ///< a quote inside a field that is not quoted
  kNul,
  kUtf8,
  kTooLong,       ///< larger than a row may be
  kTooLongQuote,  ///< the same, because a quoted field runs over the line's end
};

/// One row that is not blank. What it points to is valid until the next call of next() or
/// advance().
struct CsvRow {
  std::string_view bytes;            ///< without the line end; a faulty row: its first line
  std::uint64_t origin = 0;          ///< of bytes[0] in the input
  std::uint64_t line = 0;            ///< on which it begins, from 1
  std::span<const CsvField> fields;  ///< of a sound row; not more than are kept
  std::uint64_t field_count = 0;     ///< of a sound row, kept or not
  CsvError fault = CsvError::kNone;
  Span fault_span;  ///< in the input
  bool is_plain =
      false;  ///< known to hold no control character and nothing that LineScan calls rare
};

/// Whether a sound row has no value in any of its cells, those among them that are not kept.
bool is_blank(const CsvRow& row, char separator) noexcept;

/// Splits the bytes of a source:
///
///     CsvRows rows(source, 8 << 20, /*prefer_tab=*/false);
///     CsvRow row;
///     while (rows.advance())
///       while (rows.next(row)) ...
///
/// Lines end with LF, CRLF or a CR alone, inside quotes too. A row with a fault of its quotes, or
/// that is too long, ends with its first line: a quote that was never closed costs one line, not
/// the rest of the input. One thread.
class CsvRows {
 public:
  static constexpr std::size_t kChunk = kChunkBytes;
  /// Fields of a row that are kept unless keep() says otherwise.
  static constexpr std::size_t kMaxFields = 32768;

  /// A row may have up to `max_row` bytes. `prefer_tab`: the header is taken to be separated by
  /// tabs if it has any. `chunk` is how much is read at a time.
  CsvRows(ByteSource& source, std::size_t max_row, bool prefer_tab, std::size_t chunk = kChunk);

  /// Drops what next() has gone through and reads on. False at the end of the input.
  bool advance();
  /// Holds this text instead, which begins with a row, at that place and line of the input, for
  /// next() or to be read on behind. `is_end`: nothing follows it.
  void hold(std::string_view text, std::uint64_t origin, std::uint64_t line, bool is_end);
  /// Others that have read the same header, and hold nothing yet.
  CsvRows like_this() const;

  /// The next row that is not blank; false when the rows at hand are used up.
  bool next(CsvRow& row);

  /// Fields from this number on are counted but not kept.
  void keep(std::size_t fields) noexcept { kept_ = fields; }

  /// Of the columns; told from the header, or from a line `sep=;` before it, which is no row. A
  /// comma before the first row.
  char separator() const noexcept { return separator_ == 0 ? ',' : separator_; }

  /// What next() has gone through since advance(), from the beginning of a line.
  std::string_view chunk() const noexcept { return {buffer_.data(), next_}; }
  std::uint64_t chunk_origin() const noexcept { return origin_; }
  std::uint64_t chunk_line() const noexcept { return chunk_line_; }
  /// What next() has not gone through, its place in the input and its line.
  std::string_view rest() const noexcept { return {buffer_.data() + next_, size_ - next_}; }
  std::uint64_t place() const noexcept { return origin_ + next_; }
  std::uint64_t line() const noexcept { return line_; }
  /// Whether what comes next is the rest of a line that is too long, which advance() drops.
  bool drops_rest() const noexcept { return dropping_; }
  /// Whether next() has gone through all that the source had, as far as that is known.
  bool at_end() const noexcept { return ended_ && next_ == size_; }
  /// Rows of chunk() that go over several lines, ascending, as places in the input.
  std::span<const Span> tall_rows() const noexcept { return tall_rows_; }
  /// Bytes of a byte order mark at the front of chunk().
  std::size_t bom_size() const noexcept { return bom_size_; }

 private:
  // kMore: the row goes on behind the data at hand.
  enum class End : std::uint8_t { kMore, kField, kRow, kBroken };

  bool fill();
  void move_to_front(std::size_t from) noexcept;
  bool drop_line();
  void check_text();
  bool skip_blank_lines() noexcept;
  bool choose_separator() noexcept;
  void reset_scan() noexcept { scan_.reset(buffer_.data(), size_, separator()); }

  End split();
  End quoted_field(std::size_t begin, std::size_t open);
  bool inside_quotes(std::size_t& at, bool& escaped);
  bool pass_plain_fields(std::size_t& at) noexcept;
  End plain_field(std::size_t begin);
  CsvField& next_field();
  End end_field(CsvField& field, std::size_t begin, std::size_t at) noexcept;
  End break_row(CsvError fault, std::size_t begin, std::size_t end) noexcept;
  End too_long() noexcept { return break_row(CsvError::kTooLong, next_, next_); }
  bool beyond(std::size_t at) const noexcept { return at - next_ > max_row_; }
  bool half_line_end(std::size_t at) const noexcept {
    return buffer_[at] == '\r' && at + 1 == size_ && !ended_;
  }
  std::size_t behind_line_end(std::size_t at) const noexcept;
  std::size_t find_line_end(std::size_t at) noexcept;

  void finish_sound(CsvRow& row);
  bool finish_broken(CsvRow& row) noexcept;
  void unquote_fields();
  void find_bad_text(CsvRow& row) const noexcept;

  ByteSource& source_;
  std::size_t max_row_;
  std::size_t chunk_;
  std::size_t kept_ = kMaxFields;
  CsvScan scan_;

  // [0, next_) has been gone through, [next_, size_) has not, zeros follow.
  std::vector<char> buffer_;
  std::size_t size_ = 0;
  std::size_t next_ = 0;
  std::uint64_t origin_ = 0;      // of buffer_[0] in the input
  std::uint64_t chunk_line_ = 1;  // that buffer_[0] begins
  std::uint64_t line_ = 1;        // that buffer_[next_] begins
  std::size_t bom_size_ = 0;
  std::size_t sound_ = 0;  // UTF-8 is known to be valid before this

  // The row at next_ while it is split.
  std::vector<CsvField> fields_;  // the first used_ of them
  std::size_t used_ = 0;
  std::uint64_t field_count_ = 0;
  std::size_t row_end_ = 0;      // without the line end
  std::uint64_t breaks_ = 0;     // line ends inside quotes
  std::vector<Span> tall_rows_;  // since advance()
  std::size_t first_break_ = 0;  // offset of the first of them
  std::size_t crossing_ = 0;     // offset of the quoted field that it stands in
  std::size_t fault_begin_ = 0;
  std::size_t fault_end_ = 0;
  std::vector<char> scratch_;

  char separator_ = 0;  // not known yet
  CsvError fault_ = CsvError::kNone;
  bool any_escaped_ = false;
  bool prefer_tab_;
  bool begun_ = false;
  bool ended_ = false;     // the source is
  bool dropping_ = false;  // what is left of a line that is too long
  bool has_nul_ = false;   // somewhere in the buffer
};

}  // namespace diallint
