// Tables of Arrow as text: rows of CSV where all columns are flat, otherwise lines of NDJSON. Read
// through Arrow's C data interface, so that no library of Arrow is needed:
// https://arrow.apache.org/docs/format/CDataInterface.html and CStreamInterface.html
#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "module/python_sources.h"

namespace diallint::python {

// The structs of the interface, as it lays them out.
struct ArrowSchema {
  const char* format;
  const char* name;
  const char* metadata;
  std::int64_t flags;
  std::int64_t n_children;
  ArrowSchema** children;
  ArrowSchema* dictionary;
  void (*release)(ArrowSchema*);
  void* private_data;
};

struct ArrowArray {
  std::int64_t length;
  std::int64_t null_count;
  std::int64_t offset;
  std::int64_t n_buffers;
  std::int64_t n_children;
  const void** buffers;
  ArrowArray** children;
  ArrowArray* dictionary;
  void (*release)(ArrowArray*);
  void* private_data;
};

struct ArrowArrayStream {
  int (*get_schema)(ArrowArrayStream*, ArrowSchema* out);
  int (*get_next)(ArrowArrayStream*, ArrowArray* out);
  const char* (*get_last_error)(ArrowArrayStream*);
  void (*release)(ArrowArrayStream*);
  void* private_data;
};

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
