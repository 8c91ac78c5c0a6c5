// Python's values as JSON text, written as boto3 would send them.
#pragma once
#include <Python.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace diallint::python {

/// Appends values to one text. Needs the GIL.
class ValueWriter {
 public:
  /// Once, when the module is loaded.
  static void load_types();

  /// `out` outlives it.
  explicit ValueWriter(std::string& out) : out_(out) {}

  /// Appends a value: dict and any other Mapping, list, tuple, str, int, float, Decimal, bool, None
  /// and datetime, nested in any way. Throws nanobind::python_error, with a TypeError or ValueError
  /// that names the place as a JSON Pointer and never a value, for what JSON cannot hold; `out`
  /// then holds a part.
  void append(PyObject* value);

  /// JSON Pointers of datetimes without an offset, which are written without one.
  const std::vector<std::string>& naive_times() const noexcept { return naive_times_; }

 private:
  void append_text(PyObject* text);
  void append_dict(PyObject* dict);
  void append_mapping(PyObject* mapping);
  void append_member(PyObject* key, PyObject* value);
  void append_sequence(PyObject* sequence);
  void append_integer(PyObject* integer);
  void append_float(PyObject* number);
  void append_time(PyObject* time);
  void append_decimal(PyObject* decimal);
  void append_other(PyObject* value);
  void enter();
  void leave() { place_.pop_back(); }
  std::string pointer() const;
  [[noreturn]] void refuse(PyObject* error, const std::string& what) const;

  // What the value at hand stands in: a key, or null and the number of an item.
  struct Step {
    PyObject* key = nullptr;
    Py_ssize_t item = 0;
  };

  std::string& out_;
  std::uint32_t appended_ = 0;
  std::vector<Step> place_;
  std::vector<std::string> naive_times_;
};

}  // namespace diallint::python
