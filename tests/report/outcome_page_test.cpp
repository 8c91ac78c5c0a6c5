// What became of a campaign, as a page: its figures, its markup, and what must not be in it.
#include "report/outcome_page.h"

#include <catch2/catch.hpp>
#include <string>

#include "report/html_charts.h"
#include "support/browser_dom.h"
#include "support/process.h"

namespace diallint::test {
namespace {

OutcomeAdvice advice_of(std::string_view name) {
  if (name == "InvalidInput") return {"mend", "It is <wrong>.", "Mend it & send it."};
  return {"", "", ""};
}

std::string page_for(const ReconcileSummary& summary) {
  return outcome_page(summary, advice_of, advice_of);
}

ReconcileSummary small() {
  ReconcileSummary summary;
  summary.rows = 1234;
  summary.taken = 1200;
  summary.failed = 30;
  summary.unanswered = 4;
  summary.failed_by_code = {{"InvalidInput", 10}, {"RequestThrottled", 20}};
  summary.responses = 1;
  summary.answers = 1230;
  summary.retry = 24;
  summary.repair = 10;
  summary.repair_by_rule = {{"failure-code", 10}};
  summary.by_period = {{*parse_rfc3339("2026-11-20T12:00:00Z"), {1200, 30, 4}}};
  summary.by_region = {{"GB", {1000, 20, 0}}, {"US", {200, 5, 0}}, {"", {0, 5, 0}}};
  return summary;
}

bool has(const std::string& page, const std::string& piece) {
  return page.find(piece) != std::string::npos;
}

std::string line(const std::string& label, const std::string& rows, const std::string& taken,
                 const std::string& failed, const std::string& unanswered) {
  const auto cell = [](const std::string& count) {
    return "<td class=\"number\">" + count + "</td>";
  };
  return "<th scope=\"row\">" + label + "</th>" + cell(rows) + cell(taken) + cell(failed) +
         cell(unanswered);
}

}  // namespace

TEST_CASE("The page tells how many reached the dialer, by code, hour and country", "[outcome]") {
  const std::string page = page_for(small());
  CHECK(has(page, "<p class=\"verdict warning\">1,200 of 1,234 rows reached the dialer.</p>"));
  CHECK(has(page, "1 response with 1,230 answers"));
  CHECK(has(page, "<dt>taken</dt><dd class=\"good\">1,200</dd>"));
  CHECK(has(page, "<dt>may be sent again</dt><dd class=\"info\">24</dd>"));
  CHECK(has(page, "<dt>to be mended first</dt><dd class=\"error\">10</dd>"));
  // The most first; what is known of a code is text.
  CHECK(page.find("<code>RequestThrottled</code>") < page.find("<code>InvalidInput</code>"));
  CHECK(has(page, "<code>InvalidInput</code>: It is &lt;wrong&gt;.</span></summary>"));
  CHECK(has(page, "<strong>What to do:</strong> Mend it &amp; send it.</p>"));
  CHECK(has(page, ">Hour (UTC)</th>"));
  CHECK(has(page, line("2026-11-20 12:00", "1,234", "1,200", "30", "4")));
  CHECK(has(page, line("<span data-region=\"GB\">GB</span>", "1,020", "1,000", "20", "0")));
  CHECK(has(page, line("<span data-region=\"US\">US</span>", "205", "200", "5", "0")));
  CHECK(has(page, line("in no country's numbering plan", "5", "0", "5", "0")));
  CHECK(has(page, line("number not found in its batch", "4", "0", "0", "4")));
  CHECK_FALSE(has(page, "Calls that failed"));
}

TEST_CASE("The page of a campaign that all were taken of, and of an empty one", "[outcome]") {
  ReconcileSummary summary;
  CHECK(has(page_for(summary), "<p class=\"verdict good\">There was nobody to call.</p>"));
  CHECK_FALSE(has(page_for(summary), "<table"));
  summary.rows = summary.taken = 1;
  CHECK(has(page_for(summary), "<p class=\"verdict good\">1 of 1 row reached the dialer.</p>"));
}

TEST_CASE("Long campaigns are shown by longer periods", "[outcome]") {
  ReconcileSummary summary = small();
  summary.period_hours = 6;
  CHECK(has(page_for(summary), ">6 hours from (UTC)</th>"));
  summary.period_hours = 24;
  const std::string daily = page_for(summary);
  CHECK(has(daily, ">1 day from (UTC)</th>"));
  CHECK(has(daily, "<th scope=\"row\">2026-11-20</th>"));
}

TEST_CASE("What was not read is told, and names of files stay text", "[outcome]") {
  ReconcileSummary summary = small();
  summary.unread = 12;
  summary.first_unread = {{"<script>.json", 3, "this is no response"}};
  summary.failed_calls = {{"ThrottlingException", 7}, {"unknown", 1}};
  const std::string page = page_for(summary);
  CHECK(has(page, "Not read: <code>&lt;script&gt;.json:3</code>: this is no response.</p>"));
  CHECK(has(page, "11 other texts not read either."));
  CHECK(has(page, "<h2>Calls that failed as a whole</h2>"));
  CHECK(has(page, "<code>ThrottlingException</code>"));
}

TEST_CASE("The parts of a bar are as long as the whole", "[outcome]") {
  const auto bar = [](std::uint64_t a, std::uint64_t b, std::uint64_t c, std::uint64_t whole) {
    const std::string text = parted_bar({{a, "good"}, {b, "error"}, {c, "warning"}}, whole);
    return text.substr(text.find("/>") + 2);
  };
  CHECK(bar(1, 1, 1, 3) ==
        "<rect class=\"fill good\" x=\"0\" width=\"66\" height=\"10\"/>"
        "<rect class=\"fill error\" x=\"66\" width=\"67\" height=\"10\"/>"
        "<rect class=\"fill warning\" x=\"133\" width=\"67\" height=\"10\"/></svg>");
  CHECK(bar(0, 5, 0, 10) ==
        "<rect class=\"fill error\" x=\"0\" width=\"100\" height=\"10\"/></svg>");
  CHECK(bar(0, 0, 0, 10) == "</svg>");
}

TEST_CASE("A browser names the countries, and needs no script for the rest", "[outcome]") {
  const Scratch scratch;
  write_text(scratch.folder() / "outcome.html", page_for(small()));
  const std::string shown = browser_dom(scratch, "outcome.html");
  CHECK(has(shown, "<span data-region=\"GB\">United Kingdom (GB)</span>"));
}

}  // namespace diallint::test
