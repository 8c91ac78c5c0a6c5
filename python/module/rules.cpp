#include "module/rules.h"

#include "engine/response_check.h"
#include "engine/run.h"
#include "module/arrow_stream.h"
#include "module/arrow_text.h"
#include "module/python_sources.h"
#include "module/result_values.h"
#include "module/value_writer.h"

namespace diallint::python {
namespace {

namespace nb = nanobind;

// A Checker numbers its calls as inputs; of one call there is one.
nb::object first_of(const Finding& finding, bool one_input) {
  if (!finding.first) return nb::none();
  return nb::make_tuple(one_input ? 0 : finding.first->file, finding.first->number,
                        finding.first->is_line);
}

// In the order of Finding._of() in report.py.
nb::tuple finding_of(const Finding& finding, nb::object place, std::uint32_t file, bool one_input) {
  return nb::make_tuple(text_of(finding.rule), text_of(to_string(finding.severity)),
                        text_of(finding.path), text_of(finding.message), finding.record,
                        std::move(place), text_or_none(finding.figures.minimum),
                        text_or_none(finding.figures.maximum), text_or_none(finding.figures.actual),
                        text_or_none(finding.figures.unit), text_or_none(finding.source),
                        first_of(finding, one_input), file);
}

nb::list as_list(const bindings::PlacedFindings& findings) {
  nb::list list;
  for (const auto& [finding, location, file] : findings.all()) {
    list.append(finding_of(finding,
                           nb::make_tuple(location.begin.line, location.begin.column,
                                          location.end.line, location.end.column),
                           file, /*one_input=*/false));
  }
  return list;
}

[[noreturn]] void refuse(const std::string& message) { throw nb::value_error(message.c_str()); }

// Reads an input to its end. What Python raised on the way is raised again.
void drive(Run& run, PythonSource& source, const std::string& name) {
  std::string unread;
  {
    const nb::gil_scoped_release free;
    try {
      run.check(source, name);
    } catch (const PythonRaised&) {
    } catch (const ReadError& error) {
      unread = error.what;
    }
  }
  source.raise_if_raised();
  if (!unread.empty()) refuse(unread);
}

// A value's text. One that takes long is read in stretches, between which an interrupt is seen.
CheckResult checked(Checker& checker, std::string_view text, HeldText& source,
                    const CheckWords& words) {
  constexpr std::size_t kLong = std::size_t{4} << 20;
  StreamOptions options;
  options.shape = words.shape;
  options.max_findings = words.max_findings;
  if (text.size() < kLong) return checker.check_json(text, words.now, options);
  options.format = InputFormat::kJson;
  const ByteReader read = [&source](char* out, std::size_t size) {
    return static_cast<std::ptrdiff_t>(source.read(out, size));
  };
  return checker.check_stream(read, words.now, options);
}

nb::tuple result_of(const Run& run, const bindings::PlacedFindings& findings, nb::list naive) {
  return nb::make_tuple(as_tuple(run.summary().counts), run.summary().found, as_list(findings),
                        std::move(naive));
}

// Of values that are no text: findings have no place.
nb::tuple result_of(const CheckResult& result, nb::list naive) {
  nb::list findings;
  for (const Finding& finding : result.findings)
    findings.append(finding_of(finding, nb::none(), 0, /*one_input=*/true));
  return nb::make_tuple(as_tuple(result.counts), result.found, std::move(findings),
                        std::move(naive));
}

[[noreturn]] void raise_as(PyObject* type, const Error& error) {
  PyErr_SetString(type, error.message.c_str());
  nb::raise_python_error();
}

}  // namespace

void Rules::expect_shape(const std::string& shape) const {
  rules_.expect_shape(shape, "diallint.shapes()");
}

nb::tuple Rules::check_value(nb::handle value, const CheckWords& words) {
  expect_shape(words.shape);
  std::string text;
  ValueWriter writer(text);
  writer.append(value.ptr());
  std::unique_ptr<Checker> checker = rules_.take_checker();
  HeldText source(text);
  CheckResult result;
  {
    const nb::gil_scoped_release free;
    result = checked(*checker, text, source, words);
  }
  source.raise_if_raised();
  bindings::expect_none(result.error);
  nb::list naive;
  for (const std::string& pointer : writer.naive_times()) naive.append(text_of(pointer));
  const nb::tuple made = result_of(result, std::move(naive));
  rules_.give_back(std::move(checker));
  return made;
}

nb::tuple Rules::check_read(nb::callable read, const CheckWords& words) {
  expect_shape(words.shape);
  bindings::PlacedFindings findings;
  Run run(rules_.plan(), rules_.settings_at(words.now), bindings::run_options(words), findings);
  ReadSource source(std::move(read));
  drive(run, source, words.name);
  return result_of(run, findings, nb::list());
}

nb::tuple Rules::check_items(nb::iterator items, const CheckWords& words) {
  expect_shape(words.shape);
  bindings::PlacedFindings findings;
  RunOptions options = bindings::run_options(words);
  options.format = InputFormat::kNdjson;
  Run run(rules_.plan(), rules_.settings_at(words.now), std::move(options), findings);
  ItemSource source(std::move(items));
  drive(run, source, words.name);
  nb::list naive;
  for (const ItemSource::NaiveTime& time : source.naive_times())
    naive.append(nb::make_tuple(time.item, text_of(time.pointer)));
  return result_of(run, findings, std::move(naive));
}

nb::tuple Rules::check_arrow(nb::object capsule, const CheckWords& words) {
  expect_shape(words.shape);
  ArrowStream table(std::move(capsule));
  std::unique_ptr<Checker> checker = rules_.take_checker();
  TableOptions options;
  options.shape = words.shape;
  options.max_findings = words.max_findings;
  for (const auto& [member, column] : words.csv_map) options.csv_map.push_back({member, column});
  options.keep_going = [&table] { return table.may_go_on(); };
  CheckResult result;
  {
    const nb::gil_scoped_release free;
    result = checker->check_arrow(table.stream(), words.now, options);
  }
  table.raise_if_raised();
  if (table.has_failed()) raise_as(PyExc_OSError, result.error);
  if (result.error.code == ErrorCode::kSetting) raise_as(PyExc_TypeError, result.error);
  bindings::expect_none(result.error);
  nb::list naive;
  for (const std::string& column : table.naive_columns()) naive.append(text_of(column));
  const nb::tuple made = result_of(result, std::move(naive));
  rules_.give_back(std::move(checker));
  return made;
}

nb::tuple Rules::check_part(nb::object capsule, const CheckWords& words, ValueHandover& handover) {
  expect_shape(words.shape);
  bindings::PlacedFindings findings;
  ArrowSource source(std::move(capsule));
  RunOptions options = bindings::run_options(words);
  options.format = source.is_flat() ? InputFormat::kCsv : InputFormat::kNdjson;
  if (!source.is_flat() && !options.csv_map.empty())
    refuse(
        "csv_map names columns of flat tables; this one has columns of structs, maps or lists: "
        "rename the columns");
  Run run(rules_.plan(), rules_.settings_at(words.now), std::move(options), findings);
  run.set_handover(&handover);
  drive(run, source, words.name);
  nb::list naive;
  for (const std::string& column : source.naive_columns()) naive.append(text_of(column));
  return result_of(run, findings, std::move(naive));
}

nb::tuple Rules::check_response(nb::bytes request, nb::bytes response, const CheckWords& words) {
  bindings::PlacedFindings findings;
  const Settings settings = rules_.settings_at(words.now);
  Run run(rules_.plan(), settings, bindings::run_options(words), findings);
  ResponseCounts counts;
  std::string unread;
  {
    const NamedText asked{"request", {request.c_str(), request.size()}};
    const NamedText answered{"response", {response.c_str(), response.size()}};
    const nb::gil_scoped_release free;
    try {
      counts = diallint::check_response(rules_.plan(), settings, run, asked, answered);
    } catch (const ReadError& error) {
      unread = error.what;
    }
  }
  if (!unread.empty()) refuse(unread);
  return nb::make_tuple(as_tuple(run.summary().counts), run.summary().found, as_list(findings),
                        nb::list(), nb::make_tuple(counts.taken, counts.failed, counts.unanswered));
}

nb::list Rules::rules() const {
  nb::list list;
  for (const RuleInfo& rule : rules_.ruleset().rules()) {
    nb::list documents;
    for (const Document& document : rule.documents)
      documents.append(
          nb::make_tuple(text_of(document.title), text_of(document.url), text_of(document.read)));
    list.append(nb::make_tuple(
        text_of(rule.id), text_of(rule.title), text_of(to_string(rule.severity)), text_of(rule.why),
        text_of(rule.repair), text_of(rule.disagreement), nb::tuple(documents)));
  }
  return list;
}

nb::list Rules::shapes() const {
  nb::list list;
  for (const ShapeInfo& shape : rules_.ruleset().shapes())
    list.append(nb::make_tuple(text_of(shape.id), text_of(shape.title), text_of(shape.schema)));
  return list;
}

}  // namespace diallint::python
