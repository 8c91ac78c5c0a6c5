// The rows of a contact list, whatever it is written in: names of columns, cells, and why a row
// cannot be read.
#pragma once
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "diallint/input_format.h"
#include "input/byte_source.h"

namespace diallint {

/// One row. What it points to is valid until the next call of next().
struct ListRow {
  std::uint64_t line = 0;                   ///< on which it begins, from 1
  std::string_view rule;                    ///< why it cannot be read, for programs; empty: it can
  std::string_view reason;                  ///< the same for people
  bool new_names = false;                   ///< the names are others than those of the row before
  std::span<const std::string_view> names;  ///< of a row that can be read: one for each cell
  std::span<const std::string_view> cells;  ///< of any row that was taken apart
  std::string_view raw;                     ///< as it stands in the list, without its line end
};

/// Reads the rows of one list. One thread.
class ListRows {
 public:
  virtual ~ListRows() = default;
  /// False at the end. Throws ReadError where the source fails, or is no list.
  virtual bool next(ListRow& row) = 0;
  /// The columns of a table, as its header has them; {"record"} where each row has its own names.
  /// Known before the first row.
  virtual std::span<const std::string_view> original_columns() = 0;
  virtual InputFormat format() const noexcept = 0;
};

/// A reader of the list's format, told by its name and how it begins where that is left open. The
/// source outlives it. Throws ReadError for what is no list.
std::unique_ptr<ListRows> open_list(Peekable& source, std::string_view name, InputFormat format,
                                    std::size_t max_row);

/// Reads CSV, or NDJSON.
std::unique_ptr<ListRows> open_csv_list(ByteSource& source, std::string_view name,
                                        std::size_t max_row);
std::unique_ptr<ListRows> open_ndjson_list(ByteSource& source, std::size_t max_row);

}  // namespace diallint
