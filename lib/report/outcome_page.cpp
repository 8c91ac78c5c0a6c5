#include "report/outcome_page.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

#include "report/html_charts.h"
#include "report/html_page.h"
#include "report/markup_escape.h"

namespace diallint {
namespace {

constexpr std::string_view kScripts[] = {"regions.js"};
constexpr std::uint64_t kHoursInDay = 24;

std::uint64_t sum_of(const OutcomeCounts& counts) noexcept {
  return counts.taken + counts.failed + counts.unanswered;
}

void add(OutcomeCounts& sum, const OutcomeCounts& counts) noexcept {
  sum.taken += counts.taken;
  sum.failed += counts.failed;
  sum.unanswered += counts.unanswered;
}

// --- the head ------------------------------------------------------------------------------------

std::string verdict(const ReconcileSummary& summary) {
  if (summary.rows == 0) return "There was nobody to call.";
  return fmt::format("{} of {} reached the dialer.", grouped(summary.taken),
                     page_count(summary.rows, "row"));
}

std::string overview(const ReconcileSummary& summary) {
  const bool all = summary.taken == summary.rows;
  std::string text = fmt::format(
      "<header>\n<h1>What became of the campaign</h1>\n<p class=\"verdict {}\">{}</p>\n"
      "<p class=\"soft\">{} with {}, joined by diallint " DIALLINT_VERSION ".</p>\n",
      all ? "good" : "warning", verdict(summary), page_count(summary.responses, "response"),
      page_count(summary.answers, "answer"));
  for (const UnreadResponse& one : summary.first_unread)
    text += fmt::format("<p class=\"error\">Not read: <code>{}:{}</code>: {}.</p>\n",
                        markup(one.name), one.line, markup(one.why));
  if (summary.unread > summary.first_unread.size())
    text += fmt::format("<p class=\"error\">{} not read either.</p>\n",
                        page_count(summary.unread - summary.first_unread.size(), "other text"));
  text += "</header>\n<main>\n<dl class=\"tiles\">\n";
  text += page_tile("taken", summary.taken, "good") + page_tile("failed", summary.failed, "error");
  text += page_tile("unanswered", summary.unanswered, "warning");
  text += page_tile("may be sent again", summary.retry, "info");
  return text + page_tile("to be mended first", summary.repair, "error") + "</dl>\n";
}

// --- what failed, and what helps -----------------------------------------------------------------

using Counts = std::map<std::string, std::uint64_t>;

/// Those with most rows first. Nothing where there are none.
std::string reasons(std::string_view heading, const Counts& counts, const AdviceOf& advice_of) {
  if (counts.empty()) return {};
  std::vector<std::pair<std::string_view, std::uint64_t>> rows(counts.begin(), counts.end());
  std::stable_sort(rows.begin(), rows.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
  std::string text = fmt::format("<h2>{}</h2>\n<ul class=\"rules\">\n", heading);
  for (const auto& [name, count] : rows) {
    const OutcomeAdvice advice = advice_of(name);
    text += fmt::format(
        "<li><details><summary><span>{}</span> <span class=\"number\">{}</span> {}<span>"
        "<code>{}</code>{}{}</span></summary>\n<div class=\"body\"><p><strong>What to do:</strong> "
        "{}"
        "</p></div></details></li>\n",
        markup(advice.helps), grouped(count), html_bar(count, rows.front().second, "info"),
        markup(name), advice.meaning.empty() ? "" : ": ", markup(advice.meaning),
        markup(advice.advice));
  }
  return text + "</ul>\n";
}

// --- by time and by country ----------------------------------------------------------------------

struct Line {
  std::string label;  // HTML
  OutcomeCounts counts;
};

/// A heading with that id, and a table of what became of the rows of each line.
std::string outcome_table(std::string_view id, std::string_view heading, std::string_view column,
                          const std::vector<Line>& lines) {
  if (lines.empty()) return {};
  std::uint64_t most = 1;
  for (const Line& line : lines) most = std::max(most, sum_of(line.counts));
  std::string text = fmt::format(
      "<h2 id=\"{0}\">{1}</h2>\n<section class=\"scroll\" tabindex=\"0\" aria-labelledby=\"{0}\">\n"
      "<table class=\"outcomes\" aria-labelledby=\"{0}\"><thead><tr><th scope=\"col\">{2}</th>",
      id, heading, column);
  for (const char* name : {"Rows", "Taken", "Failed", "Unanswered"})
    text += fmt::format("<th scope=\"col\" class=\"number\">{}</th>", name);
  text += "<td class=\"wide\"></td></tr></thead>\n<tbody>\n";
  for (const Line& line : lines) {
    const OutcomeCounts& counts = line.counts;
    text += fmt::format("<tr><th scope=\"row\">{}</th>", line.label);
    for (const std::uint64_t count :
         {sum_of(counts), counts.taken, counts.failed, counts.unanswered})
      text += fmt::format("<td class=\"number\">{}</td>", grouped(count));
    text += fmt::format("<td>{}</td></tr>\n", parted_bar({{counts.taken, "good"},
                                                          {counts.failed, "error"},
                                                          {counts.unanswered, "warning"}},
                                                         most));
  }
  return text + "</tbody></table>\n</section>\n";
}

std::string periods(const ReconcileSummary& summary) {
  const std::uint64_t hours = summary.period_hours;
  const bool days = hours >= kHoursInDay;
  std::vector<Line> lines;
  for (const OutcomePeriod& period : summary.by_period) {
    // 2026-11-20T12:00:00Z: its periods begin with an hour.
    const std::string from = to_rfc3339(period.from);
    lines.push_back(
        {days ? from.substr(0, 10) : from.substr(0, 10) + ' ' + from.substr(11, 5), period.counts});
  }
  const std::string column = hours == 1 ? "Hour (UTC)"
                             : days     ? page_count(hours / kHoursInDay, "day") + " from (UTC)"
                                        : page_count(hours, "hour") + " from (UTC)";
  return outcome_table("hours", "When they were to be sent", column, lines);
}

std::string countries(const ReconcileSummary& summary) {
  Counts rows;
  OutcomeCounts rest{summary.taken, summary.failed, summary.unanswered};
  for (const auto& [region, counts] : summary.by_region) rows[region] = sum_of(counts);
  std::vector<Line> lines;
  for (const RegionLine& one : region_lines(rows)) {
    Line line{one.label, {}};
    for (const std::string& region : one.regions) add(line.counts, summary.by_region.at(region));
    rest.taken -= line.counts.taken;
    rest.failed -= line.counts.failed;
    rest.unanswered -= line.counts.unanswered;
    lines.push_back(std::move(line));
  }
  if (sum_of(rest) > 0) lines.push_back({"number not found in its batch", rest});
  return outcome_table("countries", "Where the numbers belong", "Country", lines);
}

constexpr std::string_view kFiles =
    "<h2>Row by row</h2>\n<p>Next to this page, <code>outcome.csv</code> has what became of each "
    "row, <code>repair.csv</code> what must be mended before it is sent, and <code>retry</code> "
    "the "
    "batches that may be sent again.</p>\n</main>\n";

}  // namespace

std::string outcome_page(const ReconcileSummary& summary, const AdviceOf& codes,
                         const AdviceOf& rules) {
  return page_head("What became of the campaign", kScripts) + overview(summary) +
         reasons("Why requests failed", summary.failed_by_code, codes) +
         reasons("What must be mended first", summary.repair_by_rule, rules) +
         reasons("Calls that failed as a whole", summary.failed_calls, codes) + periods(summary) +
         countries(summary) + std::string(kFiles) + page_end(kScripts);
}

}  // namespace diallint
