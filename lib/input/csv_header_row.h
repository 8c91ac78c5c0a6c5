// The first row of a table, to be known again where files were joined.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "input/csv_splitter.h"

namespace diallint {

struct CsvHeaderRow {
  CsvHeaderRow() = default;
  explicit CsvHeaderRow(const CsvRow& row);

  /// Whether a row is the header once more, in front of which a byte order mark may stand.
  bool stands_in(const CsvRow& row) const noexcept;

  std::string text = {};                ///< as it is written
  std::vector<std::string> cells = {};  ///< those that are kept
  std::uint64_t columns = 0;            ///< kept or not
};

}  // namespace diallint
