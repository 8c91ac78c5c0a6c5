#include "fan.h"

#include <unistd.h>

#include <cstdlib>
#include <string_view>

namespace diallint {
namespace {

constexpr int kNoDescriptor = -1;

std::string_view environment(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr ? value : "";
}

ReportOptions report_options(const Options& options, const Plan& plan, bool color) {
  return {.color = color,
          .show_values = options.show_values,
          .mask_keys = options.settings.mask_keys,
          .statistics = options.statistics,
          .quiet = options.quiet,
          .verbose = options.verbose,
          .known_names = member_names(plan)};
}

}  // namespace

bool wants_color(Color choice, int descriptor) {
  if (choice != Color::kAuto) return choice == Color::kAlways;
  const std::string_view terminal = environment("TERM");
  return environment("NO_COLOR").empty() && !terminal.empty() && terminal != "dumb" &&
         descriptor != kNoDescriptor && ::isatty(descriptor) == 1;
}

Fan::Fan(const Options& options) : options_(options) {
  for (const OutputChoice& choice : options.outputs) {
    Report report;
    if (choice.file.empty()) {
      report.output = std::make_unique<StandardOutput>();
      on_terminal_ = ::isatty(STDOUT_FILENO) == 1;
    } else {
      report.output = std::make_unique<OutputFile>(choice.file);
    }
    reports_.push_back(std::move(report));
  }
}

void Fan::begin(const Plan& plan, const std::vector<std::string>& names) {
  for (std::size_t i = 0; i < reports_.size(); ++i) {
    const OutputChoice& choice = options_.outputs[i];
    const int descriptor = choice.file.empty() ? STDOUT_FILENO : kNoDescriptor;
    const bool color = wants_color(options_.color, descriptor);
    const ReportOptions chosen = report_options(options_, plan, color);
    reports_[i].reporter = make_reporter(choice.format, *reports_[i].output, chosen, names);
    reports_[i].reporter->begin(options_.settings.now);
  }
}

void Fan::take(const Window& window, std::span<const Finding> findings) {
  for (Report& report : reports_) {
    report.reporter->take(window, findings);
    if (on_terminal_) report.output->flush();
  }
}

void Fan::end(const Summary& summary) {
  for (Report& report : reports_) {
    report.reporter->end(summary);
    report.output->finish();
  }
}

}  // namespace diallint
