#include "module/reconcile_part.h"

#include <nanobind/stl/optional.h>
#include <nanobind/stl/string.h>

#include <utility>
#include <vector>

#include "diallint/library_calls.h"
#include "module/prepare_part.h"
#include "module/result_values.h"

namespace diallint::python {
namespace {

namespace nb = nanobind;

template <typename T>
T at(const nb::tuple& tuple, std::size_t index) {
  return nb::cast<T>(tuple[index]);
}

// As ManifestTuple in _core.pyi has it.
ManifestRow row_of(const nb::tuple& tuple) {
  return {at<std::string>(tuple, 0),  at<std::uint64_t>(tuple, 1), at<std::uint64_t>(tuple, 2),
          at<std::string>(tuple, 3),  at<std::uint64_t>(tuple, 4), at<std::string>(tuple, 5),
          at<std::int64_t>(tuple, 6), at<std::int64_t>(tuple, 7)};
}

nb::object as_object(const std::optional<RepairReason>& why) {
  if (!why) return nb::none();
  return nb::make_tuple(text_or_none(why->code), text_of(why->rule), text_of(why->reason));
}

constexpr int kNoRemedy = -1;

nb::tuple as_tuple(const SettledRow& settled, std::size_t index) {
  return nb::make_tuple(
      index, text_of(to_string(settled.outcome)), text_or_none(settled.code), settled.several,
      settled.has_region ? text_of(settled.region) : nb::object(nb::none()),
      as_object(settled.repair), settled.remedy ? static_cast<int>(*settled.remedy) : kNoRemedy,
      text_or_none(settled.request));
}

}  // namespace

AnsweredBatches::AnsweredBatches(const Rules& rules, const ReconcileOptions& options)
    : part_(made(AnsweredPart::make(options, rules.ruleset()))) {}

nb::list AnsweredBatches::settle(std::optional<std::string> batch, const nb::list& rows,
                                 const nb::list& answers) {
  std::vector<ManifestRow> known;
  for (const nb::handle row : rows) known.push_back(row_of(nb::cast<nb::tuple>(row)));
  std::vector<Answer> said;
  for (const nb::handle one : answers) {
    const nb::tuple answer = nb::cast<nb::tuple>(one);
    said.push_back({at<std::string>(answer, 0), at<std::string>(answer, 1), at<bool>(answer, 2)});
  }
  nb::list settled;
  bindings::expect_none(part_.settle(batch, known, said, [&](const SettledRow& row) {
    settled.append(as_tuple(row, settled.size()));
  }));
  return settled;
}

RowsAgain::RowsAgain(const Rules& rules, const ReconcileOptions& options, std::uint64_t most_prompt)
    : rows_(made(ResentRows::make(
          options, most_prompt,
          {[this](const ManifestRow& row, const RepairReason& why) {
             repairs_.append(nb::make_tuple(
                 text_of(row.list), row.row, row.line, text_of(row.batch), row.position,
                 text_or_none(why.code), text_of(why.rule), text_of(why.reason)));
           },
           [this](const PreparedBatch& batch) { batches_.append(python::as_tuple(batch)); }},
          rules.ruleset()))) {}

nb::tuple RowsAgain::add(const nb::list& rows) {
  for (const nb::handle one : rows) {
    const nb::tuple tuple = nb::cast<nb::tuple>(one);
    const std::string code = at<std::string>(tuple, 1);
    const std::string request = at<std::string>(tuple, 3);
    bindings::expect_none(rows_.add(row_of(at<nb::tuple>(tuple, 0)), code,
                                    static_cast<Remedy>(at<int>(tuple, 2)), request));
  }
  return handed_on();
}

nb::tuple RowsAgain::finish() {
  bindings::expect_none(rows_.finish());
  return handed_on();
}

nb::tuple RowsAgain::handed_on() {
  return nb::make_tuple(std::exchange(batches_, nb::list()), std::exchange(repairs_, nb::list()));
}

nb::tuple answers_in(nb::bytes text) {
  const ReadResponses read = made(read_responses({text.c_str(), text.size()}, "responses"));
  nb::list answers;
  for (const Answer& answer : read.answers)
    answers.append(nb::make_tuple(text_of(answer.token), text_of(answer.code), answer.failed));
  return nb::make_tuple(std::move(answers), read.summary.responses, read.summary.unread,
                        as_dict(read.summary.failed_calls));
}

}  // namespace diallint::python
