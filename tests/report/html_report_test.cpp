// The HTML report, as text and as a browser shows it.
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "base/embedded_files.h"
#include "base/sha256.h"
#include "report/html_charts.h"
#include "support/browser_dom.h"
#include "support/build_paths.h"
#include "support/process.h"

namespace diallint::test {
namespace {

constexpr const char* kReport =
    "diallint --now 2026-11-20T12:00:00Z --ignore phone-fictional --output-format html -o r.html ";

std::string part(const std::string& name) {
  for (const EmbeddedFile& file : embedded_page())
    if (file.name == name) return std::string(file.text);
  return {};
}

/// The page as Chromium has it once its script has run; a script of ours may run behind that one,
/// in a copy of the page whose policy allows it.
std::string dom(const Scratch& scratch, const std::string& script = "") {
  std::string page = file_text(scratch.folder() / "r.html");
  if (!script.empty()) {
    const std::size_t policy = page.find("<meta http-equiv");
    page.erase(policy, page.find('\n', policy) - policy);
    page.insert(page.find("</body>"), "<script>" + script + "</script>");
  }
  write_text(scratch.folder() / "shown.html", page);
  const std::string shown = browser_dom(scratch, "shown.html");
  REQUIRE(shown.find("data-ready=\"true\"") != std::string::npos);
  return shown;
}

std::size_t count_of(const std::string& text, const std::string& piece) {
  std::size_t count = 0;
  for (std::size_t at = 0; (at = text.find(piece, at)) != std::string::npos; at += piece.size())
    ++count;
  return count;
}

/// The rows of the table of findings.
std::string rows_of(const std::string& dom) {
  const std::size_t table = dom.find("<table id=\"findings\"");
  const std::size_t begin = dom.find("<tbody>", table);
  return dom.substr(begin, dom.find("</tbody>", begin) - begin);
}

}  // namespace

TEST_CASE("the page carries all that it needs and allows nothing else", "[html]") {
  const Scratch scratch;
  REQUIRE(run_command(std::string(kReport) + "examples", scratch).exit_code == 1);
  const std::string page = file_text(scratch.folder() / "r.html");
  for (const std::string name : {"report.css", "regions.js", "report.js"}) {
    const std::string text = part(name);
    REQUIRE_FALSE(text.empty());
    CHECK(page.find(">" + text + "</") != std::string::npos);
    CHECK(page.find("'sha256-" + to_base64(sha256(text)) + "'") != std::string::npos);
  }
  CHECK(page.find("default-src 'none'") != std::string::npos);
  CHECK(page.find("unsafe") == std::string::npos);
  for (const char* loads : {" src=", "<link", "@import", "url(", "<iframe", " style=", " onclick="})
    CHECK(page.find(loads) == std::string::npos);
  CHECK(count_of(page, "<script") == 3);
  CHECK(page.find("in the past") != std::string::npos);
  CHECK(page.find("15 min to 30 min, too late") != std::string::npos);
  run_command(
      "diallint --now none --ignore phone-fictional --output-format html -o r.html examples/clean",
      scratch);
  const std::string clean = file_text(scratch.folder() / "r.html");
  CHECK(clean.find("Every request is valid.") != std::string::npos);
  CHECK(clean.find("When requests expire") == std::string::npos);
}

TEST_CASE("a browser shows the findings, filters and sorts them", "[html]") {
  const Scratch scratch;
  run_command(std::string(kReport) + "examples/dirty/expiry.json examples/dirty/retried-batch.json",
              scratch);
  const std::string all = rows_of(dom(scratch));
  CHECK(count_of(all, "<tr>") == 8);
  CHECK(all.find("warning") > all.find("28800 s after now"));
  const std::string set =
      "const set = (id, value) => { const e = document.getElementById(id); e.value = value; "
      "e.dispatchEvent(new Event('input')); };";
  CHECK(count_of(rows_of(dom(scratch, set + "set('level', '1')")), "<tr>") == 2);
  CHECK(count_of(rows_of(dom(scratch, set + "set('text', ' RETRIED ')")), "<tr>") == 2);
  CHECK(count_of(rows_of(dom(scratch, set + "set('text', 'nowhere to be found')")), "<tr>") == 0);
  CHECK(count_of(rows_of(dom(scratch, set + "set('file', '1'); set('level', '2')")), "<tr>") == 1);
  const std::string sorted =
      dom(scratch, "document.querySelector('th[data-key=message] button').click()");
  CHECK(sorted.find("aria-sort=\"ascending\"") != std::string::npos);
  CHECK(rows_of(sorted).find("clientToken was") < rows_of(sorted).find("expirationTime is"));
}

TEST_CASE("a browser pages through ten thousand findings", "[html]") {
  const Scratch scratch;
  std::string lines;
  for (int i = 0; i < 10'000; ++i) lines += "{\"clientToken\":\"" + std::to_string(i) + "\"}\n";
  write_text(scratch.folder() / "many.ndjson", lines);
  run_command(std::string(kReport) + "--select required many.ndjson", scratch);
  const std::string first = dom(scratch);
  CHECK(count_of(rows_of(first), "<tr>") == 100);
  CHECK(first.find("Findings 1 to 100 of ") != std::string::npos);
  const std::string second = dom(scratch, "document.getElementById('next').click()");
  CHECK(second.find("Findings 101 to 200 of ") != std::string::npos);
}

TEST_CASE("names and keys of the input stay text in the page", "[html]") {
  const Scratch scratch;
  const std::string name = "<script>document.title='owned'<\\script><img onerror=x>\".json";
  write_text(
      scratch.folder() / name,
      R"([{"clientToken":"a","phoneNumber":"+12025550147","expirationTime":)"
      R"("2026-11-20T12:05:00Z","attributes":{"</script><script>document.title='owned'</script>":)"
      R"("x","<!--<script>":"y"}}])");
  REQUIRE(run_command(std::string(kReport) + "*.json", scratch).exit_code == 1);
  const std::string page = file_text(scratch.folder() / "r.html");
  CHECK(count_of(page, "<script") == 3);
  CHECK(count_of(page, "</script") == 3);
  CHECK(page.find("<!--") == std::string::npos);
  const std::string shown = dom(scratch);
  CHECK(shown.find("<title>diallint report</title>") != std::string::npos);
  CHECK(shown.find("<img") == std::string::npos);
  CHECK(rows_of(shown).find("&lt;script&gt;") != std::string::npos);
}

TEST_CASE("the page counts requests by country and names the countries", "[html]") {
  const Scratch scratch;
  std::string lines;
  const auto add = [&](const char* number, int times) {
    for (int i = 0; i < times; ++i)
      lines += std::string(R"({"clientToken":"a","expirationTime":"2026-11-20T12:05:00Z",)") +
               R"("attributes":{},"phoneNumber":")" + number + "\"}\n";
  };
  add("+447700900123", 1200);
  add("+12025550147", 30);
  add("+80012345678", 4);
  add("+9991234", 3);
  add("02079460123", 2);
  lines += "{\"phoneNumber\":\n";
  write_text(scratch.folder() / "a.ndjson", lines);
  run_command(std::string(kReport) + "--ignore token-unique,phone-duplicate a.ndjson", scratch);
  const std::string shown = dom(scratch);
  const std::size_t begin = shown.find("id=\"countries\"");
  const std::string table = shown.substr(begin, shown.find("</table>", begin) - begin);
  const std::vector<std::pair<std::string, std::string>> rows{
      {"<span data-region=\"GB\">United Kingdom (GB)</span>", "1,200"},
      {"<span data-region=\"US\">United States (US)</span>", "30"},
      {"international services", "4"},
      {"in no country's numbering plan", "3"},
      {"no readable E.164 number", "3"}};
  CHECK(count_of(table, "<th scope=\"row\">") == rows.size());
  std::size_t last = 0;
  for (const auto& [name, count] : rows) {
    const std::size_t at =
        table.find("<th scope=\"row\">" + name + "</th><td class=\"number\">" + count + "</td>");
    CAPTURE(name);
    CHECK(at != std::string::npos);
    CHECK(at > last);
    last = at;
  }
  CHECK(shown.find("7700900123") == std::string::npos);
}

TEST_CASE("the tail of many countries is one line, and its figures add up", "[html]") {
  Summary summary;
  std::uint64_t tail = 0;
  for (char c = 'A'; c < 'A' + 25; ++c) {
    const auto count = static_cast<std::uint64_t>(c - 'A' + 1);
    summary.by_region[std::string("A") + c] = count;
    tail += count <= 5 ? count : 0;
  }
  const std::string text = region_table(summary);
  CHECK(text.find("<th scope=\"row\">5 other countries</th><td class=\"number\">" +
                  std::to_string(tail) + "<") != std::string::npos);
  CHECK(count_of(text, "data-region") == 20);
  CHECK(region_table(Summary{}).empty());
}

TEST_CASE("the page is read with the keyboard alone, and aloud", "[html]") {
  const Scratch scratch;
  run_command(std::string(kReport) + "examples/dirty/retried-batch.json examples/dirty/expiry.json",
              scratch);
  const Outcome outcome = run_command(
      quoted(node_path()) + " " + quoted(source_dir() + "/tests/node/read_page.mjs") + " r.html",
      scratch);
  CHECK(outcome.err.empty());
  const std::string expected = source_dir() + "/tests/node/read_page.expected";
  if (std::getenv("DIALLINT_UPDATE") != nullptr) write_text(expected, outcome.out);
  CHECK(outcome.out == file_text(expected));
}

}  // namespace diallint::test
