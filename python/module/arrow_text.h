// Tables of Arrow as text, for what reads lists and not records: rows of CSV where all columns are
// flat, otherwise lines of NDJSON. A check of records goes by arrow_stream.h, without text.
#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "diallint/arrow.h"
#include "module/python_sources.h"

namespace diallint::python {

/// A table as an input. A missing value, and a float that is no number, is an empty cell, or no
/// member. Timestamps with a zone are instants, in UTC; others have no offset.
class ArrowSource final : public PythonSource {
 public:
  /// `capsule` is what __arrow_c_stream__() gives. Throws nanobind::python_error: TypeError for a
  /// column of a type that no member has.
  explicit ArrowSource(nanobind::object capsule);

  bool is_flat() const noexcept { return flat_; }
  /// Columns of timestamps without a zone.
  const std::vector<std::string>& naive_columns() const noexcept { return naive_columns_; }

 private:
  template <typename T>
  struct Release {
    void operator()(T* held) const noexcept {
      if (held->release != nullptr) held->release(held);
      delete held;
    }
  };
  template <typename T>
  using Held = std::unique_ptr<T, Release<T>>;

  std::string_view more(std::size_t size) override;
  bool next_batch();
  void append_header();
  void append_row(std::int64_t row);
  void expect_readable(const ArrowSchema& column, const std::string& path);
  void expect(int code) const;

  nanobind::object capsule_;  // owns the stream
  ArrowArrayStream* stream_;
  Held<ArrowSchema> schema_;
  Held<ArrowArray> batch_;
  std::int64_t row_ = 0;  // the next one of the batch
  bool flat_ = true;
  bool begun_ = false;
  std::vector<std::string> naive_columns_;
  std::string text_;
};

}  // namespace diallint::python
