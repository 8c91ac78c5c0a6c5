#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/plural.h"
#include "report/markup_escape.h"
#include "report/reporter.h"
#include "report/source_location.h"
#include "report/top_findings.h"

namespace diallint {
namespace {

// GitHub shows this many annotations of a level from one step, and forgets the others.
constexpr std::size_t kMaxPerLevel = 10;
constexpr std::size_t kMaxInSummary = 20;

std::string_view command_of(Severity severity) noexcept {
  switch (severity) {
    case Severity::kError:
      return "error";
    case Severity::kWarning:
      return "warning";
    default:
      return "notice";
  }
}

std::string code_span(std::string_view text) {
  std::string out;
  append_code_span(out, text);
  return out;
}

class GithubReporter final : public Reporter {
 public:
  GithubReporter(Output& output, const ReportOptions& options)
      : output_(output), base_(options.base), job_summary_(options.job_summary) {}

  void begin(const std::optional<Instant>& now) override { now_ = now; }

  void take(const SourceChunk& chunk, std::span<const Finding> findings) override {
    locator_.open(chunk);
    for (const Finding& finding : findings) {
      std::vector<std::string>& annotations = annotations_[static_cast<int>(finding.severity)];
      if (annotations.size() < kMaxPerLevel) annotations.push_back(annotation(chunk, finding));
      if (job_summary_ != nullptr && rows_.wants(finding.severity))
        rows_.add(finding.severity, row(chunk, finding));
    }
  }

  void end(const Summary& summary) override {
    for (const UnreadInput& input : summary.unread) output_.write(annotation(input));
    for (const Severity severity : {Severity::kError, Severity::kWarning, Severity::kInfo})
      for (const std::string& line : annotations_[static_cast<int>(severity)]) output_.write(line);
    output_.write(closing(summary));
    if (job_summary_ != nullptr) job_summary_->write(markdown(summary));
  }

 private:
  std::string annotation(const SourceChunk& chunk, const Finding& finding) {
    const Location place = locator_.locate(finding.span);
    std::string text = fmt::format("::{} file=", command_of(finding.severity));
    append_command_property(text, relative_path(chunk.name, base_));
    text += fmt::format(",line={},endLine={}", place.begin.line, place.end.line);
    // Columns are refused where a place has more than one line.
    if (place.begin.line == place.end.line)
      text += fmt::format(",col={},endColumn={}", place.begin.column, place.end.column);
    text += ",title=";
    append_command_property(text, fmt::format("diallint {}", finding.rule));
    text += "::";
    append_command_data(text, finding.message);
    return text + "\n";
  }

  std::string annotation(const UnreadInput& input) const {
    std::string text = "::error file=";
    append_command_property(text, relative_path(input.file, base_));
    text += ",title=diallint not-read::";
    append_command_data(text, "not read: " + input.reason);
    return text + "\n";
  }

  std::string row(const SourceChunk& chunk, const Finding& finding) {
    const Position place = locator_.at(finding.span.begin);
    const std::string where =
        fmt::format("{}:{}:{}", relative_path(chunk.name, base_), place.line, place.column);
    return fmt::format("| {} | {} | {} | {} |\n", to_string(finding.severity), code_span(where),
                       code_span(finding.message), code_span(finding.rule));
  }

  std::uint64_t shown(Severity severity) const {
    return annotations_[static_cast<int>(severity)].size();
  }

  // No line of it begins with a colon: it is text for people.
  std::string closing(const Summary& summary) const {
    const Counts& counts = summary.counts;
    std::string text;
    const std::uint64_t errors = counts.errors - std::min(counts.errors, shown(Severity::kError));
    const std::uint64_t warnings =
        counts.warnings - std::min(counts.warnings, shown(Severity::kWarning));
    const std::uint64_t infos = counts.infos - std::min(counts.infos, shown(Severity::kInfo));
    if (errors + warnings + infos > 0)
      text += fmt::format("not annotated: {}, {}, {}; GitHub takes {} of each\n",
                          counted(errors, "error"), counted(warnings, "warning"),
                          counted(infos, "info"), kMaxPerLevel);
    for (const SettingsNotice& notice : summary.settings) text += in_words(notice) + "\n";
    return text + totals(summary) + "\n";
  }

  static std::string totals(const Summary& summary) {
    const Counts& counts = summary.counts;
    return fmt::format("{}, {}: {} valid, {} invalid, {} unreadable; {}, {}, {}",
                       counted(summary.files, "file"), counted(counts.records, "record"),
                       counts.valid, counts.invalid, counts.unreadable,
                       counted(counts.errors, "error"), counted(counts.warnings, "warning"),
                       counted(counts.infos, "info"));
  }

  std::string markdown(const Summary& summary) const {
    std::string text = fmt::format("## diallint\n\n{}\n", totals(summary));
    for (const UnreadInput& input : summary.unread)
      text += fmt::format("\n**Not read:** {}: {}\n", code_span(relative_path(input.file, base_)),
                          code_span(input.reason));
    for (const SettingsNotice& notice : summary.settings)
      text += fmt::format("\n{}\n", code_span(in_words(notice)));
    if (!now_) text += "\nexpirationTime was not checked against a clock (`--now none`).\n";
    if (summary.by_rule.empty()) return text + "\n";
    std::vector<std::pair<std::string, std::uint64_t>> rules(summary.by_rule.begin(),
                                                             summary.by_rule.end());
    std::stable_sort(rules.begin(), rules.end(),
                     [](const auto& a, const auto& b) { return a.second > b.second; });
    text += "\n| rule | findings |\n|---|---:|\n";
    for (const auto& [rule, count] : rules)
      text += fmt::format("| {} | {} |\n", code_span(rule), count);
    if (rows_.size() == 0) return text + "\n";
    text += "\n| severity | place | finding | rule |\n|---|---|---|---|\n";
    rows_.each([&](const std::string& row) { text += row; });
    if (summary.found > rows_.size())
      text += fmt::format("\nand {} more\n", summary.found - rows_.size());
    return text + "\n";
  }

  Output& output_;
  PathBase base_;
  Output* job_summary_;
  Locator locator_;
  std::optional<Instant> now_;
  std::array<std::vector<std::string>, 4> annotations_;
  TopFindings<std::string> rows_{kMaxInSummary};
};

}  // namespace

const ReportFormat kGithubReport = {
    .name = "github",
    .help = "for GitHub Actions: annotations, and the summary of the job",
    .make = [](Output& output, const ReportOptions& options, const std::vector<std::string>&)
        -> std::unique_ptr<Reporter> { return std::make_unique<GithubReporter>(output, options); },
    .job_summary = true,
};

}  // namespace diallint
