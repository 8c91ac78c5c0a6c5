#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "plan/rule.h"
#include "report/expiry_histogram.h"
#include "report/html_charts.h"
#include "report/html_page.h"
#include "report/markup_escape.h"
#include "report/reporter.h"
#include "report/source_location.h"
#include "report/top_findings.h"

namespace diallint {
namespace {

// What a browser still opens at once.
constexpr std::size_t kMaxRows = 20'000;

constexpr std::string_view kScripts[] = {"regions.js", "report.js"};

class HtmlReporter final : public Reporter {
 public:
  HtmlReporter(Output& output, const ReportOptions& options)
      : output_(output), base_(options.base), documents_(options.documents) {}

  void begin(const std::optional<Instant>& now) override { now_ = now; }

  void take(const SourceChunk& chunk, std::span<const Finding> findings) override {
    locator_.open(chunk);
    for (const Finding& finding : findings) {
      ++taken_;
      histogram_.take(chunk.file, finding);
      Severity& worst = worst_[std::string(finding.rule)];
      worst = std::max(worst, finding.severity);
      if (rows_.wants(finding.severity)) rows_.add(finding.severity, row(chunk, finding));
    }
  }

  void end(const Summary& summary) override {
    put_head(summary);
    put_overview(summary);
    put_rules(summary);
    output_.write("<div class=\"pair\">\n");
    if (now_)
      output_.write(histogram_.markup(summary, taken_ == summary.found && summary.known == 0));
    output_.write(region_table(summary) + "</div>\n");
    put_table(summary);
    put_data();
    output_.write(page_end(kScripts));
  }

 private:
  void put_head(const Summary& summary) {
    const std::string unread = summary.unread.empty() ? "" : ": " + unread_words(summary);
    output_.write(page_head("diallint report" + unread, kScripts));
  }

  void put_overview(const Summary& summary) {
    const Counts& counts = summary.counts;
    std::string text =
        "<a class=\"skip\" href=\"#findings\">To the findings</a>\n<header>\n<h1>diallint "
        "report</h1>\n";
    text +=
        fmt::format("<p class=\"verdict {}\">{}</p>\n", verdict_color(summary), verdict(summary));
    text += fmt::format(
        "<p class=\"soft\">{} in {}, checked by diallint " DIALLINT_VERSION ". {}</p>\n",
        page_count(counts.records, "dial request"), page_count(summary.files, "file"),
        now_ ? "Expiry was checked for " + to_rfc3339(*now_) + "."
             : "Expiry was not checked against a clock.");
    for (const UnreadInput& input : summary.unread)
      text += fmt::format("<p class=\"verdict error\">Not read: <code>{}</code>: {}</p>\n",
                          markup(relative_path(input.file, base_)), markup(input.reason));
    for (const SettingsNotice& notice : summary.settings)
      text += fmt::format("<p class=\"soft\">{}.</p>\n", markup(in_words(notice)));
    if (summary.known > 0)
      text += fmt::format("<p class=\"soft\">{} of the baseline not shown.</p>\n",
                          page_count(summary.known, "known finding"));
    text += "</header>\n<main>\n<dl class=\"tiles\">\n";
    text +=
        page_tile("valid", counts.valid, "good") + page_tile("invalid", counts.invalid, "error");
    text += page_tile("unreadable", counts.unreadable, "error");
    text += page_tile("errors", counts.errors, "error") +
            page_tile("warnings", counts.warnings, "warning");
    output_.write(text + page_tile("infos", counts.infos, "info") + "</dl>\n");
  }

  static std::string_view verdict_color(const Summary& summary) {
    const Counts& counts = summary.counts;
    if (counts.invalid + counts.unreadable + counts.errors + summary.unread.size() > 0)
      return "error";
    return summary.found > 0 ? "warning" : "good";
  }

  static std::string unread_words(const Summary& summary) {
    const std::size_t count = summary.unread.size();
    return fmt::format("{} {} not read", page_count(count, "input"), count == 1 ? "was" : "were");
  }

  static std::string verdict(const Summary& summary) {
    const Counts& counts = summary.counts;
    const std::uint64_t lost = counts.invalid + counts.unreadable;
    if (!summary.unread.empty() && lost == 0)
      return fmt::format("{}: this page does not tell of everything.", unread_words(summary));
    if (lost > 0)
      return fmt::format("{} of {} would be refused or could not be read.", grouped(lost),
                         page_count(counts.records, "dial request"));
    if (summary.found > 0) return "Every request would be accepted, but some deserve a look.";
    return counts.records == 0 ? "There was nothing to check." : "Every request is valid.";
  }

  void put_rules(const Summary& summary) {
    if (summary.by_rule.empty()) return;
    struct Row {
      std::string_view rule;
      Severity severity;
      std::uint64_t count;
    };
    std::vector<Row> rows;
    std::uint64_t most = 0;
    for (const auto& [rule, count] : summary.by_rule) {
      const auto worst = worst_.find(rule);
      rows.push_back({rule, worst == worst_.end() ? Severity::kInfo : worst->second, count});
      most = std::max(most, count);
    }
    std::stable_sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) {
      return a.severity != b.severity ? a.severity > b.severity : a.count > b.count;
    });
    output_.write(
        "<h2>What is wrong</h2>\n<p class=\"soft\">The rules that were broken, and how often. Open "
        "a line for the reason and the repair.</p>\n<ul "
        "class=\"rules\">\n");
    for (const Row& row : rows) {
      const std::string_view level = to_string(row.severity);
      output_.write(fmt::format(
          "<li><details><summary><span class=\"level {0}\">{0}</span> <span "
          "class=\"number\">{1}</span> {2}<span>{3}</span></summary>\n<div class=\"body\">{4}</div>"
          "</details></li>\n",
          level, grouped(row.count), html_bar(row.count, most, level), title_of(row.rule),
          explanation(row.rule)));
    }
    output_.write("</ul>\n");
  }

  static std::string title_of(std::string_view id) {
    const Rule* rule = rule_named(id);
    return markup(rule == nullptr ? id : rule->title);
  }

  std::string explanation(std::string_view id) const {
    const Rule* rule = rule_named(id);
    if (rule == nullptr) return "";
    std::string text = fmt::format(
        "<p>{}</p>\n<p><strong>What to do:</strong> {}</p>\n<p class=\"soft\">Rule "
        "<code>{}</code></p>\n",
        markup(rule->why), markup(rule->repair), rule->id);
    const auto found = documents_.find(id);
    if (found == documents_.end()) return text;
    for (const SourceDocument& document : found->second) {
      const bool is_web = document.url.starts_with("https://");
      text += is_web ? fmt::format("<p><a rel=\"noreferrer\" href=\"{}\">{}</a></p>\n",
                                   markup(document.url), markup(document.title))
                     : fmt::format("<p>{}</p>\n", markup(document.title));
    }
    return text;
  }

  void put_table(const Summary& summary) {
    output_.write("<h2 id=\"list\">Findings</h2>\n");
    if (summary.found > rows_.size())
      output_.write(fmt::format("<p>The table holds {} of {}, the most severe.</p>\n",
                                grouped(rows_.size()), page_count(summary.found, "finding")));
    output_.write(
        "<noscript><p>Filtering and sorting need JavaScript; the counts above do "
        "not.</p></noscript>\n"
        "<div class=\"controls\" role=\"search\" aria-label=\"Findings\">\n"
        "<label>Search <input id=\"text\" type=\"search\" autocomplete=\"off\"></label>\n"
        "<label>Severity <select id=\"level\"><option value=\"\">all</option><option value=\"2\">"
        "error</option><option value=\"1\">warning</option><option value=\"0\">info</option>"
        "</select></label>\n"
        "<label>Rule <select id=\"rule\"><option value=\"\">all</option></select></label>\n"
        "<label>File <select id=\"file\"><option value=\"\">all</option></select></label>\n"
        "<button id=\"previous\" type=\"button\">Previous</button>\n"
        "<button id=\"next\" type=\"button\">Next</button>\n</div>\n"
        "<p id=\"status\" role=\"status\"></p>\n<section class=\"scroll\" tabindex=\"0\" "
        "aria-labelledby=\"list\">\n<table id=\"findings\" "
        "aria-labelledby=\"list\">\n<thead><tr>\n");
    for (const auto& [key, name] : {std::pair("level", "Severity"),
                                    {"place", "Place"},
                                    {"path", "Member"},
                                    {"message", "What was found"},
                                    {"rule", "Rule"}})
      output_.write(fmt::format(
          "<th scope=\"col\" data-key=\"{}\"{}><button type=\"button\">{}"
          "</button></th>\n",
          key, std::string_view(key) == "level" ? " aria-sort=\"descending\"" : "", name));
    output_.write("</tr></thead>\n<tbody></tbody>\n</table>\n</section>\n</main>\n");
  }

  std::string row(const SourceChunk& chunk, const Finding& finding) {
    const Position place = locator_.at(finding.span.begin);
    const std::string path = relative_path(chunk.name, base_);
    const auto file = files_.try_emplace(path, files_.size()).first->second;
    const auto rule = rules_.try_emplace(std::string(finding.rule), rules_.size()).first->second;
    std::string text = fmt::format("[{},{},{},{},{},", static_cast<int>(finding.severity) - 1, file,
                                   place.line, place.column, finding.record);
    append_script_string(text, finding.path);
    text += ',';
    append_script_string(text, finding.message);
    return text + fmt::format(",{}]", rule);
  }

  static std::string names(const std::map<std::string, std::size_t>& indexes) {
    std::vector<std::string_view> list(indexes.size());
    for (const auto& [name, index] : indexes) list[index] = name;
    std::string text;
    for (const std::string_view name : list) {
      if (!text.empty()) text += ',';
      append_script_string(text, name);
    }
    return text;
  }

  void put_data() {
    output_.write(
        fmt::format("<script type=\"application/json\" id=\"data\">{{\"files\":[{}],"
                    "\"rules\":[{}],\"rows\":[",
                    names(files_), names(rules_)));
    bool first = true;
    rows_.each([&](const std::string& row) {
      output_.write(first ? "\n" : ",\n");
      output_.write(row);
      first = false;
    });
    output_.write("]}</script>\n");
  }

  Output& output_;
  PathBase base_;
  std::map<std::string, std::vector<SourceDocument>, std::less<>> documents_;
  Locator locator_;
  std::optional<Instant> now_;
  std::uint64_t taken_ = 0;
  ExpiryHistogram histogram_;
  std::map<std::string, Severity> worst_;
  std::map<std::string, std::size_t> files_;
  std::map<std::string, std::size_t> rules_;
  TopFindings<std::string> rows_{kMaxRows};
};

}  // namespace

const ReportFormat kHtmlReport = {
    .name = "html",
    .help = "for people who do not read logs: one page that needs nothing else",
    .make = [](Output& output, const ReportOptions& options, const std::vector<std::string>&)
        -> std::unique_ptr<Reporter> { return std::make_unique<HtmlReporter>(output, options); },
};

}  // namespace diallint
