// What is said of a table of which no column is told by its name.
#pragma once
#include "engine/readers.h"
#include "input/csv_splitter.h"
#include "plan/plan.h"

namespace diallint {

/// Nothing says what the columns hold, so nothing of the table can be checked. `row` is what should
/// have named them, for the records of that node. A first row of values was meant to be a record:
/// it counts as one, and the result is true.
bool report_missing_header(const CsvRow& row, bool like_json, NodeId record,
                           ReaderContext& context);

}  // namespace diallint
