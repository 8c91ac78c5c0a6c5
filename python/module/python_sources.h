// Inputs that Python reads: bytes of a file, and items of an iterable as lines of NDJSON.
#pragma once
#include <nanobind/nanobind.h>

#include <optional>
#include <string>
#include <vector>

#include "input/byte_source.h"

namespace diallint::python {

/// Python has raised while an input was read; what, the source keeps.
struct ReadRaised {};

/// What both have in common: read() is called without the GIL and takes it.
class PythonSource : public ByteSource {
 public:
  std::size_t read(char* out, std::size_t size) final;

  /// Raises what Python has raised, if it has. Needs the GIL.
  void raise_if_raised();

 protected:
  /// The next bytes; none at the end. With the GIL.
  virtual std::string_view more(std::size_t size) = 0;

 private:
  std::string_view left_;
  std::optional<nanobind::python_error> raised_;
};

/// A callable that gives bytes, or a str that is taken as UTF-8, at most so many at a time; an
/// empty one at the end.
class ReadSource final : public PythonSource {
 public:
  explicit ReadSource(nanobind::callable read) : read_(std::move(read)) {}

 private:
  std::string_view more(std::size_t size) override;

  nanobind::callable read_;
  nanobind::object piece_;
};

/// An iterator whose items become one line each.
class ItemSource final : public PythonSource {
 public:
  explicit ItemSource(nanobind::iterator items) : items_(std::move(items)) {}

  /// A datetime without an offset: the number of the item, and its JSON Pointer there.
  struct NaiveTime {
    std::uint64_t item;
    std::string pointer;
  };
  const std::vector<NaiveTime>& naive_times() const noexcept { return naive_times_; }

 private:
  std::string_view more(std::size_t size) override;

  nanobind::iterator items_;
  std::uint64_t count_ = 0;
  std::string lines_;
  std::vector<NaiveTime> naive_times_;
};

}  // namespace diallint::python
