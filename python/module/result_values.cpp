#include "module/result_values.h"

namespace diallint::python {

namespace nb = nanobind;

nb::object text_of(std::string_view text) {
  return nb::steal(
      PyUnicode_DecodeUTF8(text.data(), static_cast<Py_ssize_t>(text.size()), "replace"));
}

nb::object text_or_none(std::string_view text) { return text.empty() ? nb::none() : text_of(text); }

nb::tuple as_tuple(const Counts& counts) {
  return nb::make_tuple(counts.records, counts.valid, counts.invalid, counts.unreadable,
                        counts.errors, counts.warnings, counts.infos);
}

nb::dict as_dict(const std::map<std::string, std::uint64_t>& counts) {
  nb::dict dict;
  for (const auto& [name, count] : counts) dict[text_of(name)] = count;
  return dict;
}

}  // namespace diallint::python
