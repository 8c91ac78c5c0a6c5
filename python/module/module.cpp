// The module diallint._core: what the Python package in python/diallint stands on. Nothing here is
// for its users; python/diallint/_core.pyi has the types.
#include <nanobind/nanobind.h>
#include <nanobind/stl/optional.h>
#include <nanobind/stl/pair.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

#include <exception>

#include "diallint/checker.h"
#include "diallint/generate.h"
#include "diallint/guidance.h"
#include "diallint/phone_options.h"
#include "module/arrow_export.h"
#include "module/arrow_text.h"
#include "module/campaigns.h"
#include "module/check_part.h"
#include "module/fixing.h"
#include "module/prepare_part.h"
#include "module/python_sources.h"
#include "module/reconcile_part.h"
#include "module/result_values.h"
#include "module/rules.h"
#include "module/sent_before.h"
#include "module/value_writer.h"
#include "shared/failure.h"

namespace nb = nanobind;
using namespace nb::literals;
using diallint::bindings::CheckWords;
using diallint::bindings::expect_none;
using diallint::bindings::RulesWords;
using diallint::python::FixWords;
using diallint::python::instant_of;
using diallint::python::Moment;
using diallint::python::Rules;

namespace {

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

using Pairs = std::vector<std::pair<std::string, std::string>>;

std::string known_region(const std::string& region, const Rules& rules) {
  if (region.empty()) return region;
  return diallint::region_of("--default-region", region, rules.ruleset().settings().numbering_plan);
}

void set_fix_words(FixWords* words, const Rules& rules, std::optional<Moment> now, bool unsafe,
                   std::vector<std::string> kinds, const std::string& default_region,
                   std::string region_column, std::optional<std::uint64_t> expires_in,
                   const CheckWords& how) {
  const diallint::RunOptions run = diallint::bindings::run_options(how);
  new (words) FixWords;
  if (now) words->now = instant_of(*now);
  diallint::FixOptions& options = words->options;
  options.unsafe = unsafe;
  options.kinds = std::move(kinds);
  options.default_region = known_region(default_region, rules);
  options.region_column = std::move(region_column);
  options.expires_in = expires_in;
  options.shape = run.shape;
  options.format = run.format;
  options.csv_map = run.csv_map;
  options.name = how.name;
}

// What an iterator gives, as one text of lines; and (item, pointer) of datetimes without a zone.
nb::tuple write_items(nb::iterator items) {
  diallint::python::ItemSource source(std::move(items));
  std::string text;
  std::vector<char> piece(diallint::kChunkBytes);
  try {
    while (const std::size_t got = source.read(piece.data(), piece.size()))
      text.append(piece.data(), got);
  } catch (const diallint::python::PythonRaised&) {
  }
  source.raise_if_raised();
  nb::list naive;
  for (const auto& time : source.naive_times())
    naive.append(nb::make_tuple(time.item, diallint::python::text_of(time.pointer)));
  return nb::make_tuple(nb::bytes(text.data(), text.size()), std::move(naive));
}

// A value as the JSON that a check reads.
nb::bytes write_value(nb::handle value) {
  std::string text;
  diallint::python::ValueWriter(text).append(value.ptr());
  return nb::bytes(text.data(), text.size());
}

void add_fixes(nb::module_& m) {
  nb::class_<FixWords>(m, "FixWords")
      .def("__init__", &set_fix_words, "rules"_a, "now"_a.none(), "unsafe"_a, "kinds"_a,
           "default_region"_a, "region_column"_a, "expires_in"_a.none(), "how"_a);
  m.def("write_value", &write_value);
  m.def("write_items", &write_items);
  m.def("fix_text", &diallint::python::fix_text);
  m.def("fix_kinds", &diallint::python::kinds_of_fixes);
}

void add_sources(nb::module_& m) {
  using namespace diallint::python;
  nb::class_<PythonSource>(m, "Source");
  nb::class_<ReadSource, PythonSource>(m, "ReadSource").def(nb::init<nb::callable>());
  nb::class_<ItemSource, PythonSource>(m, "ItemSource").def(nb::init<nb::iterator>());
  nb::class_<ArrowSource, PythonSource>(m, "ArrowSource")
      .def(nb::init<nb::object>())
      .def_prop_ro("is_flat", &ArrowSource::is_flat);
}

void set_prepare_options(diallint::PrepareOptions& options, const Rules& rules, Moment start,
                         const std::string& default_region, const Pairs& attributes, bool v2,
                         bool reject_warnings, nb::bytes token_key) {
  options.start = instant_of(start);
  options.default_region = known_region(default_region, rules);
  for (const auto& [key, column] : attributes) options.attributes.push_back({key, column});
  if (v2) options.api = diallint::CampaignApi::kV2;
  if (reject_warnings) options.reject_at = diallint::Severity::kWarning;
  options.token_key.assign(token_key.c_str(), token_key.size());
}

void add_campaigns(nb::module_& m) {
  using diallint::PrepareOptions;
  using diallint::ReconcileOptions;
  nb::class_<PrepareOptions>(m, "PrepareOptions")
      .def(nb::init<>())
      .def_rw("campaign", &PrepareOptions::campaign)
      .def_rw("rate", &PrepareOptions::rate)
      .def_rw("expires_in", &PrepareOptions::expires_in, nb::arg().none())
      .def_rw("expiry", &PrepareOptions::expiry)
      .def_rw("phone_columns", &PrepareOptions::phone_columns)
      .def_rw("region_column", &PrepareOptions::region_column)
      .def_rw("key_column", &PrepareOptions::key_column)
      .def_rw("refusal_column", &PrepareOptions::refusal_column)
      .def_rw("allow_repeats", &PrepareOptions::allow_repeats)
      .def("set", &set_prepare_options, "rules"_a, "start"_a, "default_region"_a, "attributes"_a,
           "v2"_a, "reject_warnings"_a, "token_key"_a);
  nb::class_<ReconcileOptions>(m, "ReconcileOptions")
      .def(
          "__init__",
          [](ReconcileOptions* options, Moment start, std::uint64_t rate,
             std::optional<std::uint64_t> expires_in) {
            new (options) ReconcileOptions;
            options->start = instant_of(start);
            options->rate = rate;
            options->expires_in = expires_in;
          },
          "start"_a, "rate"_a, "expires_in"_a.none());
  m.def("prepare_lists", &diallint::python::prepare_lists, "rules"_a, "options"_a, "lists"_a,
        "take"_a, "sent"_a.none());
  m.def("reconcile_responses", &diallint::python::reconcile_responses, "rules"_a, "options"_a,
        "open"_a, "responses"_a, "take"_a, "page"_a, "sent"_a.none());
}

void add_history(nb::module_& m) {
  using diallint::python::SentBefore;
  nb::class_<SentBefore>(m, "SentBefore")
      .def(nb::init<const std::string&, bool>())
      .def("rules", &SentBefore::rules, nb::rv_policy::take_ownership, nb::keep_alive<0, 1>())
      .def("commit", &SentBefore::commit)
      .def("fail", &SentBefore::fail);
}

// In the order of GuidanceTuple in _core.pyi.
nb::tuple as_tuple(const diallint::Guidance& guidance) {
  using diallint::python::text_of;
  return nb::make_tuple(
      text_of(guidance.service), text_of(guidance.name),
      guidance.http_status == 0 ? nb::none() : nb::object(nb::int_(guidance.http_status)),
      text_of(diallint::name_of(guidance.remedy)), text_of(guidance.meaning),
      text_of(guidance.advice));
}

void add_guidance(nb::module_& m) {
  m.def("guidance_for", [](const std::string& service, const std::string& name) -> nb::object {
    const diallint::Guidance* found = diallint::guidance_for(service, name);
    return found == nullptr ? nb::none() : nb::object(as_tuple(*found));
  });
  m.def("all_guidance", [] {
    nb::list all;
    for (const diallint::Guidance& guidance : diallint::all_guidance())
      all.append(as_tuple(guidance));
    return all;
  });
}

void add_parts(nb::module_& m) {
  using namespace diallint::python;
  nb::class_<PartOfList>(m, "ListPart")
      .def(nb::init<const Rules&, const diallint::PrepareOptions&, const std::string&, nb::bytes>())
      .def("read", &PartOfList::read)
      .def("expect_columns", &PartOfList::expect_columns)
      .def("columns", &PartOfList::columns)
      .def_prop_ro("most_requests", &PartOfList::most_requests);
  nb::class_<RepeatFinder>(m, "RepeatFinder").def(nb::init<>()).def("find", &RepeatFinder::find);
  nb::class_<BatchesOfParts>(m, "PartBatches")
      .def(nb::init<const Rules&, const diallint::PrepareOptions&, const std::string&>())
      .def("add", &BatchesOfParts::add)
      .def("finish", &BatchesOfParts::finish);
  nb::class_<AnsweredBatches>(m, "AnsweredPart")
      .def(nb::init<const Rules&, const diallint::ReconcileOptions&>())
      .def("settle", &AnsweredBatches::settle, "batch"_a.none(), "rows"_a, "answers"_a)
      .def_prop_ro("expires_in", &AnsweredBatches::expires_in);
  nb::class_<RowsAgain>(m, "ResentRows")
      .def(nb::init<const Rules&, const diallint::ReconcileOptions&, std::uint64_t>())
      .def("add", &RowsAgain::add)
      .def("finish", &RowsAgain::finish);
  m.def("answers_in", &answers_in);
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
  m.attr("MAX_JOBS") = diallint::kMaxJobs;

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
             std::uint64_t max_findings, unsigned jobs) {
            new (words) CheckWords;
            if (now) words->now = instant_of(*now);
            words->shape = std::move(shape);
            words->format = std::move(format);
            words->name = std::move(name);
            words->csv_map = std::move(csv_map);
            words->max_findings = max_findings;
            words->jobs = jobs;
          },
          "now"_a.none(), "shape"_a = "auto", "format"_a = "auto", "name"_a = "",
          "csv_map"_a = std::vector<std::pair<std::string, std::string>>(), "max_findings"_a = 0,
          "jobs"_a = 1);

  nb::class_<Rules>(m, "Rules")
      .def(nb::init<const RulesWords&>())
      .def("check_value", &Rules::check_value)
      .def("check_read", &Rules::check_read)
      .def("check_items", &Rules::check_items)
      .def("check_arrow",
           [](Rules& rules, nb::object capsule, const CheckWords& words) {
             return rules.check_arrow(std::move(capsule), words);
           })
      .def("check_part", &diallint::python::check_part)
      .def("check_response", &Rules::check_response)
      .def("rules", &Rules::rules)
      .def("shapes", &Rules::shapes);

  nb::class_<diallint::Generator>(m, "Generator").def("next", [](diallint::Generator& generator) {
    std::string text;
    expect_none(generator.write(text));
    return text;
  });
  add_fixes(m);
  add_sources(m);
  add_campaigns(m);
  add_guidance(m);
  add_history(m);
  add_parts(m);
  m.def("make_generator", &make_generator);
  m.def("export_columns", &diallint::python::export_columns);
  m.def("generator_regions", &diallint::generator_regions);
}
