// What is wrong with the text of a CSV row, in words.
#pragma once
#include <cstddef>

#include "context/check_context.h"
#include "input/csv_splitter.h"

namespace diallint {

/// Reports the fault that a row has. `most` is what a row may have of bytes.
void report_csv_fault(const CsvRow& row, std::size_t most, CheckContext& context);

}  // namespace diallint
