// The rows of a CSV table behind its header: records to the checker, faults of the text to the
// rules on syntax.
#pragma once
#include <string_view>

#include "engine/readers.h"
#include "input/csv_columns.h"
#include "input/csv_header_row.h"
#include "input/csv_splitter.h"
#include "plan/plan.h"

namespace diallint {

/// What is known of a table when its header has been read.
struct CsvTable {
  const Shape& shape;
  NodeId record;  ///< a row's object
  CsvLayout layout = {};
  CsvHeaderRow header = {};
  std::size_t region_column = kNoCell;  ///< of FixRequest::region_column
  static constexpr std::size_t kNoCell = ~std::size_t{0};
};

/// A table of rows of the shape that is asked for, or of the first whose objects are records made
/// of strings and maps. Its header has not been read. Throws ReadError where there is none.
CsvTable table_of_rows(const ReaderContext& context);

/// The place of a row's text.
Span row_span(const CsvRow& row) noexcept;

/// One thread.
class CsvRowCheck {
 public:
  /// Both outlive it.
  CsvRowCheck(ReaderContext& context, const CsvTable& table) : context_(context), table_(table) {}

  /// Checks a row that is not blank; its line is the unit's. `text` is all of it, with its line
  /// end; empty where its end is not known.
  void take(const CsvRow& row, std::string_view text);
  /// Reports a row that is the header once more. False, and nothing done, if it is none.
  bool take_header_again(const CsvRow& row);
  /// A row that nothing more can be said about.
  void count_unreadable(std::uint64_t line);

 private:
  void read(const CsvRow& row, std::string_view text);

  ReaderContext& context_;
  const CsvTable& table_;
};

}  // namespace diallint
