#include "engine/csv_row_check.h"

#include <fmt/format.h>

#include "engine/csv_faults.h"
#include "engine/walker.h"
#include "input/csv_cursor.h"
#include "input/format_detection.h"
#include "plan/record_node.h"
#include "rules/syntax.h"

namespace diallint {
namespace {

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

}  // namespace

CsvTable table_of_rows(const ReaderContext& context) {
  const Shape& shape = shape_of_rows(context);
  return {shape, record_node(context.plan, shape.root)};
}

Span row_span(const CsvRow& row) noexcept { return {row.origin, row.origin + row.bytes.size()}; }

void CsvRowCheck::take(const CsvRow& row, std::string_view text) {
  if (!take_header_again(row)) read(row, text);
}

bool CsvRowCheck::take_header_again(const CsvRow& row) {
  if (!table_.header.stands_in(row)) return false;
  CheckSession& session = context_.session;
  session.ledger.begin_unit(row.line);  // never ended: a header is no record
  session.context.report(kCsvSyntax, nullptr, row_span(row), [&] {
    return fmt::format(
        "the header stands here again{}, as where files were joined; delete this line: a "
        "program that reads the table sends it as a request",
        row.bytes.starts_with(kByteOrderMark) ? ", behind a byte order mark" : "");
  });
  return true;
}

void CsvRowCheck::count_unreadable(std::uint64_t line) {
  RecordLedger& ledger = context_.session.ledger;
  ledger.begin_unit(line);
  ledger.abandon_unit();
  ledger.end_unit();
}

void CsvRowCheck::read(const CsvRow& row, std::string_view text) {
  CheckSession& session = context_.session;
  session.ledger.begin_unit(row.line);
  session.texts.begin_unit();
  if (row.fault != CsvError::kNone) {
    session.ledger.abandon_unit();
    report_csv_fault(row, context_.settings.max_record_bytes, session.context);
  } else if (row.field_count != table_.layout.columns) {
    session.ledger.abandon_unit();
    session.context.report(kCsvSyntax, nullptr, row_span(row), [&] {
      return fmt::format("the row has {} {}; the header has {}", row.field_count,
                         row.field_count == 1 ? "field" : "fields", table_.layout.columns);
    });
  } else {
    if (FixRequest* fixes = session.run.fixes) {
      const bool told = table_.region_column < row.fields.size();
      fixes->region_of_row = told ? row.fields[table_.region_column].value : std::string_view();
    }
    CsvCursor cursor(table_.layout, row);
    Walker<CsvCursor>(cursor, session, /*recovery=*/nullptr).check(table_.record);
    context_.shape_in_use = &table_.shape;
    context_.count_shape(1);
  }
  session.ledger.end_unit();
  session.texts.end_unit(text, row.origin, /*is_line=*/true);
}

}  // namespace diallint
