#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>

#include "base/plural.h"
#include "base/printable.h"
#include "context/value_limit.h"
#include "diallint/baseline.h"
#include "diallint/check_reading.h"
#include "diallint/commands.h"
#include "diallint/exchanges.h"
#include "diallint/history_file.h"
#include "diallint/input_files.h"
#include "diallint/input_settings.h"
#include "diallint/phone_options.h"
#include "diallint/report_set.h"
#include "shared/failure.h"
#include "shared/interruption.h"
#include "shared/schema_loading.h"
#include "shared/spill_file.h"

namespace diallint {
namespace {

/// The files that reports will replace, as far as they exist.
std::set<FileKey> output_keys(const Options& options) {
  std::vector<std::string> files;
  for (const OutputChoice& output : options.outputs)
    if (!output.file.empty()) files.push_back(output.file);
  if (!options.baseline.empty()) files.push_back(options.baseline);
  return keys_of(files);
}

void print_unread(const UnreadInput& input) {
  print_error(fmt::format("{}: {}", printable(input.file), printable(input.reason)));
}

/// The known findings of a run, if it is to be compared with any.
std::optional<Baseline> baseline_of(const Options& options, const Plan& plan) {
  if (options.baseline.empty()) return std::nullopt;
  const FileToRead file = {options.baseline, options.baseline_beneath, kPatience};
  std::optional<Baseline> baseline(std::in_place, file, options.fingerprint_key.text,
                                   member_names(plan));
  if (!options.update_baseline) baseline->read(false);
  return baseline;
}

void write_baseline(const Baseline& baseline, OutputFile& output) {
  output.write(baseline.text());
  output.finish();
  print_error(fmt::format("{}: {} noted", printable(baseline.file().path),
                          counted(baseline.noted(), "finding")));
}

std::optional<Exchanges> exchanges_of(const Plan& plan, const std::vector<Input>& requests,
                                      const Options& options) {
  if (options.responses.empty()) return std::nullopt;
  InputList list = find_inputs(options.responses, options.stdin_name, output_keys(options));
  if (!list.unread.empty())
    throw FatalError{fmt::format("{}: {}", printable(list.unread.front().file),
                                 printable(list.unread.front().reason))};
  return Exchanges(plan, requests, std::move(list.inputs), options);
}

void expect_one_input(const Options& options, const InputList& list) {
  if (!options.split.any() || (list.inputs.size() == 1 && list.unread.empty())) return;
  throw FatalError{
      "--valid-output and --invalid-output take one input that can be read; split files one by "
      "one"};
}

// --- the memory that tokens and numbers take -----------------------------------------------------

bool can_be_read_twice(const Input& input) {
  struct stat status {};
  return !input.path.empty() && ::stat(input.path.c_str(), &status) == 0 && S_ISREG(status.st_mode);
}

std::optional<ValueLimit> limit_of(const Options& options, const std::vector<Input>& inputs) {
  if (options.memory_limit.bytes == 0) return std::nullopt;
  const bool twice = std::all_of(inputs.begin(), inputs.end(), can_be_read_twice);
  return std::optional<ValueLimit>(
      std::in_place, ValueLimit::Limits{.bytes = options.memory_limit.bytes, .reads_twice = twice},
      [] { return std::make_unique<SpillFile>("raise --memory-limit"); });
}

/// Says from where on values were not compared, if so.
void note_uncompared(const ValueLimit& limit, const Run& run, const Options& options,
                     std::vector<UnreadInput>& unread) {
  const std::optional<std::uint32_t> first = limit.first_uncompared();
  if (!first) return;
  const Place place = run.place_of(*first);
  const std::string why =
      limit.failure().empty()
          ? fmt::format(
                "--memory-limit {} is reached, and not all inputs are files that can be "
                "read twice; name files alone, or raise the limit",
                options.memory_limit.in_words)
          : limit.failure();
  unread.push_back({run.input_names()[place.file],
                    fmt::format("tokens and numbers are not compared from {} {} on: {}",
                                place.is_line ? "line" : "record", place.number, why)});
  print_unread(unread.back());
}

/// Reads all inputs and, where the limit wants it, all of them once more.
void check_inputs(CheckParts& parts, CheckReading& first, std::optional<CheckReading>& second,
                  std::vector<UnreadInput>& unread) {
  const InterruptNoted interrupt;
  const std::vector<UnreadInput> unread_before = unread;
  first.check_all(unread);
  ValueLimit* const limit = parts.value_limit;
  if (limit == nullptr) return;
  if (limit->needs_second_reading() && was_interrupted()) {
    unread.push_back({parts.inputs[limit->input_of_limit()].name,
                      "the run was interrupted before the second reading that --memory-limit "
                      "takes, and findings past the limit are counted, not shown; check it again"});
    return print_unread(unread.back());
  }
  if (limit->needs_second_reading()) {
    first.discard();
    limit->begin_second_reading();
    unread = unread_before;
    second.emplace(parts).check_all(unread);
  }
  note_uncompared(*limit, (second ? *second : first).run(), parts.options, unread);
}

}  // namespace

int check(const Options& options) {
  const Plan plan = load_plan(options.schema_files);
  expect_in_plan(options.run, plan, options.config);
  InputList list =
      find_inputs(options.arguments, options.stdin_name, output_keys(options), options.exclude);
  for (const UnreadInput& input : list.unread) print_unread(input);
  if (!options.quiet)
    for (const std::string& line : list.passed_over.in_words(options.verbose)) print_error(line);
  if (list.inputs.empty() && !options.responses.empty()) return kExitError;
  expect_one_input(options, list);
  const std::optional<Exchanges> exchanges = exchanges_of(plan, list.inputs, options);
  std::optional<Baseline> baseline = baseline_of(options, plan);
  InputSettings settings(options, plan);
  settings.read(list.inputs);
  if (exchanges) settings.read(exchanges->responses.inputs);
  for (const Input& input : list.inputs)
    note_read(input.path.empty() ? key_of(STDIN_FILENO) : input.key, printable(input.name));
  ReportSet reports(options);
  std::optional<OutputFile> new_baseline;
  if (options.update_baseline) new_baseline.emplace(options.baseline, options.baseline_beneath);
  std::optional<BaselineFilter> filter;
  if (baseline)
    filter.emplace(*baseline, options.update_baseline, options.run.max_findings, reports);
  std::optional<ValueLimit> limit = limit_of(options, list.inputs);
  CheckParts parts{
      .options = options,
      .plan = plan,
      .inputs = list.inputs,
      .settings = settings,
      .reports = reports,
      .findings = filter ? static_cast<Sink&>(*filter) : reports,
      .max_findings = filter ? 0 : options.run.max_findings,  // the filter counts what is new
      .with_progress = !options.quiet && !reports.on_terminal() && ::isatty(STDERR_FILENO) == 1,
      .value_limit = limit ? &*limit : nullptr};
  CheckReading first(parts);
  std::optional<CheckReading> second;
  reports.begin(plan, first.run().input_names());
  if (exchanges)
    reports.note_responses(first.check_exchanges(*exchanges));
  else
    check_inputs(parts, first, second, list.unread);
  CheckReading& reading = second ? *second : first;
  const Run& run = reading.run();
  Summary summary = filter ? filter->without_known(run.summary()) : run.summary();
  summary.unread = std::move(list.unread);
  summary.settings = settings.notices();
  reports.end(summary);
  const std::string notice = age_notice(options.settings);
  if (!options.quiet && !notice.empty() && summary.counts.records > 0) print_error(notice);
  if (!summary.unread.empty()) return kExitError;
  if (options.remember)
    reading.history()->commit(earlier_of(*options.settings.now, current_time()));
  if (reading.split()) reading.split()->finish(run.summary().counts);
  if (new_baseline) write_baseline(*baseline, *new_baseline);
  return verdict(summary.counts, options);
}

}  // namespace diallint
