#include "input/csv_header_row.h"

#include <algorithm>

#include "input/format_detection.h"

namespace diallint {

CsvHeaderRow::CsvHeaderRow(const CsvRow& row) : text(row.bytes), columns(row.field_count) {
  for (const CsvField& field : row.fields) cells.emplace_back(field.value);
}

// Joined exports bring the header of each along, the later ones behind a byte order mark. In front
// of a quote that is a fault of the row, of which the text is left to tell by.
bool CsvHeaderRow::stands_in(const CsvRow& row) const noexcept {
  if (row.fault == CsvError::kBareQuote) return without_mark(row.bytes) == text;
  if (row.fields.size() != cells.size() || row.field_count != columns) return false;
  if (without_mark(row.fields[0].value) != cells[0]) return false;
  return std::equal(
      cells.begin() + 1, cells.end(), row.fields.begin() + 1,
      [](const std::string& name, const CsvField& field) { return field.value == name; });
}

}  // namespace diallint
