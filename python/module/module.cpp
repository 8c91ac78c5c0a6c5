// The module diallint._core: what the Python package in python/diallint stands on. Nothing here is
// for its users; python/diallint/_core.pyi has the types.
#include <nanobind/nanobind.h>
#include <nanobind/stl/optional.h>
#include <nanobind/stl/pair.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

#include <exception>

#include "diallint/generate.h"
#include "module/rules.h"
#include "module/value_writer.h"
#include "shared/failure.h"

namespace nb = nanobind;
using namespace nb::literals;
using diallint::bindings::CheckWords;
using diallint::bindings::expect_none;
using diallint::bindings::RulesWords;
using diallint::python::Rules;

namespace {

/// Seconds since 1970 and nanoseconds.
using Moment = std::pair<std::int64_t, std::int32_t>;

diallint::Instant instant_of(const Moment& moment) { return {moment.first, moment.second, false}; }

diallint::Generator make_generator(std::string shape, std::uint64_t seed, Moment now,
                                   std::vector<std::string> regions) {
  diallint::GeneratorOptions options;
  options.shape = std::move(shape);
  options.seed = seed;
  options.now = instant_of(now);
  options.regions = std::move(regions);
  auto generator = diallint::Generator::make(options);
  if (!generator) expect_none(generator.error());
  return *std::move(generator);
}

}  // namespace

NB_MODULE(_core, m) {
  diallint::python::ValueWriter::load_types();
  nb::register_exception_translator([](const std::exception_ptr& thrown, void*) {
    try {
      std::rethrow_exception(thrown);
    } catch (const diallint::FatalError& failure) {
      PyErr_SetString(PyExc_ValueError, failure.message.c_str());
    }
  });
  m.attr("__version__") = std::string(diallint::version());

  nb::class_<RulesWords>(m, "RulesWords")
      .def(nb::init<>())
      .def_rw("select", &RulesWords::select)
      .def_rw("ignore", &RulesWords::ignore)
      .def_rw("severity", &RulesWords::severity)
      .def_rw("schemas", &RulesWords::schemas)
      .def_rw("phone_regions", &RulesWords::phone_regions)
      .def_rw("deny_phone_regions", &RulesWords::deny_phone_regions)
      .def_rw("deny_phone_types", &RulesWords::deny_phone_types)
      .def_rw("numbering_plan", &RulesWords::numbering_plan)
      .def_rw("envelope", &RulesWords::envelope)
      .def_rw("accept_sdk_names", &RulesWords::accept_sdk_names)
      .def_rw("mask_keys", &RulesWords::mask_keys);

  nb::class_<CheckWords>(m, "CheckWords")
      .def(
          "__init__",
          [](CheckWords* words, std::optional<Moment> now, std::string shape, std::string format,
             std::string name, std::vector<std::pair<std::string, std::string>> csv_map,
             std::uint64_t max_findings) {
            new (words) CheckWords;
            if (now) words->now = instant_of(*now);
            words->shape = std::move(shape);
            words->format = std::move(format);
            words->name = std::move(name);
            words->csv_map = std::move(csv_map);
            words->max_findings = max_findings;
          },
          "now"_a.none(), "shape"_a = "auto", "format"_a = "auto", "name"_a = "",
          "csv_map"_a = std::vector<std::pair<std::string, std::string>>(), "max_findings"_a = 0);

  nb::class_<Rules>(m, "Rules")
      .def(nb::init<const RulesWords&>())
      .def("check_value", &Rules::check_value)
      .def("check_read", &Rules::check_read)
      .def("check_items", &Rules::check_items)
      .def("check_arrow", &Rules::check_arrow)
      .def("check_response", &Rules::check_response)
      .def("rules", &Rules::rules)
      .def("shapes", &Rules::shapes);

  nb::class_<diallint::Generator>(m, "Generator").def("next", [](diallint::Generator& generator) {
    std::string text;
    expect_none(generator.write(text));
    return text;
  });
  m.def("make_generator", &make_generator);
  m.def("generator_regions", &diallint::generator_regions);
}
