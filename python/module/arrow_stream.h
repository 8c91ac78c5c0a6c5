// A stream of Arrow that Python holds, for the core to read: what Python may have its hands in is
// called with the GIL, and what it raises is kept.
#pragma once
#include <nanobind/nanobind.h>

#include <optional>
#include <string>
#include <vector>

#include "diallint/arrow.h"

namespace diallint::python {

/// The callbacks of stream() are called without the GIL and take it. One thread.
class ArrowStream {
 public:
  /// `capsule` is what __arrow_c_stream__() gives. Throws nanobind::python_error. Needs the GIL.
  explicit ArrowStream(nanobind::object capsule);
  ArrowStream(const ArrowStream&) = delete;
  ArrowStream& operator=(const ArrowStream&) = delete;

  ArrowArrayStream& stream() noexcept { return stream_; }
  /// Whether the stream itself has reported an error, rather than that it holds something wrong.
  bool has_failed() const noexcept { return failed_; }
  /// Columns of timestamps without a zone.
  const std::vector<std::string>& naive_columns() const noexcept { return naive_columns_; }

  /// Whether no signal has come that Python raises for. Takes the GIL.
  bool may_go_on();
  /// Raises what Python has raised, if it has. Needs the GIL.
  void raise_if_raised();

 private:
  static ArrowStream& from(ArrowArrayStream* stream) {
    return *static_cast<ArrowStream*>(stream->private_data);
  }
  template <typename Struct, typename Get>
  int get(Struct& out, Get get);
  void keep_raised();
  void note_naive(const ArrowSchema& column, const std::string& path, unsigned depth);

  nanobind::object capsule_;  // owns the stream
  ArrowArrayStream* held_;
  ArrowArrayStream stream_{};
  bool failed_ = false;
  std::vector<std::string> naive_columns_;
  std::optional<nanobind::python_error> raised_;
};

}  // namespace diallint::python
