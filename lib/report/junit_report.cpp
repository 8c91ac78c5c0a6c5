#include <fmt/format.h>

#include <algorithm>

#include "report/markup_escape.h"
#include "report/reporter.h"
#include "report/source_location.h"
#include "report/top_findings.h"

namespace diallint {
namespace {

// Readers of test results hold all of them in memory, and show them to people.
constexpr std::size_t kMaxCases = 10'000;

class JunitReporter final : public Reporter {
 public:
  JunitReporter(Output& output, const ReportOptions& options,
                const std::vector<std::string>& input_names)
      : output_(output), names_(input_names), base_(options.base), fail_on_(options.fail_on) {}

  void begin(const std::optional<Instant>& /*now*/) override {}

  void take(const SourceChunk& chunk, std::span<const Finding> findings) override {
    locator_.open(chunk);
    for (const Finding& finding : findings) {
      if (!cases_.wants(finding.severity)) continue;
      const bool fails = fail_on_ && finding.severity >= *fail_on_;
      cases_.add(finding.severity, {chunk.file, fails, test_case(chunk, finding, fails)});
    }
  }

  void end(const Summary& summary) override {
    std::vector<const Case*> cases;
    cases_.each([&](const Case& one) { cases.push_back(&one); });
    std::stable_sort(cases.begin(), cases.end(),
                     [](const Case* a, const Case* b) { return a->file < b->file; });
    const auto failures = std::count_if(cases.begin(), cases.end(), is_failure);
    const std::uint64_t left_out = summary.found - std::min(summary.found, cases.size() + 0UL);
    std::uint64_t clean = 0;
    for (std::size_t file = 0; file < names_.size(); ++file)
      clean += has_none(cases, file) && !is_unread(summary, file) ? 1 : 0;
    output_.write(
        fmt::format("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                    "<testsuites name=\"diallint\" tests=\"{}\" failures=\"{}\" "
                    "errors=\"{}\">\n",
                    cases.size() + clean + summary.unread.size() + (left_out > 0 ? 1 : 0) +
                        summary.settings.size(),
                    failures, summary.unread.size()));
    for (const UnreadInput& input : summary.unread) put_unread(input);
    auto from = cases.begin();
    for (std::size_t file = 0; file < names_.size(); ++file) {
      const auto to =
          std::find_if(from, cases.end(), [&](const Case* c) { return c->file > file; });
      // What was read of it, if anything, is no test that passed.
      if (from != to || !is_unread(summary, file)) put_suite(names_[file], {from, to});
      from = to;
    }
    if (left_out > 0)
      put_note("left out", fmt::format("{} more findings are not in this report; it holds the {} "
                                       "most severe",
                                       left_out, cases_.size()));
    for (const SettingsNotice& notice : summary.settings) put_note("settings", in_words(notice));
    output_.write("</testsuites>\n");
  }

 private:
  struct Case {
    std::uint32_t file;
    bool fails;
    std::string text;
  };
  static bool is_failure(const Case* one) { return one->fails; }
  static bool has_none(const std::vector<const Case*>& cases, std::size_t file) {
    const auto at = std::lower_bound(cases.begin(), cases.end(), file,
                                     [](const Case* c, std::size_t f) { return c->file < f; });
    return at == cases.end() || (*at)->file != file;
  }

  bool is_unread(const Summary& summary, std::size_t file) const {
    return std::any_of(summary.unread.begin(), summary.unread.end(),
                       [&](const UnreadInput& input) { return input.file == names_[file]; });
  }

  void put_unread(const UnreadInput& input) {
    const std::string path = markup(relative_path(input.file, base_));
    output_.write(fmt::format(
        "<testsuite name=\"{0}\" tests=\"1\" failures=\"0\" errors=\"1\" skipped=\"0\">\n"
        "<testcase classname=\"{0}\" name=\"not read\" file=\"{0}\"><error type=\"not-read\" "
        "message=\"{1}\">{0}: not read: {1}</error></testcase>\n</testsuite>\n",
        path, markup(input.reason)));
  }

  std::string test_case(const SourceChunk& chunk, const Finding& finding, bool fails) {
    const Position place = locator_.at(finding.span.begin);
    const std::string path = relative_path(chunk.name, base_);
    const std::string where = markup(fmt::format("{}:{}:{}", path, place.line, place.column));
    const std::string message = markup(finding.message);
    std::string text =
        fmt::format("<testcase classname=\"{}\" name=\"{} {}:{}\" file=\"{}\" line=\"{}\">",
                    markup(path), finding.rule, place.line, place.column, markup(path), place.line);
    const std::string_view severity = to_string(finding.severity);
    text += fails ? fmt::format("<failure type=\"{}\" message=\"{}\">{}: {}: {} [{}]</failure>",
                                finding.rule, message, where, severity, message, finding.rule)
                  : fmt::format("<system-out>{}: {}: {} [{}]</system-out>", where, severity,
                                message, finding.rule);
    return text + "</testcase>\n";
  }

  // An input without findings is a test that passes.
  void put_suite(const std::string& input, const std::vector<const Case*>& cases) {
    const std::string path = markup(relative_path(input, base_));
    output_.write(fmt::format(
        "<testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"0\" skipped=\"0\">\n", path,
        std::max<std::size_t>(cases.size(), 1),
        std::count_if(cases.begin(), cases.end(), is_failure)));
    for (const Case* one : cases) output_.write(one->text);
    if (cases.empty())
      output_.write(
          fmt::format("<testcase classname=\"{0}\" name=\"nothing found\" file=\"{0}\"/>\n", path));
    output_.write("</testsuite>\n");
  }

  void put_note(std::string_view name, const std::string& text) {
    output_.write(
        fmt::format("<testsuite name=\"diallint\" tests=\"1\" failures=\"0\" errors=\"0\" "
                    "skipped=\"0\">\n<testcase classname=\"diallint\" name=\"{}\"><system-out>"
                    "{}</system-out></testcase>\n</testsuite>\n",
                    name, markup(text)));
  }

  Output& output_;
  const std::vector<std::string>& names_;
  PathBase base_;
  std::optional<Severity> fail_on_;
  Locator locator_;
  TopFindings<Case> cases_{kMaxCases};
};

}  // namespace

const ReportFormat kJunitReport = {
    .name = "junit",
    .help = "for what reads test results: JUnit XML, one suite for each input",
    .make = [](Output& output, const ReportOptions& options,
               const std::vector<std::string>& input_names) -> std::unique_ptr<Reporter> {
      return std::make_unique<JunitReporter>(output, options, input_names);
    },
};

}  // namespace diallint
