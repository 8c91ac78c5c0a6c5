#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <map>
#include <optional>

#include "base/plural.h"
#include "base/printable.h"
#include "diallint/baseline.h"
#include "diallint/commands.h"
#include "diallint/config_severities.h"
#include "diallint/exchanges.h"
#include "diallint/input_files.h"
#include "diallint/phone_options.h"
#include "diallint/progress.h"
#include "diallint/report_set.h"
#include "engine/csv_header.h"
#include "engine/response_check.h"
#include "shared/did_you_mean.h"
#include "shared/failure.h"
#include "shared/file_source.h"
#include "shared/schema_loading.h"

namespace diallint {
namespace {

void expect_shape(const std::string& shape, const Plan& plan) {
  if (shape == "auto" || plan.shape(shape) != nullptr) return;
  std::vector<std::string_view> ids = {"auto"};
  for (const Shape& known : plan.shapes) ids.emplace_back(known.id);
  throw FatalError{fmt::format("--shape: unknown shape '{}'{}", printable(shape),
                               did_you_mean(shape, ids, "'diallint schema' lists them"))};
}

/// The node that a row of a CSV file is read as, or kNoNode.
NodeId node_of_rows(const std::string& shape, const Plan& plan) {
  if (const Shape* chosen = plan.shape(shape)) return record_node(plan, chosen->root);
  for (const Shape& known : plan.shapes)
    if (plan.node(known.root).record) return known.root;
  return kNoNode;
}

bool has_column(const Plan& plan, const Node& row, std::string_view column) {
  return std::any_of(row.members.begin(), row.members.end(), [&](const Member& member) {
    const bool is_map = plan.node(member.node).additional == Additional::kMap;
    return is_map ? column.starts_with(member.name + ".") && column.size() > member.name.size() + 1
                  : column == member.name;
  });
}

/// Before anything is read, rather than once a file.
void expect_members(const RunOptions& run, const Plan& plan) {
  const NodeId rows = node_of_rows(run.shape, plan);
  if (rows == kNoNode) return;  // the reader says so, if there is a CSV file at all
  for (const CsvMapping& mapping : run.csv_map) {
    if (has_column(plan, plan.node(rows), mapping.member)) continue;
    throw FatalError{fmt::format("--csv-map: unknown member '{}'; a row may have {}",
                                 printable(shown_column(mapping.member)),
                                 expected_csv_header(plan, rows))};
  }
}

/// What the options and the configuration name has to be there.
void expect_in_plan(const RunOptions& run, const Plan& plan, const Config& config) {
  try {
    expect_shape(run.shape, plan);
    expect_members(run, plan);
  } catch (const FatalError& failure) {
    if (config.file.empty()) throw;
    throw FatalError{fmt::format("with {}: {}", config.file, failure.message)};
  }
}

/// The files that reports will replace, as far as they exist.
std::set<FileKey> output_keys(const Options& options) {
  std::vector<std::string> files;
  for (const OutputChoice& output : options.outputs)
    if (!output.file.empty()) files.push_back(output.file);
  if (!options.baseline.empty()) files.push_back(options.baseline);
  return keys_of(files);
}

/// Rules that the command line asks for by name.
std::vector<std::string> enabled_by(const Options& options) {
  std::vector<std::string> rules;
  for (const OptionUse& use : options.uses) {
    if (use.option == "--select")
      for (const std::string_view rule : rules_of("--select", {use.value}))
        rules.emplace_back(rule);
    if (use.option == "--severity") rules.push_back(use.value.substr(0, use.value.find('=')));
  }
  return rules;
}

/// Checks inputs one after the other, each with the settings that hold for it.
class Inputs {
 public:
  Inputs(const Options& options, const Plan& plan, Run& run, bool with_progress)
      : options_(options),
        plan_(plan),
        run_(run),
        with_progress_(with_progress),
        asked_for_(enabled_by(options)) {}

  /// Whether every input could be read.
  bool check_all(const std::vector<Input>& inputs) {
    bool sound = true;
    for (const Input& input : inputs) {
      configure(input);
      try {
        check_one(input);
      } catch (const ReadError& error) {
        print_error(fmt::format("{}: {}", printable(input.name), printable(error.what)));
        sound = false;
      }
    }
    return sound;
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
  struct Place {
    Config config;
    Options options;
  };

  const Place& place_of(const Input& input) {
    // Standard input stands where its name says, if that is the name of a file.
    const std::string path = input.path.empty() ? options_.config_path_of_stdin() : input.path;
    const auto [at, is_new] = places_.try_emplace(folder_of(path));
    if (!is_new) return at->second;
    at->second.config = config_for(options_, path);
    at->second.options = options_.with_config(at->second.config);
    expect_in_plan(at->second.options.run, plan_, at->second.config);
    return at->second;
  }

  void configure(const Input& input, bool accept_sdk_names = false) {
    const Place& place = place_of(input);
    Settings settings = place.options.settings;
    settings.accept_sdk_names = settings.accept_sdk_names || accept_sdk_names;
    settings.now = options_.settings.now;
    settings.mask_keys = options_.settings.mask_keys;
    ignore_for_file(place.config, input.path.empty() ? options_.config_path_of_stdin() : input.path,
                    asked_for_, settings.severity);
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
    const auto through = [&](FileSource&& source) {
      ProgressSource watched(source, input.name, with_progress_);
      run_.check(watched, input.name);
    };
    input.path.empty() ? through(FileSource()) : through(FileSource(input.path));
  }

  const Options& options_;
  const Plan& plan_;
  Run& run_;
  bool with_progress_;
  std::vector<std::string> asked_for_;
  std::map<std::string, Place> places_;  // by folder
  const Place* last_ = nullptr;
  bool accepts_sdk_names_ = false;
  Severities severities_;
};

/// The known findings of a run, if it is to be compared with any.
std::optional<Baseline> baseline_of(const Options& options, const Plan& plan) {
  if (options.baseline.empty()) return std::nullopt;
  std::optional<Baseline> baseline(std::in_place, options.baseline, options.fingerprint_key,
                                   member_names(plan));
  if (!options.update_baseline) baseline->read(false);
  return baseline;
}

void write_baseline(const Baseline& baseline) {
  OutputFile file(baseline.path());
  file.write(baseline.text());
  file.finish();
  print_error(fmt::format("{}: {} noted", printable(baseline.path()),
                          counted(baseline.noted(), "finding")));
}

std::optional<Exchanges> exchanges_of(const Plan& plan, const std::vector<Input>& requests,
                                      const Options& options) {
  if (options.responses.empty()) return std::nullopt;
  InputList list = find_inputs(options.responses, options.stdin_name, output_keys(options));
  if (!list.errors.empty()) throw FatalError{list.errors.front()};
  return Exchanges(plan, requests, std::move(list.inputs));
}

bool reaches(const Counts& counts, std::optional<Severity> threshold) {
  if (!threshold) return false;
  return counts.errors > 0 || (counts.warnings > 0 && *threshold <= Severity::kWarning) ||
         (counts.infos > 0 && *threshold <= Severity::kInfo);
}

int verdict(const Counts& counts, const Options& options) {
  return reaches(counts, options.fail_on) ? kExitFindings : kExitOk;
}

}  // namespace

int check(const Options& options) {
  const Plan plan = load_plan(options.schema_files);
  expect_in_plan(options.run, plan, options.config);
  const InputList list =
      find_inputs(options.arguments, options.stdin_name, output_keys(options), options.exclude);
  for (const std::string& trouble : list.errors) print_error(trouble);
  if (!options.quiet)
    for (const std::string& line : list.passed_over.in_words(options.verbose)) print_error(line);
  if (list.inputs.empty() && !list.errors.empty()) return kExitError;
  const std::optional<Exchanges> exchanges = exchanges_of(plan, list.inputs, options);
  std::optional<Baseline> baseline = baseline_of(options, plan);
  ReportSet reports(options);
  std::optional<BaselineFilter> filter;
  RunOptions run_options = options.run;
  if (baseline) {
    filter.emplace(*baseline, options.update_baseline, run_options.max_findings, reports);
    run_options.max_findings = 0;  // counted by the filter, for what is new
  }
  Run run(plan, options.settings, run_options, filter ? static_cast<Sink&>(*filter) : reports);
  reports.begin(plan, run.input_names());
  const bool progress = !options.quiet && !reports.on_terminal() && ::isatty(STDERR_FILENO) == 1;
  Inputs inputs(options, plan, run, progress);
  if (exchanges) reports.note_responses(inputs.check_exchanges(*exchanges));
  const bool sound = (exchanges || inputs.check_all(list.inputs)) && list.errors.empty();
  const Summary summary = filter ? filter->without_known(run.summary()) : run.summary();
  reports.end(summary);
  const std::string notice = age_notice(options.settings);
  if (!options.quiet && !notice.empty() && summary.counts.records > 0) print_error(notice);
  if (!sound) return kExitError;
  if (options.update_baseline) write_baseline(*baseline);
  return verdict(summary.counts, options);
}

}  // namespace diallint
