// Columns of a table that come, go or get another name: the edits of its header and of its rows.
#pragma once
#include <cstddef>
#include <functional>
#include <span>
#include <string>

#include "context/fix_request.h"
#include "diallint/edits.h"
#include "input/byte_source.h"

namespace diallint {

/// How the table is read.
struct TableReading {
  std::size_t max_row = 0;  ///< bytes that a row may have
  bool prefer_tab = false;
};

struct ColumnEdits {
  Edits edits = {};  ///< apart from each other
  /// Why no column may go, in words: then there are no edits. Empty: nothing.
  std::string obstacle = {};
};

/// The edits that make these changes, all of one kind. Each row keeps the cells that it lacks, or
/// has too many, against the header: a cell comes behind each row that can be split, and goes where
/// a row has as many as the header. Rows that hold nothing, or that cannot be split, stay; a header
/// that stands there once more is changed as the first one is. `make_token` gives each cell of a
/// column of tokens its own.
ColumnEdits column_edits(ByteSource& source, const TableReading& reading,
                         std::span<const ColumnFix> columns,
                         const std::function<std::string()>& make_token);

}  // namespace diallint
