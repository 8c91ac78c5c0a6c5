#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/plural.h"
#include "base/printable.h"
#include "report/excerpt.h"
#include "report/reporter.h"
#include "report/source_location.h"

namespace diallint {
namespace {

std::string_view color_of(Severity severity) noexcept {
  switch (severity) {
    case Severity::kError:
      return "\x1b[1;31m";
    case Severity::kWarning:
      return "\x1b[1;33m";
    case Severity::kInfo:
    case Severity::kOff:
      break;
  }
  return "\x1b[1;36m";
}

constexpr std::string_view kDim = "\x1b[2m";
constexpr std::string_view kBold = "\x1b[1m";
constexpr std::string_view kIndent = "    ";
constexpr std::string_view kBarredIndent = "  | ";

class TextReporter final : public Reporter {
 public:
  TextReporter(Output& output, const ReportOptions& options)
      : output_(output),
        color_(options.color),
        statistics_(options.statistics),
        quiet_(options.quiet),
        verbose_(options.verbose),
        excerpter_({options.show_values, options.mask_keys, options.known_names}) {}

  void begin(const std::optional<Instant>& now) override { now_ = now; }

  void take(const SourceChunk& chunk, std::span<const Finding> findings) override {
    locator_.open(chunk);
    for (const Finding& finding : findings) {
      text_.clear();
      put_head(chunk, finding);
      put_excerpt(chunk, finding);
      output_.write(text_);
      any_ = true;
    }
  }

  void note_responses(const ResponseCounts& counts) override {
    if (counts.any()) responses_ = counts;
  }

  void end(const Summary& summary) override {
    put_unread(summary);
    text_.clear();
    if (statistics_) put_statistics(summary);
    if (verbose_ && !quiet_) put_details(summary);
    if (summary.shown < summary.found) {
      text_ += fmt::format("{} of {} shown; raise --max-findings\n", summary.shown,
                           counted(summary.found, "finding"));
    }
    if (summary.known > 0 && !quiet_)
      text_ += fmt::format("{} of the baseline not shown\n", counted(summary.known, "finding"));
    if (!quiet_) put_summary(summary);
    if (any_ && !text_.empty()) text_.insert(0, 1, '\n');
    if (!text_.empty()) output_.write(text_);
  }

 private:
  void put_colored(std::string_view color, std::string_view text) {
    if (color_) text_ += color;
    text_ += text;
    if (color_) text_ += "\x1b[0m";
  }

  void put_head(const SourceChunk& chunk, const Finding& finding) {
    const Position place = locator_.at(finding.span.begin);
    std::string where = begins_log_command(chunk.name) ? "./" : "";
    append_printable(where, chunk.name);
    where += fmt::format(":{}:{}:", place.line, place.column);
    put_colored(kBold, where);
    text_ += ' ';
    put_colored(color_of(finding.severity), fmt::format("{}:", to_string(finding.severity)));
    text_ += ' ';
    append_printable(text_, finding.message);
    text_ += ' ';
    put_colored(kDim, fmt::format("[{}]", finding.rule));
    text_ += '\n';
  }

  void put_excerpt(const SourceChunk& chunk, const Finding& finding) {
    const Line line = locator_.line_at(finding.span.begin);
    const Excerpt excerpt = excerpter_.excerpt(chunk, line, finding);
    if (excerpt.text.empty()) return;
    text_ += begins_log_command(excerpt.text) ? kBarredIndent : kIndent;
    text_ += excerpt.text;
    text_ += '\n';
    const std::size_t caret = excerpt.underline.find('^');
    text_ += kIndent;
    text_.append(caret, ' ');
    put_colored(color_of(finding.severity), std::string_view(excerpt.underline).substr(caret));
    text_ += '\n';
  }

  // First where that can still be: what follows is of a part of the inputs.
  void put_unread(const Summary& summary) {
    text_.clear();
    for (const UnreadInput& input : summary.unread)
      text_ += fmt::format("not read: {}: {}\n", printable(input.file), printable(input.reason));
    if (text_.empty() || output_.insert(0, any_ ? text_ + "\n" : text_)) return;
    if (any_) text_.insert(0, 1, '\n');
    output_.write(text_);
    any_ = true;
  }

  void put_statistics(const Summary& summary) {
    using Row = std::pair<std::string_view, std::uint64_t>;
    std::vector<Row> rows(summary.by_rule.begin(), summary.by_rule.end());
    std::stable_sort(rows.begin(), rows.end(),
                     [](const Row& a, const Row& b) { return a.second > b.second; });
    const std::size_t width = rows.empty() ? 0 : fmt::format("{}", rows.front().second).size();
    for (const auto& [rule, count] : rows) text_ += fmt::format("{:>{}}  {}\n", count, width, rule);
  }

  void put_details(const Summary& summary) {
    for (const auto& [shape, count] : summary.by_shape) {
      text_ += fmt::format("shape {}: {}\n", shape, counted(count, "record"));
    }
    if (now_) text_ += fmt::format("expirationTime was checked against {}\n", to_rfc3339(*now_));
  }

  void put_summary(const Summary& summary) {
    const Counts& counts = summary.counts;
    for (const auto& [envelope, records] : summary.by_envelope) {
      text_ += fmt::format("{} read out of {} (--envelope none leaves envelopes closed)\n",
                           counted(records, "record"), envelope);
    }
    for (const SettingsNotice& notice : summary.settings) text_ += in_words(notice) + "\n";
    if (!now_) text_ += "expirationTime was not checked against a clock (--now none)\n";
    if (responses_)
      text_ += fmt::format("requests: {} taken, {} failed, {} unanswered\n", responses_->taken,
                           responses_->failed, responses_->unanswered);
    text_ +=
        fmt::format("{}, {}: {} valid, {} invalid, {} unreadable; {}, {}, {}\n",
                    counted(summary.files, "file"), counted(counts.records, "record"), counts.valid,
                    counts.invalid, counts.unreadable, counted(counts.errors, "error"),
                    counted(counts.warnings, "warning"), counted(counts.infos, "info"));
  }

  Output& output_;
  bool color_;
  bool statistics_;
  bool quiet_;
  bool verbose_;
  Locator locator_;
  Excerpter excerpter_;
  std::optional<Instant> now_;
  std::optional<ResponseCounts> responses_;
  std::string text_;
  bool any_ = false;
};

}  // namespace

const ReportFormat kTextReport = {
    .name = "text",
    .help = "for people: a line for each finding, its masked excerpt, and a summary",
    .make = [](Output& output, const ReportOptions& options, const std::vector<std::string>&)
        -> std::unique_ptr<Reporter> { return std::make_unique<TextReporter>(output, options); },
};

}  // namespace diallint
