#include "module/python_sources.h"

#include <fmt/format.h>

#include <algorithm>

#include "module/value_writer.h"

namespace diallint::python {

namespace nb = nanobind;

std::size_t PythonSource::read(char* out, std::size_t size) {
  if (left_.empty()) calls_.run([&] { left_ = more(size); });
  const std::size_t count = std::min(size, left_.size());
  left_.copy(out, count);
  left_.remove_prefix(count);
  return count;
}

std::string_view ReadSource::more(std::size_t size) {
  piece_ = read_(size);
  if (PyBytes_Check(piece_.ptr())) {
    return {PyBytes_AS_STRING(piece_.ptr()),
            static_cast<std::size_t>(PyBytes_GET_SIZE(piece_.ptr()))};
  }
  if (PyUnicode_Check(piece_.ptr())) {
    Py_ssize_t length = 0;
    const char* bytes = PyUnicode_AsUTF8AndSize(piece_.ptr(), &length);
    if (bytes == nullptr) nb::raise_python_error();
    return {bytes, static_cast<std::size_t>(length)};
  }
  PyErr_SetString(PyExc_TypeError, fmt::format("read() gave a {}, and must give bytes or a str",
                                               Py_TYPE(piece_.ptr())->tp_name)
                                       .c_str());
  nb::raise_python_error();
}

std::string_view HeldText::more(std::size_t) {
  constexpr std::size_t kStretch = std::size_t{1} << 20;  // of a few milliseconds
  const std::string_view stretch = text_.substr(0, kStretch);
  text_.remove_prefix(stretch.size());
  return stretch;
}

std::string_view ItemSource::more(std::size_t size) {
  lines_.clear();
  while (lines_.size() < size) {
    const nb::object item = nb::steal(PyIter_Next(items_.ptr()));
    if (!item.is_valid()) {
      if (PyErr_Occurred() != nullptr) nb::raise_python_error();
      break;
    }
    ValueWriter writer(lines_);
    writer.append(item.ptr());
    for (const std::string& pointer : writer.naive_times())
      naive_times_.push_back({count_, pointer});
    lines_ += '\n';
    ++count_;
  }
  return lines_;
}

}  // namespace diallint::python
