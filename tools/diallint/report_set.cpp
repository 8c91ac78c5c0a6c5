#include "diallint/report_set.h"

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <string_view>

#include "plan/rule_info.h"
#include "shared/failure.h"

namespace diallint {
namespace {

constexpr int kNoDescriptor = -1;

std::string_view environment(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr ? value : "";
}

/// The folder that this process works in; empty if it is gone.
std::string working_folder() {
  std::error_code error;
  const std::filesystem::path folder = std::filesystem::current_path(error);
  expect_memory(error);
  return error ? std::string() : folder.string();
}

/// CI services show findings at paths from the root of the checkout, wherever the step runs.
PathBase path_base() {
  const std::string folder = working_folder();
  for (const char* name : {"GITHUB_WORKSPACE", "CI_PROJECT_DIR"}) {
    std::string root(environment(name));
    while (root.size() > 1 && root.ends_with('/')) root.pop_back();
    if (!root.empty() && (folder == root || folder.starts_with(root + '/'))) return {folder, root};
  }
  return {folder, folder};
}

std::map<std::string, std::vector<SourceDocument>, std::less<>> documents_of(const Plan& plan) {
  std::map<std::string, std::vector<SourceDocument>, std::less<>> documents;
  for (const Rule* rule : all_rules())
    for (const SourceDocument* source : sources_of(*rule, plan))
      documents[std::string(rule->id)].push_back(*source);
  return documents;
}

}  // namespace

bool wants_color(Color choice, int descriptor) {
  if (choice != Color::kAuto) return choice == Color::kAlways;
  const std::string_view terminal = environment("TERM");
  return environment("NO_COLOR").empty() && !terminal.empty() && terminal != "dumb" &&
         descriptor != kNoDescriptor && ::isatty(descriptor) == 1;
}

ReportSet::ReportSet(const Options& options) : options_(options) {
  for (const OutputChoice& choice : options.outputs) {
    Report report;
    if (choice.file.empty()) {
      report.output = std::make_unique<StandardOutput>();
      on_terminal_ = ::isatty(STDOUT_FILENO) == 1;
    } else {
      report.output = std::make_unique<OutputFile>(choice.file);
    }
    reports_.push_back(std::move(report));
    const std::string summary(environment("GITHUB_STEP_SUMMARY"));
    if (report_format_named(choice.format)->job_summary && !summary.empty() && !job_summary_)
      job_summary_ = std::make_unique<AppendedFile>(summary);
  }
}

void ReportSet::begin(const Plan& plan, const std::vector<std::string>& names) {
  ReportOptions chosen{.show_values = options_.show_values,
                       .mask_keys = options_.settings.mask_keys,
                       .statistics = options_.statistics,
                       .quiet = options_.quiet,
                       .verbose = options_.verbose,
                       .known_names = member_names(plan),
                       .base = path_base(),
                       .fingerprint_key = options_.fingerprint_key.text,
                       .fail_on = options_.fail_on,
                       .documents = documents_of(plan),
                       .job_summary = job_summary_.get()};
  for (std::size_t i = 0; i < reports_.size(); ++i) {
    const OutputChoice& choice = options_.outputs[i];
    const int descriptor = choice.file.empty() ? STDOUT_FILENO : kNoDescriptor;
    chosen.color = wants_color(options_.color, descriptor);
    reports_[i].reporter = make_reporter(choice.format, *reports_[i].output, chosen, names);
    if (report_format_named(choice.format)->job_summary)
      chosen.job_summary = nullptr;  // once is enough
    reports_[i].reporter->begin(options_.settings.now);
  }
}

void ReportSet::take(const SourceChunk& chunk, std::span<const Finding> findings) {
  for (Report& report : reports_) {
    report.reporter->take(chunk, findings);
    if (on_terminal_ || holds_nothing_) report.output->flush();
  }
}

void ReportSet::note_responses(const ResponseCounts& counts) {
  for (Report& report : reports_) report.reporter->note_responses(counts);
}

void ReportSet::end(const Summary& summary) {
  for (Report& report : reports_) {
    report.reporter->end(summary);
    report.output->settle();
  }
  // Only now, so that where one cannot be written the older ones of the others stay.
  for (Report& report : reports_) report.output->finish();
  if (job_summary_) job_summary_->finish();
}

}  // namespace diallint
