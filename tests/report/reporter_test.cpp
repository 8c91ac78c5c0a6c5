#include "report/reporter.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "base/embedded_files.h"
#include "base/json_string.h"
#include "base/printable.h"
#include "base/random.h"
#include "base/utf8.h"
#include "input/value_kind.h"
#include "support/rounds.h"

using namespace diallint;
using namespace std::string_literals;
using nlohmann::json;

namespace {

class StringOutput final : public Output {
 public:
  void write(std::string_view bytes) override { text += bytes; }
  std::string text;
};

constexpr std::string_view kBytes =
    "{\"phoneNumber\":\"+12025550147\",\"name\":\"é\"}\n"
    "{\"expirationTime\":\"2026-11-20T12:30:00Z\"}\n";

SourceChunk chunk_of(std::string_view bytes, std::string_view name = "a.ndjson") {
  return {0, name, InputFormat::kNdjson, bytes, 0, 1, 0};
}

std::vector<Finding> two_findings() {
  Finding unknown;
  unknown.rule = "unknown-member";
  unknown.severity = Severity::kWarning;
  unknown.span = {30, 36};
  unknown.path = "/name";
  unknown.message = "name is not a member of a dial request";
  Finding chunk;
  chunk.rule = "expiration-window";
  chunk.span = {61, 83};
  chunk.record = 1;
  chunk.path = "/expirationTime";
  chunk.message = "expirationTime is 1800 s ahead; at most 900 s are allowed";
  chunk.figures = {"30", "900.001", "1800", "s"};
  chunk.source = "https://docs.example/dial-request";
  chunk.first = Place{1, 7, true};
  return {unknown, chunk};
}

Summary summary_of_two() {
  Summary summary;
  summary.files = 1;
  summary.counts = {2, 1, 1, 0, 1, 1, 0};
  summary.by_rule = {{"expiration-window", 1}, {"unknown-member", 1}};
  summary.by_shape = {{"dial-request", 2}};
  summary.shown = summary.found = 2;
  return summary;
}

const std::vector<std::string> kInputs{"a.ndjson", "b.csv"};
const Instant kNow = *parse_rfc3339("2026-11-20T12:00:00Z");

std::string report(std::string_view format, const ReportOptions& options, const SourceChunk& chunk,
                   const std::vector<Finding>& findings, const Summary& summary,
                   const std::optional<Instant>& now = kNow) {
  StringOutput output;
  const auto reporter = make_reporter(format, output, options, kInputs);
  REQUIRE(reporter);
  reporter->begin(now);
  if (!findings.empty()) reporter->take(chunk, findings);
  reporter->end(summary);
  return output.text;
}

std::string report(std::string_view format, const ReportOptions& options = {}) {
  return report(format, options, chunk_of(kBytes), two_findings(), summary_of_two());
}

json report_schema() {
  for (const EmbeddedFile& file : embedded_schemas()) {
    if (file.name == "report.schema.json") return json::parse(file.text);
  }
  return {};
}

bool has_type(const json& value, const std::string& type) {
  if (type == "object") return value.is_object();
  if (type == "array") return value.is_array();
  if (type == "string") return value.is_string();
  if (type == "integer") return value.is_number_integer();
  if (type == "number") return value.is_number();
  return type == "null" && value.is_null();
}

// The keywords that the report's schema uses. Gives back what is wrong, or nothing.
std::string fault_of(const json& value, const json& schema, const json& root) {
  std::string fault;
  const auto check = [&](bool holds, const std::string& what) {
    if (!holds && fault.empty()) fault = what + " in " + value.dump();
  };
  const auto check_inside = [&](const json& inner, const json& inner_schema) {
    if (fault.empty()) fault = fault_of(inner, inner_schema, root);
  };
  for (const auto& [keyword, wanted] : schema.items()) {
    if (keyword == "$ref") {
      check_inside(value, root.at(json::json_pointer(wanted.get<std::string>().substr(1))));
    } else if (keyword == "type") {
      bool any = false;
      for (const json& type : wanted.is_array() ? wanted : json::array({wanted})) {
        any = any || has_type(value, type);
      }
      check(any, "type");
    } else if (keyword == "required") {
      for (const json& name : wanted) check(value.contains(name.get<std::string>()), name);
    } else if (keyword == "properties") {
      for (const auto& [name, inner] : wanted.items()) {
        if (value.contains(name)) check_inside(value.at(name), inner);
      }
    } else if (keyword == "items") {
      for (const json& item : value) check_inside(item, wanted);
    } else if (keyword == "additionalProperties") {
      for (const json& item : value) check_inside(item, wanted);
    } else if (keyword == "minimum") {
      check(value >= wanted, "minimum");
    } else if (keyword == "const") {
      check(value == wanted, "const");
    } else if (keyword == "enum") {
      check(std::find(wanted.begin(), wanted.end(), value) != wanted.end(), "enum");
    } else if (keyword == "oneOf") {
      int fits = 0;
      for (const json& branch : wanted) fits += fault_of(value, branch, root).empty() ? 1 : 0;
      check(fits == 1, "oneOf");
    } else {
      const bool says_nothing = keyword == "title" || keyword == "description" ||
                                keyword == "format" || keyword.starts_with('$');
      check(says_nothing, "unknown keyword " + keyword);
    }
  }
  return fault;
}

void check_against_schema(const json& value, const std::string& pointer) {
  const json root = report_schema();
  REQUIRE(root.is_object());
  CHECK(fault_of(value, root.at(json::json_pointer(pointer)), root) == "");
}

bool is_clean(std::string_view text) {
  if (find_invalid_utf8(text) != std::string_view::npos) return false;
  for (std::size_t at = 0; at < text.size();) {
    const char32_t c = next_code_point(text, at);
    if (c != '\n' && is_unprintable(c)) return false;
  }
  return true;
}

}  // namespace

TEST_CASE("every format takes what became of the requests, and some tell it", "[report]") {
  for (const std::string_view format : report_formats()) {
    for (const bool any : {true, false}) {
      StringOutput output;
      const std::vector<std::string> names;
      const auto reporter = make_reporter(format, output, {}, names);
      reporter->begin(std::nullopt);
      reporter->note_responses(any ? ResponseCounts{1, 20, 300} : ResponseCounts{});
      reporter->end({});
      INFO(format << "\n" << output.text);
      const bool tells = format == "text" || format == "json" || format == "ndjson";
      const std::string text = format == "text"
                                   ? "requests: 1 taken, 20 failed, 300 unanswered\n"
                                   : R"("responses":{"taken":1,"failed":20,"unanswered":300})";
      CHECK((output.text.find(text) != std::string::npos) == (tells && any));
    }
  }
}

TEST_CASE("severities have names, counts add up") {
  for (const Severity severity :
       {Severity::kOff, Severity::kInfo, Severity::kWarning, Severity::kError}) {
    CHECK(parse_severity(to_string(severity)) == severity);
  }
  CHECK(to_string(Severity::kWarning) == "warning");
  CHECK_FALSE(parse_severity("Error"));
  CHECK_FALSE(parse_severity(""));
  Counts counts{6, 1, 2, 3, 4, 5, 6};
  counts += Counts{60, 10, 20, 30, 40, 50, 60};
  CHECK(counts.records == 66);
  CHECK(counts.valid == 11);
  CHECK(counts.invalid == 22);
  CHECK(counts.unreadable == 33);
  CHECK(counts.errors == 44);
  CHECK(counts.warnings == 55);
  CHECK(counts.infos == 66);
}

TEST_CASE("what is none of the names' values has a name all the same") {
  CHECK(to_string(static_cast<Severity>(99)) == "off");
  CHECK(with_article(Kind::kBroken) == "not a value");
}

TEST_CASE("every format has a reporter, no other name has") {
  StringOutput output;
  for (const std::string_view format : report_formats()) {
    CAPTURE(format);
    CHECK(make_reporter(format, output, {}, kInputs));
  }
  CHECK(report_formats() == std::vector<std::string_view>{"text", "json", "ndjson", "sarif",
                                                          "github", "gitlab", "junit", "html"});
  CHECK_FALSE(make_reporter("xml", output, {}, kInputs));
}

TEST_CASE("the text report") {
  const std::string expected =
      "a.ndjson:1:31: warning: name is not a member of a dial request [unknown-member]\n"
      "    {\"phoneNumber\":\"***\",\"name\":\"***\"}\n"
      "                         ^~~~~~\n"
      "a.ndjson:2:19: error: expirationTime is 1800 s ahead; at most 900 s are allowed "
      "[expiration-window]\n"
      "    {\"expirationTime\":\"***\"}\n"
      "                      ^~~~~\n";
  const std::string summary =
      "1 file, 2 records: 1 valid, 1 invalid, 0 unreadable; 1 error, 1 warning, 0 infos\n";
  CHECK(report("text") == expected + "\n" + summary);
  SECTION("quiet") {
    ReportOptions options;
    options.quiet = true;
    CHECK(report("text", options) == expected);
  }
  SECTION("statistics") {
    ReportOptions options;
    options.statistics = true;
    Summary counts = summary_of_two();
    counts.by_rule = {{"a-rule", 3}, {"b-rule", 120}, {"c-rule", 3}};
    CHECK(report("text", options, chunk_of(kBytes), two_findings(), counts) ==
          expected + "\n120  b-rule\n  3  a-rule\n  3  c-rule\n" + summary);
  }
  SECTION("verbose") {
    ReportOptions options;
    options.verbose = true;
    CHECK(report("text", options) ==
          expected +
              "\nshape dial-request: 2 records\n"
              "expirationTime was checked against 2026-11-20T12:00:00Z\n" +
              summary);
  }
  SECTION("values") {
    ReportOptions options;
    options.show_values = true;
    CHECK(report("text", options).find("\"2026-11-20T12:30:00Z\"}\n") != std::string::npos);
  }
  SECTION("keys masked") {
    ReportOptions options;
    options.mask_keys = true;
    options.known_names = {"phoneNumber"};
    CHECK(report("text", options).find("{\"phoneNumber\":\"***\",\"***\":\"***\"}\n") !=
          std::string::npos);
  }
}

TEST_CASE("the text report says what was left out") {
  Summary summary;
  summary.files = 2;
  summary.counts = {3, 1, 1, 1, 344, 0, 1};
  summary.shown = 12;
  summary.found = 345;
  const std::string cut = "12 of 345 findings shown; raise --max-findings\n";
  CHECK(
      report("text", {}, chunk_of(""), {}, summary, std::nullopt) ==
      cut +
          "expirationTime was not checked against a clock (--now none)\n"
          "2 files, 3 records: 1 valid, 1 invalid, 1 unreadable; 344 errors, 0 warnings, 1 info\n");
  ReportOptions quiet;
  quiet.quiet = true;
  CHECK(report("text", quiet, chunk_of(""), {}, summary) == cut);
}

TEST_CASE("the html report says how many findings of the baseline it leaves out") {
  Summary summary = summary_of_two();
  const std::string none = report("html");
  CHECK(none.find("of the baseline not shown") == std::string::npos);
  summary.known = 1;
  std::string page = report("html", {}, chunk_of(kBytes), two_findings(), summary);
  CHECK(page.find(">1 known finding of the baseline not shown.<") != std::string::npos);
  summary.known = 12'345;
  page = report("html", {}, chunk_of(kBytes), two_findings(), summary);
  CHECK(page.find(">12,345 known findings of the baseline not shown.<") != std::string::npos);
}

TEST_CASE("the html report's verdict goes by the worst that was found") {
  const auto verdict = [](const Counts& counts, std::uint64_t found) {
    Summary summary;
    summary.files = 1;
    summary.counts = counts;
    summary.found = summary.shown = found;
    const std::string page = report("html", {}, chunk_of(""), {}, summary);
    const std::size_t at = page.find("<p class=\"verdict ");
    return page.substr(at + 18, page.find("</p>", at) - at - 18);
  };
  CHECK(verdict({}, 0) == "good\">There was nothing to check.");
  CHECK(verdict({2, 2, 0, 0, 0, 0, 0}, 0) == "good\">Every request is valid.");
  CHECK(verdict({2, 2, 0, 0, 0, 1, 0}, 1) ==
        "warning\">Every request would be accepted, but some deserve a look.");
  CHECK(verdict({2, 2, 0, 0, 1, 0, 0}, 1) ==
        "error\">Every request would be accepted, but some deserve a look.");
  CHECK(verdict({1200, 2, 1198, 0, 1198, 0, 0}, 1198) ==
        "error\">1,198 of 1,200 dial requests would be refused or could not be read.");
}

TEST_CASE("colours change nothing but colours") {
  ReportOptions options;
  options.color = true;
  std::string colored = report("text", options);
  CHECK(colored.find("\x1b[1;31merror:\x1b[0m") != std::string::npos);
  CHECK(colored.find("\x1b[1;33mwarning:\x1b[0m") != std::string::npos);
  for (std::size_t at = 0; (at = colored.find('\x1b', at)) != std::string::npos;) {
    colored.erase(at, colored.find('m', at) + 1 - at);
  }
  CHECK(colored == report("text"));
}

TEST_CASE("the json report") {
  const std::string text = report("json");
  check_against_schema(json::parse(text), "");
  CHECK(text == "{\"tool\":{\"name\":\"diallint\",\"version\":" +
                    json::parse(text)["tool"]["version"].dump() +
                    R"(},"now":"2026-11-20T12:00:00Z",
"findings":[
{"rule":"unknown-member","severity":"warning","file":"a.ndjson","line":1,"column":31,"endLine":1,"endColumn":37,"record":0,"path":"/name","message":"name is not a member of a dial request"},
{"rule":"expiration-window","severity":"error","file":"a.ndjson","line":2,"column":19,"endLine":2,"endColumn":41,"record":1,"path":"/expirationTime","message":"expirationTime is 1800 s ahead; at most 900 s are allowed","constraint":{"minimum":30,"maximum":900.001,"actual":1800,"unit":"s"},"source":"https://docs.example/dial-request","firstPlace":{"file":"b.csv","line":7}}
],
"summary":{"files":1,"records":2,"valid":1,"invalid":1,"unreadable":0,"errors":1,"warnings":1,"infos":0,"shown":2,"found":2}}
)");
}

TEST_CASE("the json report says of a finding that it can be fixed, and not how") {
  std::vector<Finding> findings = two_findings();
  findings[1].fix = Fix{FixSafety::kUnsafe, "new-expiry", Edit{{49, 71}, "\"secret\""}};
  for (const std::string_view format : report_formats()) {
    CAPTURE(format);
    CHECK(report(format, {}, chunk_of(kBytes), findings, summary_of_two()).find("secret") ==
          std::string::npos);
  }
  const json parsed = json::parse(report("json", {}, chunk_of(kBytes), findings, summary_of_two()));
  check_against_schema(parsed, "");
  CHECK_FALSE(parsed["findings"][0].contains("fix"));
  CHECK(parsed["findings"][1]["fix"] == json{{"safety", "unsafe"}, {"kind", "new-expiry"}});
}

TEST_CASE("the json report of nothing, and with statistics") {
  ReportOptions options;
  options.statistics = true;
  const json empty =
      json::parse(report("json", options, chunk_of(""), {}, summary_of_two(), std::nullopt));
  check_against_schema(empty, "");
  CHECK(empty["now"].is_null());
  CHECK(empty["findings"] == json::array());
  CHECK(empty["summary"]["byRule"] == json{{"expiration-window", 1}, {"unknown-member", 1}});
  CHECK(empty["summary"]["byShape"] == json{{"dial-request", 2}});
}

TEST_CASE("the ndjson report has one finding a line, the summary on the last") {
  std::istringstream text(report("ndjson"));
  std::vector<json> lines;
  for (std::string line; std::getline(text, line);) lines.push_back(json::parse(line));
  REQUIRE(lines.size() == 3);
  for (const json& line : lines) check_against_schema(line, "/$defs/ndjsonLine");
  const json whole = json::parse(report("json"));
  CHECK(lines[0] == whole["findings"][0]);
  CHECK(lines[1] == whole["findings"][1]);
  CHECK(lines[2]["summary"] == whole["summary"]);
  CHECK(lines[2]["tool"] == whole["tool"]);
  CHECK(lines[2]["now"] == whole["now"]);
}

TEST_CASE("the schema of the report refuses what it should") {
  struct Row {
    std::string pointer;
    json value;
  };
  const std::vector<Row> rows{
      {"/findings/0/line", 0},
      {"/findings/0/line", "1"},
      {"/findings/0/severity", "fatal"},
      {"/findings/0/path", nullptr},
      {"/summary/records", -1},
      {"/tool/name", "other"},
      {"/now", 5},
      {"/findings/1/constraint/actual", "1800"},
      {"/findings/1/firstPlace", json::object({{"file", "a"}})},
  };
  const json root = report_schema();
  for (const Row& row : rows) {
    CAPTURE(row.pointer);
    json changed = json::parse(report("json"));
    changed[json::json_pointer(row.pointer)] = row.value;
    CHECK(fault_of(changed, root, root) != "");
  }
  for (const json& member : root["$defs"]["finding"]["required"]) {
    json changed = json::parse(report("json"));
    changed["findings"][0].erase(member.get<std::string>());
    CHECK(fault_of(changed, root, root) != "");
  }
}

TEST_CASE("nothing from the input acts on a terminal or breaks a report") {
  static const std::vector<std::string> kParts{
      "a",      "\"",       "\\",     "\x1B[31m",   "\n",     "\r",     "\0"s,    "\x7F",
      "\u0085", "\u202E",   "\u2066", "\u200E",     "\u061C", "\u200B", "\uFEFF", "\u2028",
      "\xFF",   "\xE6\xBC", "漢",     "\U000E0041", "::",     "/",      ","};
  for (std::uint64_t seed = 0; seed < 2000; seed += diallint::test::every(11)) {
    Random random(seed);
    const auto nasty = [&] {
      std::string text;
      for (std::size_t i = random.below(12); i > 0; --i)
        text += kParts[random.below(kParts.size())];
      return text;
    };
    const std::string name = nasty();
    const std::string bytes = nasty();
    SourceChunk chunk = chunk_of(bytes, name);
    chunk.format =
        std::vector{InputFormat::kJson, InputFormat::kNdjson, InputFormat::kCsv}[random.below(3)];
    Finding finding;
    finding.rule = "json-syntax";
    finding.span.begin = random.below(bytes.size() + 1);
    finding.span.end = finding.span.begin + random.below(20);
    finding.path = nasty();
    finding.message = nasty();
    finding.figures.unit = nasty();
    finding.figures.maximum = random.once_in(2) ? "12e3" : nasty();
    if (random.once_in(2))
      finding.first = Place{static_cast<std::uint32_t>(random.below(3)), 4, false};
    ReportOptions options;
    options.show_values = random.once_in(2);
    CAPTURE(seed, name, bytes);
    for (const std::string_view format : report_formats()) {
      const std::string text = report(format, options, chunk, {finding}, summary_of_two());
      REQUIRE(is_clean(text));
      if (format == "json") {
        const json parsed = json::parse(text);
        REQUIRE(fault_of(parsed, report_schema(), report_schema()) == "");
        if (find_invalid_utf8(name) == std::string::npos) {
          REQUIRE(parsed["findings"][0]["file"] == name);
        }
      }
      if (format == "text") {
        const auto lines = std::count(text.begin(), text.end(), '\n');
        REQUIRE(lines >= 3);  // the finding, an empty line, the summary
        REQUIRE(lines <= 5);  // and the excerpt
      }
    }
  }
}

TEST_CASE("what a terminal or a viewer does not show as it is, is escaped") {
  const struct {
    char32_t first, last;
    bool unprintable;
  } kRanges[] = {{0, 0x1F, true},
                 {0x20, 0x7E, false},
                 {0x7F, 0x9F, true},
                 {0xA0, 0xAC, false},
                 {0xAD, 0xAD, true},
                 {0xAE, 0xFF, false},
                 {0x61B, 0x61B, false},
                 {0x61C, 0x61C, true},
                 {0x115E, 0x115E, false},
                 {0x115F, 0x1160, true},
                 {0x1161, 0x1161, false},
                 {0x180D, 0x180D, false},
                 {0x180E, 0x180E, true},
                 {0x2000, 0x200A, false},
                 {0x200B, 0x200F, true},
                 {0x2010, 0x2027, false},
                 {0x2028, 0x202E, true},
                 {0x202F, 0x205F, false},
                 {0x2060, 0x206F, true},
                 {0x2070, 0x3163, false},
                 {0x3164, 0x3164, true},
                 {0x3165, 0xD7FF, false},
                 {0xFDCF, 0xFDCF, false},
                 {0xFDD0, 0xFDEF, true},
                 {0xFDF0, 0xFEFE, false},
                 {0xFEFF, 0xFEFF, true},
                 {0xFF00, 0xFF9F, false},
                 {0xFFA0, 0xFFA0, true},
                 {0xFFA1, 0xFFEF, false},
                 {0xFFF0, 0xFFFB, true},
                 {0xFFFC, 0xFFFD, false},
                 {0xFFFE, 0xFFFF, true},
                 {0x10000, 0x10100, false},
                 {0x1BC9F, 0x1BC9F, false},
                 {0x1BCA0, 0x1BCA3, true},
                 {0x1BCA4, 0x1BCA4, false},
                 {0x1D172, 0x1D172, false},
                 {0x1D173, 0x1D17A, true},
                 {0x1D17B, 0x1D17B, false},
                 {0x1FFFE, 0x1FFFF, true},
                 {0xE0000, 0xE0FFF, true},
                 {0xE1000, 0xE1000, false},
                 {0x10FFFD, 0x10FFFD, false},
                 {0x10FFFE, 0x10FFFF, true}};
  for (const auto& [first, last, unprintable] : kRanges) {
    for (char32_t c = first; c <= last; ++c) {
      INFO(static_cast<std::uint32_t>(c));
      REQUIRE(is_unprintable(c) == unprintable);
    }
  }
}

TEST_CASE("no text becomes a command of a log") {
  const struct {
    std::string text, printed, quoted;
  } kCases[] = {
      {"##[error]x", "#\\x23[error]x", "\"#\\u0023[error]x\""},
      {"a ##vso[task]", "a #\\x23vso[task]", "\"a #\\u0023vso[task]\""},
      {"##teamCity[m]", "#\\x23teamCity[m]", "\"#\\u0023teamCity[m]\""},
      {"###[x", "##\\x23[x", "\"##\\u0023[x\""},
      {"##", "##", "\"##\""},
      {"##vso", "##vso", "\"##vso\""},
      {"##v1[", "##v1[", "\"##v1[\""},
      {"## [", "## [", "\"## [\""},
      {"a#[", "a#[", "\"a#[\""},
      {"#[", "#[", "\"#[\""},
      {"##a}[", "##a}[", "\"##a}[\""},
      {"\xFF", "\\xFF", "\"\xEF\xBF\xBD\""},
      {"\xEF\xBF\xBD", "\xEF\xBF\xBD", "\"\xEF\xBF\xBD\""},
  };
  for (const auto& [text, printed, quoted] : kCases) {
    std::string out;
    append_printable(out, text);
    CHECK(out == printed);
    out.clear();
    append_printable_json(out, text);
    CHECK(out == quoted);
  }
}

TEST_CASE("code points take the columns that terminals give them") {
  struct Row {
    char32_t code_point;
    int columns;
  };
  const std::vector<Row> rows{
      {U'a', 1},    {U'é', 1},   {U'漢', 2},   {U'가', 2},  {U'Ａ', 2},  {0x1F600, 2},
      {0x0301, 0},  {0x20E3, 0}, {0xFE0F, 0},  {0x3000, 2}, {0x2026, 1}, {0xFF9E, 1},
      {0x1F1E6, 1}, {0x3099, 0}, {0x20000, 2}, {0x303F, 1},
  };
  for (const Row& row : rows) {
    CAPTURE(static_cast<unsigned>(row.code_point));
    CHECK(columns_of(row.code_point) == row.columns);
  }
}
