#include "engine/missing_header.h"

#include <fmt/format.h>

#include <string>
#include <string_view>
#include <vector>

#include "engine/csv_header.h"
#include "engine/csv_row_check.h"
#include "engine/csv_suggestions.h"
#include "rules/syntax.h"

namespace diallint {
namespace {

// How the columns may be named from outside.
std::string way_out(const CsvRow& row, const Node& node, const ReaderContext& context) {
  std::vector<std::string_view> names;
  for (const CsvField& field : row.fields) names.push_back(field.value);
  for (const Member& member : node.members) {
    if (!member.required || is_map_member(context.plan, member)) continue;
    const std::size_t column = likely_column(member.name, names);
    if (column == names.size()) continue;
    return fmt::format(", or map the columns: {}",
                       csv_map_option(member.name, names[column], context.settings.mask_keys));
  }
  return ", or map the columns with --csv-map";
}

}  // namespace

bool report_missing_header(const CsvRow& row, bool like_json, NodeId record,
                           ReaderContext& context) {
  CheckSession& session = context.session;
  const bool data = looks_like_data(row);
  if (data) session.ledger.abandon_unit();
  const char* what = data        ? "looks like a record"
                     : like_json ? "begins like JSON, not like a table"
                                 : "names none of the members";
  session.context.report(kCsvSyntax, nullptr, row_span(row),
                         fmt::format("the first line {}; it must name the columns, such as {}{}",
                                     what, expected_csv_header(context.plan, record),
                                     data ? "" : way_out(row, context.plan.node(record), context)));
  if (data) session.ledger.end_unit();
  return data;
}

}  // namespace diallint
