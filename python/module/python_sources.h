// Inputs that Python reads: bytes of a file, items of an iterable as lines of NDJSON, and texts.
#pragma once
#include <nanobind/nanobind.h>

#include <string>
#include <string_view>
#include <vector>

#include "input/byte_source.h"
#include "module/python_calls.h"

namespace diallint::python {

/// What they have in common: read() is called without the GIL and takes it. Throws PythonRaised.
class PythonSource : public ByteSource {
 public:
  std::size_t read(char* out, std::size_t size) final;

  /// As of PythonCalls.
  void raise_if_raised() { calls_.raise_if_raised(); }

 protected:
  /// The next bytes; none at the end. With the GIL.
  virtual std::string_view more(std::size_t size) = 0;

 private:
  std::string_view left_;
  PythonCalls calls_;
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

/// A text that is in memory already, in stretches between which an interrupt is seen.
class HeldText final : public PythonSource {
 public:
  /// The bytes outlive it.
  explicit HeldText(std::string_view text) : text_(text), size_(text.size()) {}
  std::uint64_t expected_bytes() const noexcept override { return size_; }

 private:
  std::string_view more(std::size_t size) override;

  std::string_view text_;
  std::size_t size_;
};

}  // namespace diallint::python
