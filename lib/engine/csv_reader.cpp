// The CSV reader: rows in, records to the checker, faults of the text to the rules on syntax.
#include <fmt/format.h>

#include <span>

#include "engine/csv_header.h"
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

bool is_tab_separated(std::string_view name) noexcept {
  return has_extension(name, std::span(kExtensions).subspan(1));
}

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

Span row_span(const CsvRow& row) noexcept { return {row.origin, row.origin + row.bytes.size()}; }

class CsvReader {
 public:
  CsvReader(ByteSource& source, const SourceChunk& chunk, ReaderContext& context)
      : context_(context),
        session_(context.session),
        chunk_(chunk),
        shape_(shape_of_rows(context)),
        record_(record_node(context.plan, shape_.root)),
        rows_(source, context.settings.max_record_bytes, is_tab_separated(chunk.name)) {
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
    if (!has_header_) {
      refuse_empty();
    } else if (!layout_.usable && !counted_) {
      count_unreadable(1);
    }
    flush();
  }

 private:
  void take(const CsvRow& row) {
    if (!has_header_) {
      has_header_ = true;
      read_header(row);
    } else if (!layout_.usable) {
      count_unreadable(row.line);
    } else {
      read_row(row);
    }
  }

  void read_header(const CsvRow& row);
  void read_row(const CsvRow& row);
  void report_fault(const CsvRow& row);
  void report_too_long(const CsvRow& row, std::string_view cause);
  void report_no_header(const CsvRow& row);
  void refuse_empty();

  // A row that nothing more can be said about.
  void count_unreadable(std::uint64_t line) {
    session_.ledger.begin_unit(line);
    session_.ledger.abandon_unit();
    session_.ledger.end_unit();
    counted_ = true;
  }

  void flush() {
    chunk_.bytes = rows_.chunk();
    chunk_.origin = rows_.chunk_origin();
    chunk_.first_line = rows_.chunk_line();
    chunk_.bom_size = rows_.bom_size();
    context_.flusher.flush(session_, chunk_);
  }

  ReaderContext& context_;
  CheckSession& session_;
  SourceChunk chunk_;
  const Shape& shape_;
  NodeId record_;
  CsvRows rows_;
  CsvLayout layout_;
  bool has_header_ = false;
  bool counted_ = false;
};

void CsvReader::read_header(const CsvRow& row) {
  session_.ledger.begin_unit(row.line);  // never ended: a header is no record
  if (row.fault != CsvError::kNone) return report_fault(row);
  layout_ = lay_out_csv(row, record_, context_.csv_map, session_);
  if (!layout_.usable) return report_no_header(row);
  if (row.field_count > row.fields.size()) {
    session_.context.report(kInputLimit, nullptr, row_span(row),
                            fmt::format("the header has {} columns; the first {} are read",
                                        row.field_count, row.fields.size()));
    session_.ledger.mark_input_invalid();
  }
  rows_.keep(row.fields.size());
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
    Walker<CsvCursor>(cursor, session_, /*recover=*/false).check(record_);
    context_.shape_in_use = &shape_;
    context_.count_shape(1);
  }
  session_.ledger.end_unit();
}

void CsvReader::report_fault(const CsvRow& row) {
  const auto syntax = [&](std::string_view message) {
    session_.context.report(kCsvSyntax, nullptr, row.fault_span, std::string(message));
  };
  switch (row.fault) {
    case CsvError::kNone:  // GCOVR_EXCL_LINE: rows without a fault are not reported
      break;               // GCOVR_EXCL_LINE: the same
    case CsvError::kBehindQuote:
      return syntax("text follows a closing quote; write a quote inside a quoted field twice");
    case CsvError::kOpenQuote:
      return syntax(
          "the quoted field that begins here is not closed properly; reading continues at the next "
          "line");
    case CsvError::kBareQuote:
      return syntax(
          "an unquoted field contains a quote; put the field in quotes and write the quote inside "
          "it twice");
    case CsvError::kNul:
      return session_.context.report(kEncoding, nullptr, row.fault_span,
                                     "a NUL byte is not allowed in text; save the file as UTF-8");
    case CsvError::kUtf8:
      return report_invalid_utf8(session_.context, row.fault_span.begin);
    case CsvError::kTooLong:
      return report_too_long(row, "");
    case CsvError::kTooLongQuote:
      return report_too_long(row, "; most likely a quote in its first line is not closed");
  }
}

void CsvReader::report_too_long(const CsvRow& row, std::string_view cause) {
  const std::size_t most = context_.settings.max_record_bytes;
  Figures figures;
  figures.maximum = fmt::format("{}", most);
  figures.unit = "bytes";
  session_.context.report(
      kInputLimit, nullptr, row.fault_span,
      fmt::format("the row is longer than {} bytes and was not read{}", most, cause),
      std::move(figures));
}

// Nothing says what the columns hold, so nothing of the file can be checked. A first line of values
// was meant to be a record, and counts as one.
void CsvReader::report_no_header(const CsvRow& row) {
  const bool data = looks_like_data(row);
  if (data) {
    session_.ledger.abandon_unit();
    counted_ = true;
  }
  session_.context.report(kCsvSyntax, nullptr, row_span(row),
                          fmt::format("the first line {}; it must name the columns, such as {}",
                                      data ? "looks like a record" : "names none of the members",
                                      expected_csv_header(context_.plan, record_)) +
                              (data ? "" : ", or map the columns with --csv-map"));
  if (data) session_.ledger.end_unit();
}

void CsvReader::refuse_empty() {
  session_.ledger.begin_unit(rows_.chunk_line());
  session_.ledger.abandon_unit();
  session_.context.report(
      kCsvSyntax, nullptr, {rows_.chunk_origin(), rows_.chunk_origin()},
      fmt::format("the file is empty; its first line must name the columns, such as {}",
                  expected_csv_header(context_.plan, record_)));
  session_.ledger.end_unit();
}

void read_csv(ByteSource& source, const SourceChunk& chunk, ReaderContext& context) {
  CsvReader(source, chunk, context).run();
}

// A line of names with a separator between them, which does not begin like JSON.
Likeness likeness(std::string_view head) {
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
    .extension_decides = true,
    .likeness = likeness,
    .read = read_csv,
};

}  // namespace diallint
