// The CSV reader: rows in, records to the checker, faults of the text to the rules on syntax.
#include <fmt/format.h>

#include <algorithm>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/csv_faults.h"
#include "engine/csv_header.h"
#include "engine/csv_suggestions.h"
#include "engine/input_formats.h"
#include "engine/readers.h"
#include "engine/walker.h"
#include "input/csv_cursor.h"
#include "input/csv_splitter.h"
#include "input/cursor.h"
#include "input/format_detection.h"
#include "rules/syntax.h"

namespace diallint {
namespace {

static_assert(Cursor<CsvCursor>);

constexpr std::string_view kExtensions[] = {".csv", ".tsv", ".tab"};

// The shape that rows are taken for: the one that is asked for, or the first whose objects are
// records made of strings and maps.
const Shape& shape_of_rows(const ReaderContext& context) {
  const Plan& plan = context.plan;
  if (context.shape != nullptr) {
    if (record_node(plan, context.shape->root) != kNoNode) return *context.shape;
    throw ReadError{
        fmt::format("rows of a CSV file cannot hold {}; choose a shape that is one request",
                    context.shape->id)};
  }
  for (const Shape& shape : plan.shapes) {
    if (plan.node(shape.root).record) return shape;
  }
  throw ReadError{"no schema defines the rows of a CSV file"};
}

std::string_view trim(std::string_view text) noexcept {
  const std::size_t begin = text.find_first_not_of(" \t");
  return begin == std::string_view::npos ? std::string_view() : text.substr(begin);
}

// Whether a sound row has no value in any of its cells, those among them that are not kept.
bool is_blank(const CsvRow& row, char separator) noexcept {
  for (const CsvField& field : row.fields)
    if (!trim(field.value).empty()) return false;
  if (row.fault != CsvError::kNone) return false;
  const char nothing[] = {separator, ' ', '\t', '\0'};
  return row.field_count == row.fields.size() ||
         row.bytes.find_first_not_of(nothing) == std::string_view::npos;
}

Span row_span(const CsvRow& row) noexcept { return {row.origin, row.origin + row.bytes.size()}; }

class CsvReader {
 public:
  CsvReader(ByteSource& source, const SourceChunk& chunk, ReaderContext& context)
      : context_(context),
        source_(source),
        session_(context.session),
        chunk_(chunk),
        shape_(shape_of_rows(context)),
        record_(record_node(context.plan, shape_.root)),
        rows_(source, context.settings.max_record_bytes, is_tab_separated(name_of_text(chunk))) {
    chunk_.format = InputFormat::kCsv;
  }

  void run() {
    session_.ledger.begin_input(chunk_.file, /*by_line=*/true);
    CsvRow row;
    while (rows_.advance()) {
      while (rows_.next(row)) {
        take(row);
        if (session_.ledger.is_full()) flush();
      }
      flush();
    }
    if (has_header_ && !layout_.usable && !counted_) {
      count_unreadable(1);
    }
    flush();
  }

 private:
  void take(const CsvRow& row) {
    if (is_blank(row, rows_.separator())) return note_blank(row);
    end_blank_run(/*goes_on=*/false);
    if (!has_header_) {
      has_header_ = true;
      read_header(row);
    } else if (!layout_.usable || is_cut(row)) {
      count_unreadable(row.line);
    } else if (is_header_again(row)) {
      report_header_again(row);
    } else {
      read_row(row);
    }
  }

  void read_header(const CsvRow& row);
  void read_row(const CsvRow& row);
  void report_fault(const CsvRow& row) {
    report_csv_fault(row, context_.settings.max_record_bytes, session_.context);
  }
  void report_no_header(const CsvRow& row);
  std::string way_out(const CsvRow& row) const;
  void note_blank(const CsvRow& row);
  void end_blank_run(bool goes_on);
  bool is_header_again(const CsvRow& row) const noexcept;
  void report_header_again(const CsvRow& row);

  // A row that nothing more can be said about.
  void count_unreadable(std::uint64_t line) {
    session_.ledger.begin_unit(line);
    session_.ledger.abandon_unit();
    session_.ledger.end_unit();
    counted_ = true;
  }

  void flush() {
    // A file of nothing but blank rows is empty, and is called that.
    if (has_header_ || !rows_.at_end()) end_blank_run(!rows_.at_end());
    chunk_.bytes = rows_.chunk();
    chunk_.origin = rows_.chunk_origin();
    chunk_.first_line = rows_.chunk_line();
    chunk_.bom_size = rows_.bom_size();
    chunk_.separator = rows_.separator();
    chunk_.tall_rows = rows_.tall_rows();
    context_.flusher.flush(session_, chunk_);
  }

  // What is left of a row in which the input breaks off: no record, though it may look like one.
  bool is_cut(const CsvRow& row) const {
    const std::string_view chunk = rows_.chunk();
    return source_.break_off() != nullptr && rows_.at_end() &&
           row.bytes.data() + row.bytes.size() == chunk.data() + chunk.size();
  }

  ReaderContext& context_;
  const ByteSource& source_;
  CheckSession& session_;
  SourceChunk chunk_;
  const Shape& shape_;
  NodeId record_;
  CsvRows rows_;
  CsvLayout layout_;
  std::string header_text_;  // as it is written
  std::vector<std::string> header_;
  Span blank_;  // the first row of a run of blank ones
  std::uint64_t blank_line_ = 0;
  std::uint64_t blank_rows_ = 0;  // of the run so far; 0: there is none, or it has been told
  bool blank_told_ = false;
  bool has_header_ = false;
  bool counted_ = false;
};

void CsvReader::read_header(const CsvRow& row) {
  session_.ledger.begin_unit(row.line);  // never ended: a header is no record
  if (begins_like_json(row.bytes)) return report_no_header(row);
  if (row.fault != CsvError::kNone) return report_fault(row);
  layout_ = lay_out_csv(row, record_, context_.csv_map, session_);
  header_text_ = row.bytes;
  for (const CsvField& field : row.fields) header_.emplace_back(field.value);
  if (!layout_.usable) return report_no_header(row);
  if (row.field_count > row.fields.size()) {
    session_.context.report(kInputLimit, nullptr, row_span(row),
                            fmt::format("the header has {} columns; the first {} are read",
                                        row.field_count, row.fields.size()));
    session_.ledger.mark_input_invalid();
  }
  rows_.keep(row.fields.size());
}

// Spreadsheets leave such rows where something was deleted or formatted: they are no records.
void CsvReader::note_blank(const CsvRow& row) {
  if (blank_told_) return;
  if (blank_rows_++ > 0) return;
  blank_ = row_span(row);
  blank_line_ = row.line;
}

// One finding for the whole run; where it goes on behind the rows at hand, as far as it is known.
void CsvReader::end_blank_run(bool goes_on) {
  if (blank_rows_ > 0 && (!has_header_ || layout_.usable)) {
    session_.ledger.begin_unit(blank_line_);  // never ended: blank rows are no records
    const std::string what =
        blank_rows_ == 1
            ? std::string("this row holds no value; delete it")
            : fmt::format("{} rows from here on hold no value; delete them", blank_rows_);
    session_.context.report(
        kCsvSyntax, nullptr, blank_,
        fmt::format("{}{}: a program that reads the table sends an empty request "
                    "for each",
                    goes_on && blank_rows_ > 1 ? "at least " : "", what));
  }
  blank_told_ = goes_on && (blank_told_ || blank_rows_ > 0);
  blank_rows_ = 0;
}

// Joined exports bring the header of each along, the later ones behind a byte order mark. In front
// of a quote that is a fault of the row, of which the text is left to tell by.
bool CsvReader::is_header_again(const CsvRow& row) const noexcept {
  if (row.fault == CsvError::kBareQuote) return without_mark(row.bytes) == header_text_;
  if (row.fields.size() != header_.size() || row.field_count != layout_.columns) return false;
  if (without_mark(row.fields[0].value) != header_[0]) return false;
  return std::equal(
      header_.begin() + 1, header_.end(), row.fields.begin() + 1,
      [](const std::string& name, const CsvField& field) { return field.value == name; });
}

void CsvReader::report_header_again(const CsvRow& row) {
  session_.ledger.begin_unit(row.line);  // never ended: a header is no record
  session_.context.report(
      kCsvSyntax, nullptr, row_span(row),
      fmt::format("the header stands here again{}, as where files were joined; delete this line: a "
                  "program that reads the table sends it as a request",
                  row.bytes.starts_with(kByteOrderMark) ? ", behind a byte order mark" : ""));
}

void CsvReader::read_row(const CsvRow& row) {
  session_.ledger.begin_unit(row.line);
  if (row.fault != CsvError::kNone) {
    session_.ledger.abandon_unit();
    report_fault(row);
  } else if (row.field_count != layout_.columns) {
    session_.ledger.abandon_unit();
    session_.context.report(
        kCsvSyntax, nullptr, row_span(row),
        fmt::format("the row has {} {}; the header has {}", row.field_count,
                    row.field_count == 1 ? "field" : "fields", layout_.columns));
  } else {
    CsvCursor cursor(layout_, row);
    Walker<CsvCursor>(cursor, session_, /*recovery=*/nullptr).check(record_);
    context_.shape_in_use = &shape_;
    context_.count_shape(1);
  }
  session_.ledger.end_unit();
}

// Nothing says what the columns hold, so nothing of the file can be checked. A first line of values
// was meant to be a record, and counts as one.
void CsvReader::report_no_header(const CsvRow& row) {
  const bool data = looks_like_data(row);
  if (data) {
    session_.ledger.abandon_unit();
    counted_ = true;
  }
  const char* what = data                          ? "looks like a record"
                     : begins_like_json(row.bytes) ? "begins like JSON, not like a table"
                                                   : "names none of the members";
  session_.context.report(
      kCsvSyntax, nullptr, row_span(row),
      fmt::format("the first line {}; it must name the columns, such as {}{}", what,
                  expected_csv_header(context_.plan, record_), data ? "" : way_out(row)));
  if (data) session_.ledger.end_unit();
}

// How the columns may be named from outside.
std::string CsvReader::way_out(const CsvRow& row) const {
  const Node& node = context_.plan.node(record_);
  std::vector<std::string_view> names;
  for (const CsvField& field : row.fields) names.push_back(field.value);
  for (const Member& member : node.members) {
    if (!member.required || is_map_member(context_.plan, member)) continue;
    const std::size_t column = likely_column(member.name, names);
    if (column == names.size()) continue;
    return fmt::format(", or map the columns: {}",
                       csv_map_option(member.name, names[column], context_.settings.mask_keys));
  }
  return ", or map the columns with --csv-map";
}

void read_csv(ByteSource& source, const SourceChunk& chunk, ReaderContext& context) {
  CsvReader(source, chunk, context).run();
}

// A line of names with a separator between them, which does not begin like JSON.
Likeness likeness(std::string_view head) {
  if (begins_like_table(head)) return Likeness::kCertain;
  const std::string_view first = take_line(head);
  const bool json = first.starts_with('{') || first.starts_with('[');
  return json || first.find_first_of(kCsvSeparators) == std::string_view::npos
             ? Likeness::kNone
             : Likeness::kPossible;
}

}  // namespace

const FormatReader kCsvReader = {
    .format = InputFormat::kCsv,
    .name = "csv",
    .extensions = kExtensions,
    .name_is_wrong = begins_like_json,
    .likeness = likeness,
    .read = read_csv,
};

bool is_tab_separated(std::string_view name) noexcept {
  return has_extension(name, std::span(kExtensions).subspan(1));
}

}  // namespace diallint
