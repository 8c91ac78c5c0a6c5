#include <fmt/format.h>
#include <unistd.h>

#include <cstdint>
#include <memory>
#include <optional>

#include "base/plural.h"
#include "base/printable.h"
#include "diallint/baseline.h"
#include "diallint/commands.h"
#include "diallint/exchanges.h"
#include "diallint/history_file.h"
#include "diallint/input_files.h"
#include "diallint/input_settings.h"
#include "diallint/input_text.h"
#include "diallint/phone_options.h"
#include "diallint/progress.h"
#include "diallint/record_split.h"
#include "diallint/report_set.h"
#include "engine/response_check.h"
#include "shared/failure.h"
#include "shared/interruption.h"
#include "shared/schema_loading.h"

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

/// Checks inputs one after the other, each with the settings that hold for it.
class Inputs {
 public:
  Inputs(const Options& options, const History& history, const Plan& plan, InputSettings& settings,
         Run& run, ReportSet& reports, bool with_progress)
      : options_(options),
        history_(history),
        plan_(plan),
        settings_(settings),
        run_(run),
        reports_(reports),
        with_progress_(with_progress) {}

  /// Adds those that cannot be read, or not to their end.
  void check_all(const std::vector<Input>& inputs, std::vector<UnreadInput>& unread) {
    const InterruptNoted interrupt;
    std::uint64_t not_begun = 0;
    for (const Input& input : inputs) {
      if (was_interrupted()) {
        unread.push_back({input.name, "the run was interrupted in front of it; check it again"});
        ++not_begun;
        continue;
      }
      configure(input);
      try {
        check_one(input);
      } catch (const ReadError& error) {
        unread.push_back({input.name, error.what});
        print_unread(unread.back());
      }
    }
    if (not_begun > 0)
      print_error(fmt::format("the run was interrupted in front of {}; check {} again",
                              counted(not_begun, "input"), not_begun == 1 ? "it" : "them"));
  }

  /// What became of the requests.
  ResponseCounts check_exchanges(const Exchanges& exchanges) {
    ResponseCounts counts;
    for (const Exchange& exchange : exchanges.exchanges) {
      std::vector<NamedText> responses;
      for (const std::size_t i : exchange.responses)
        responses.push_back(exchanges.responses.texts[i]);
      counts += check_exchange(plan_, run_, exchanges.requests.texts[exchange.request], responses,
                               [&](const NamedText& text, bool is_response) {
                                 // SDKs write the names of a response in the way of their language.
                                 configure(exchanges.input_of(text), is_response);
                               });
    }
    return counts;
  }

 private:
  void configure(const Input& input, bool accept_sdk_names = false) {
    const InputSettings::Place& place = settings_.place_of(input);
    Settings settings = place.options.settings;
    settings.accept_sdk_names = settings.accept_sdk_names || accept_sdk_names;
    settings.now = options_.settings.now;
    settings.clock = options_.settings.clock;
    settings.unique_within = options_.settings.unique_within;
    settings.history = history_;
    settings.mask_keys = options_.settings.mask_keys;
    settings.severity = settings_.severities_of(input);
    // What holds for the input before holds for most.
    if (last_ == &place && settings.severity == severities_ &&
        settings.accept_sdk_names == accepts_sdk_names_)
      return;
    last_ = &place;
    accepts_sdk_names_ = settings.accept_sdk_names;
    severities_ = settings.severity;
    run_.configure(std::move(settings), place.options.run);
  }

  void check_one(const Input& input) {
    InputText text(input, settings_.place_of(input).options);
    reports_.hold_nothing(text.is_stream());
    ProgressSource watched(text.source(), input.name, with_progress_);
    run_.check(watched, input.name);
    text.expect_unchanged();
  }

  const Options& options_;
  const History& history_;
  const Plan& plan_;
  InputSettings& settings_;
  Run& run_;
  ReportSet& reports_;
  bool with_progress_;
  const InputSettings::Place* last_ = nullptr;
  bool accepts_sdk_names_ = false;
  Severities severities_;
};

/// Has the rules ask the history, and told what is sound where that is to be remembered.
std::unique_ptr<HistoryFile> history_of(const Options& options, Settings& settings) {
  if (options.history.empty()) return nullptr;
  auto history = std::make_unique<HistoryFile>(
      options.history, options.remember ? HistoryFile::Use::kWrite : HistoryFile::Use::kLookUp);
  settings.history = history->look_ups();
  if (options.remember)
    settings.history.on_sound = [to = history.get()](const SentRequest& sent) { to->note(sent); };
  return history;
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
    note_read(input.path.empty() ? key_of(STDIN_FILENO) : key_of(input.path),
              printable(input.name));
  ReportSet reports(options);
  std::optional<OutputFile> new_baseline;
  if (options.update_baseline) new_baseline.emplace(options.baseline, options.baseline_beneath);
  std::optional<BaselineFilter> filter;
  RunOptions run_options = options.run;
  if (baseline) {
    filter.emplace(*baseline, options.update_baseline, run_options.max_findings, reports);
    run_options.max_findings = 0;  // counted by the filter, for what is new
  }
  Sink& findings = filter ? static_cast<Sink&>(*filter) : reports;
  std::optional<RecordSplit> split;
  if (options.split.any())
    split.emplace(options.split, printable(list.inputs.front().name), findings);
  Settings run_settings = options.settings;
  const std::unique_ptr<HistoryFile> history = history_of(options, run_settings);
  Run run(plan, run_settings, run_options, split ? static_cast<Sink&>(*split) : findings);
  reports.begin(plan, run.input_names());
  const bool progress = !options.quiet && !reports.on_terminal() && ::isatty(STDERR_FILENO) == 1;
  Inputs inputs(options, run_settings.history, plan, settings, run, reports, progress);
  if (exchanges)
    reports.note_responses(inputs.check_exchanges(*exchanges));
  else
    inputs.check_all(list.inputs, list.unread);
  Summary summary = filter ? filter->without_known(run.summary()) : run.summary();
  summary.unread = std::move(list.unread);
  summary.settings = settings.notices();
  reports.end(summary);
  const std::string notice = age_notice(options.settings);
  if (!options.quiet && !notice.empty() && summary.counts.records > 0) print_error(notice);
  if (!summary.unread.empty()) return kExitError;
  if (options.remember) history->commit(earlier_of(*options.settings.now, current_time()));
  if (split) split->finish(run.summary().counts);
  if (new_baseline) write_baseline(*baseline, *new_baseline);
  return verdict(summary.counts, options);
}

}  // namespace diallint
