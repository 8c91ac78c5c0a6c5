// Tables of Arrow as text, for what reads lists and not records: rows of CSV where all columns are
// flat, otherwise lines of NDJSON. A check of records goes by arrow_stream.h, without text.
#pragma once
#include <nanobind/nanobind.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "input/arrow_table.h"
#include "input/arrow_value.h"
#include "module/arrow_stream.h"
#include "module/python_sources.h"

namespace diallint::python {

/// A table as an input. A missing value, and a float that is no number, is an empty cell, or no
/// member. Timestamps with a zone are instants, in UTC; others have no offset.
class ArrowSource final : public PythonSource {
 public:
  /// `capsule` is what __arrow_c_stream__() gives. Throws nanobind::python_error: TypeError for a
  /// column of a type that no member has.
  explicit ArrowSource(nanobind::object capsule);

  bool is_flat() const noexcept { return table_->is_flat(); }
  /// Columns of timestamps without a zone.
  const std::vector<std::string>& naive_columns() const noexcept { return stream_.naive_columns(); }

 private:
  std::string_view more(std::size_t size) override;
  bool next_row();
  void append_header();
  void append_row();
  void append_cell(const ArrowValue& value);
  template <typename Call>
  void raising(Call call);

  ArrowStream stream_;
  std::unique_ptr<ArrowTable> table_;
  std::int64_t row_ = -1;  // of the batch
  bool has_batch_ = false;
  bool begun_ = false;
  std::string scalar_;
  std::string text_;
};

}  // namespace diallint::python
