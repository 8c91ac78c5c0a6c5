// An Arrow stream, batch by batch.
#pragma once
#include <cstdint>

#include "diallint/arrow.h"
#include "input/arrow_column.h"
#include "input/byte_source.h"

namespace diallint {

/// One pass over a stream of rows. One thread.
class ArrowTable {
 public:
  /// Reads the schema. The stream is the caller's, who releases it behind the table. Throws
  /// ReadError where it cannot be read or its arrays are no rows, ColumnTypeError.
  explicit ArrowTable(ArrowArrayStream& stream);
  ~ArrowTable();
  ArrowTable(const ArrowTable&) = delete;
  ArrowTable& operator=(const ArrowTable&) = delete;

  /// What stands for a row: a struct, whose children are the columns. next() binds it.
  const ArrowColumn& row() const noexcept { return *row_; }
  /// Whether no column holds structs, lists or maps.
  bool is_flat() const noexcept;

  /// Lets go of the batch at hand and takes the next one; false at the end. Throws ReadError.
  bool next();
  /// Of the table, in front of the batch at hand.
  std::uint64_t rows_in_front() const noexcept { return rows_in_front_; }

 private:
  void expect(int code) const;
  void release_batch() noexcept;

  ArrowArrayStream& stream_;
  ArrowArray batch_{};
  std::unique_ptr<ArrowColumn> row_;
  std::uint64_t rows_in_front_ = 0;
};

/// Places in a table: the row, counted from 1 (0: the names of the columns), and what of it.
inline constexpr unsigned kRowShift = 32;
constexpr std::uint64_t place_of_row(std::uint64_t row) noexcept { return (row + 1) << kRowShift; }
/// The row that a place is in, from 0; 0 as well for the names of the columns.
constexpr std::uint64_t row_of_place(std::uint64_t place) noexcept {
  return (place >> kRowShift) - ((place >> kRowShift) > 0 ? 1 : 0);
}

}  // namespace diallint
