#include "module/value_writer.h"

#include <datetime.h>
#include <fmt/format.h>
#include <nanobind/nanobind.h>

#include <cmath>
#include <memory>

#include "base/json_pointer.h"
#include "base/json_string.h"
#include "base/printable.h"
#include "base/utf8.h"

namespace diallint::python {
namespace {

namespace nb = nanobind;

// As deep as documents are followed, with room for the check to say that it is too deep.
constexpr std::size_t kMaxDepth = 128;

struct Release {
  void operator()(PyObject* object) const noexcept { Py_DECREF(object); }
};
/// A reference of one's own. Null: Python has an exception.
using Owned = std::unique_ptr<PyObject, Release>;

Owned share(PyObject* object) {
  Py_INCREF(object);
  return Owned(object);
}

Owned expect(PyObject* made) {
  if (made == nullptr) nb::raise_python_error();
  return Owned(made);
}

PyObject* imported(const char* module, const char* name) {
  const Owned from = expect(PyImport_ImportModule(module));
  return expect(PyObject_GetAttrString(from.get(), name)).release();
}

bool is_instance(PyObject* value, PyObject* type) {
  const int verdict = PyObject_IsInstance(value, type);
  if (verdict < 0) nb::raise_python_error();
  return verdict == 1;
}

// Where nobody has loaded the module, no value is of its types.
bool is_decimal(PyObject* value) {
  static PyObject* const kName = PyUnicode_InternFromString("decimal");
  const Owned module(PyImport_GetModule(kName));
  if (module == nullptr) {
    if (PyErr_Occurred() != nullptr) nb::raise_python_error();
    return false;
  }
  return is_instance(value, expect(PyObject_GetAttrString(module.get(), "Decimal")).get());
}

// Of another module, for as long as the process lives.
PyObject* g_mapping = nullptr;

// A text with halves of surrogate pairs, which UTF-8 does not have: they are escaped.
void append_with_halves(PyObject* text, std::string& out) {
  const Py_ssize_t length = PyUnicode_GET_LENGTH(text);
  std::string stretch;
  out += '"';
  const auto append_stretch = [&] {
    std::string quoted;
    append_json_string(quoted, stretch);
    out.append(quoted, 1, quoted.size() - 2);
    stretch.clear();
  };
  for (Py_ssize_t i = 0; i < length; ++i) {
    const Py_UCS4 point = PyUnicode_READ_CHAR(text, i);
    if (point >= 0xD800 && point <= 0xDFFF) {
      append_stretch();
      out += fmt::format("\\u{:04x}", point);
    } else {
      append_utf8(stretch, point);
    }
  }
  append_stretch();
  out += '"';
}

std::string utf8_of(PyObject* text) {
  Py_ssize_t size = 0;
  const char* bytes = PyUnicode_AsUTF8AndSize(text, &size);
  if (bytes == nullptr) {
    PyErr_Clear();
    return "?";
  }
  return std::string(bytes, static_cast<std::size_t>(size));
}

}  // namespace

// Not by the first use: a thread that imports gives the GIL away, and one that waits for the import
// to end would hold it.
void ValueWriter::load_types() {
  PyDateTime_IMPORT;
  if (PyDateTimeAPI == nullptr) nb::raise_python_error();
  g_mapping = imported("collections.abc", "Mapping");
}

void ValueWriter::append(PyObject* value) {
  // Large values take long: an interrupt ends them.
  constexpr std::uint32_t kBetweenLooks = 4096;
  if (++appended_ % kBetweenLooks == 0 && PyErr_CheckSignals() != 0) nb::raise_python_error();
  if (PyUnicode_Check(value)) {
    append_text(value);
  } else if (PyDict_Check(value)) {
    append_dict(value);
  } else if (PyList_Check(value) || PyTuple_Check(value)) {
    append_sequence(value);
  } else if (value == Py_None) {
    out_ += "null";
  } else if (PyBool_Check(value)) {
    out_ += value == Py_True ? "true" : "false";
  } else if (PyLong_Check(value)) {
    append_integer(value);
  } else if (PyFloat_Check(value)) {
    append_float(value);
  } else {
    append_other(value);
  }
}

void ValueWriter::append_text(PyObject* text) {
  Py_ssize_t size = 0;
  const char* bytes = PyUnicode_AsUTF8AndSize(text, &size);
  if (bytes != nullptr) {
    append_json_string(out_, {bytes, static_cast<std::size_t>(size)});
  } else if (PyErr_ExceptionMatches(PyExc_UnicodeEncodeError)) {
    PyErr_Clear();
    append_with_halves(text, out_);
  } else {
    nb::raise_python_error();
  }
}

void ValueWriter::append_dict(PyObject* dict) {
  enter();
  out_ += '{';
  const Py_ssize_t size = PyDict_GET_SIZE(dict);
  Py_ssize_t at = 0;
  PyObject* key = nullptr;
  PyObject* value = nullptr;
  for (bool first = true; PyDict_Next(dict, &at, &key, &value); first = false) {
    // A value may run code of Python's, which may take both out of the dict.
    const Owned held_key = share(key);
    const Owned held_value = share(value);
    if (!first) out_ += ',';
    append_member(key, value);
    if (PyDict_GET_SIZE(dict) != size) {
      leave();
      refuse(PyExc_RuntimeError, "it changed while it was read");
    }
  }
  out_ += '}';
  leave();
}

void ValueWriter::append_mapping(PyObject* mapping) {
  enter();
  const Owned items = expect(PyMapping_Items(mapping));
  out_ += '{';
  for (Py_ssize_t i = 0; i < PyList_GET_SIZE(items.get()); ++i) {
    PyObject* item = PyList_GET_ITEM(items.get(), i);
    if (!PyTuple_Check(item) || PyTuple_GET_SIZE(item) != 2) {
      leave();
      refuse(PyExc_TypeError, "its items() are no pairs of a key and a value");
    }
    if (i > 0) out_ += ',';
    append_member(PyTuple_GET_ITEM(item, 0), PyTuple_GET_ITEM(item, 1));
  }
  out_ += '}';
  leave();
}

void ValueWriter::append_member(PyObject* key, PyObject* value) {
  if (!PyUnicode_Check(key)) {
    leave();
    refuse(PyExc_TypeError,
           fmt::format("a key is of the type {}, and must be a str", Py_TYPE(key)->tp_name));
  }
  append_text(key);
  out_ += ':';
  place_.back() = {key, 0};
  append(value);
}

void ValueWriter::append_sequence(PyObject* sequence) {
  enter();
  out_ += '[';
  // Its size is asked for each time: items may run code that changes it.
  for (Py_ssize_t i = 0; i < PySequence_Fast_GET_SIZE(sequence); ++i) {
    const Owned item = share(PySequence_Fast_GET_ITEM(sequence, i));
    if (i > 0) out_ += ',';
    place_.back() = {nullptr, i};
    append(item.get());
  }
  out_ += ']';
  leave();
}

void ValueWriter::append_integer(PyObject* integer) {
  int overflow = 0;
  const long long number = PyLong_AsLongLongAndOverflow(integer, &overflow);
  if (overflow == 0) {
    if (number == -1 && PyErr_Occurred() != nullptr) nb::raise_python_error();
    out_ += fmt::format_int(number).str();
    return;
  }
  // Digits of any length; the int itself may be of a class that prints something else.
  const Owned digits = expect(PyNumber_ToBase(integer, 10));
  out_ += utf8_of(digits.get());
}

void ValueWriter::append_float(PyObject* number) {
  const double value = PyFloat_AS_DOUBLE(number);
  if (!std::isfinite(value)) refuse(PyExc_ValueError, "it is no number that JSON can hold");
  char* digits = PyOS_double_to_string(value, 'r', 0, Py_DTSF_ADD_DOT_0, nullptr);
  if (digits == nullptr) nb::raise_python_error();
  out_ += digits;
  PyMem_Free(digits);
}

// As botocore writes them: in UTC, with microseconds where there are some.
void ValueWriter::append_time(PyObject* time) {
  const Owned offset = expect(PyObject_CallMethod(time, "utcoffset", nullptr));
  const bool naive = offset.get() == Py_None;
  if (naive) naive_times_.push_back(pointer());
  const Owned utc =
      naive ? share(time)
            : expect(PyObject_CallMethod(time, "astimezone", "O", PyDateTimeAPI->TimeZone_UTC));
  PyObject* at = utc.get();
  out_ +=
      fmt::format("\"{:04}-{:02}-{:02}T{:02}:{:02}:{:02}", PyDateTime_GET_YEAR(at),
                  PyDateTime_GET_MONTH(at), PyDateTime_GET_DAY(at), PyDateTime_DATE_GET_HOUR(at),
                  PyDateTime_DATE_GET_MINUTE(at), PyDateTime_DATE_GET_SECOND(at));
  const int micros = PyDateTime_DATE_GET_MICROSECOND(at);
  if (micros != 0) out_ += fmt::format(".{:06}", micros);
  out_ += naive ? "\"" : "Z\"";
}

void ValueWriter::append_decimal(PyObject* decimal) {
  const Owned finite = expect(PyObject_CallMethod(decimal, "is_finite", nullptr));
  if (finite.get() != Py_True) refuse(PyExc_ValueError, "it is no number that JSON can hold");
  const Owned digits = expect(PyObject_CallMethod(decimal, "__str__", nullptr));
  out_ += utf8_of(digits.get());
}

void ValueWriter::append_other(PyObject* value) {
  if (PyDateTime_Check(value)) return append_time(value);
  if (is_decimal(value)) return append_decimal(value);
  if (is_instance(value, g_mapping)) return append_mapping(value);
  refuse(PyExc_TypeError,
         fmt::format(
             "it is of the type {}, and must be a dict, list, tuple, str, int, float, Decimal, "
             "bool, None or datetime",
             Py_TYPE(value)->tp_name));
}

void ValueWriter::enter() {
  if (place_.size() >= kMaxDepth)
    refuse(PyExc_ValueError, fmt::format("it is nested more than {} levels deep", kMaxDepth));
  place_.emplace_back();
}

std::string ValueWriter::pointer() const {
  std::string pointer;
  for (const Step& step : place_)
    append_name(pointer,
                step.key == nullptr ? fmt::format_int(step.item).str() : utf8_of(step.key));
  return pointer;
}

void ValueWriter::refuse(PyObject* error, const std::string& what) const {
  const std::string place = place_.empty() ? "the value" : "the value at " + printable(pointer());
  PyErr_SetString(error, fmt::format("{}: {}", place, what).c_str());
  nb::raise_python_error();
}

}  // namespace diallint::python
