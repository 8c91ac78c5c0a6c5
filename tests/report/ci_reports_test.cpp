// Formats that other programs read: what they hold, what they leave out, and that nothing of the
// input acts on whoever reads them.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "base/sha256.h"
#include "plan/rule.h"
#include "report/fingerprint.h"
#include "report/markup_escape.h"
#include "report/reporter.h"
#include "report/top_findings.h"

using namespace diallint;
using nlohmann::json;

namespace {

class Written final : public Output {
 public:
  void write(std::string_view bytes) override { text += bytes; }
  std::string text;
};

const std::vector<std::string> kInputs{"data/a b.ndjson", "data/clean.csv"};
const PathBase kBase{"/work", "/work"};

constexpr std::string_view kBytes =
    "{\"phoneNumber\":\"+12025550147\"}\n{\"phoneNumber\":\"+12025550148\",\"é\":\"+12025550147\"}"
    "\n";

SourceChunk chunk_of(std::string_view name = kInputs[0], std::string_view bytes = kBytes) {
  return {0, name, InputFormat::kNdjson, bytes, 0, 1, 0};
}

Finding finding_at(std::string_view rule, Severity severity, Span span) {
  Finding finding;
  finding.rule = rule;
  finding.severity = severity;
  finding.span = span;
  finding.path = "/phoneNumber";
  finding.message = "phoneNumber is wrong";
  return finding;
}

/// A report of `count` findings of each of these severities, in that order.
std::string report(std::string_view format, const std::vector<Severity>& severities,
                   std::size_t count, ReportOptions options = {}, Written* summary_text = nullptr,
                   std::string_view name = kInputs[0], std::string_view message = "wrong") {
  Written output;
  options.base = kBase;
  options.job_summary = summary_text;
  const auto reporter = make_reporter(format, output, options, kInputs);
  REQUIRE(reporter);
  reporter->begin(Instant{});
  Summary summary;
  summary.files = 2;
  for (const Severity severity : severities) {
    std::uint64_t& counter = severity == Severity::kError     ? summary.counts.errors
                             : severity == Severity::kWarning ? summary.counts.warnings
                                                              : summary.counts.infos;
    for (std::size_t i = 0; i < count; ++i) {
      Finding finding = finding_at("phone-e164", severity, {15, 29});
      finding.message = std::string(message);
      reporter->take(chunk_of(name), {&finding, 1});
      ++counter;
      ++summary.found;
      ++summary.by_rule["phone-e164"];
    }
  }
  reporter->end(summary);
  return output.text;
}

std::size_t count_of(std::string_view text, std::string_view part) {
  std::size_t count = 0;
  for (std::size_t at = 0; (at = text.find(part, at)) != std::string_view::npos; at += part.size())
    ++count;
  return count;
}

}  // namespace

TEST_CASE("SHA-256 and HMAC give the digests of their standards") {
  struct Row {
    std::string text;
    std::string digest;
  };
  const std::vector<Row> rows{
      {"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
      {"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
      {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
       "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
      {std::string(1'000'000, 'a'),
       "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"},
  };
  for (const Row& row : rows) CHECK(to_hex(sha256(row.text)) == row.digest);
  // RFC 4231, cases 2 and 6: a short key, and one longer than a block.
  CHECK(to_hex(hmac_sha256("Jefe", "what do ya want for nothing?")) ==
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  CHECK(to_hex(hmac_sha256(std::string(131, '\xaa'),
                           "Test Using Larger Than Block-Size Key - Hash Key First")) ==
        "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
  CHECK(to_base64(sha256("")) == "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
}

TEST_CASE("text is escaped for where it goes") {
  struct Row {
    void (*append)(std::string&, std::string_view);
    std::string text;
    std::string escaped;
  };
  const std::vector<Row> rows{
      {append_markup, "<b a='1'>\"&\x1b", "&lt;b a=&#39;1&#39;&gt;&quot;&amp;\\x1B"},
      {append_markup, "]]>", "]]&gt;"},
      {append_command_data, "50%\r\n::error::x", "50%25\\r\\n::error::x"},
      {append_command_property, "a,b:c%\n", "a%2Cb%3Ac%25\\n"},
      {append_code_span, "a|b", "` a\\x7Cb `"},
      {append_code_span, "``a`", "``` ``a` ```"},
      {append_script_string, "</script><!--&\u2028",
       "\"\\u003c/script\\u003e\\u003c!--\\u0026\\u2028\""},
  };
  for (const Row& row : rows) {
    std::string out;
    row.append(out, row.text);
    CHECK(out == row.escaped);
  }
}

TEST_CASE("paths are written from the root of the project") {
  struct Row {
    std::string name;
    PathBase base;
    std::string path;
    std::string uri;
  };
  const std::vector<Row> rows{
      {"a.json", {"/w", "/w"}, "a.json", "a.json"},
      {"./x//a.json", {"/w", "/w"}, "x/a.json", "x/a.json"},
      {"../a.json", {"/w/data", "/w"}, "a.json", "a.json"},
      {"a.json", {"/w/data", "/w"}, "data/a.json", "data/a.json"},
      {"/w/data/a.json", {"/w", "/w"}, "data/a.json", "data/a.json"},
      {"/w//data/../a.json", {"/w", "/w"}, "a.json", "a.json"},
      {"/wide/a.json", {"/w", "/w"}, "/wide/a.json", "file:///wide/a.json"},
      {"../../a.json", {"/w/data", "/w/data"}, "../../a.json", "../../a.json"},
      {"a.json", {}, "a.json", "a.json"},
      {"a b:é%.json", {"/w", "/w"}, "a b:é%.json", "a%20b%3A%C3%A9%25.json"},
      {"<stdin>", {"/w", "/w"}, "<stdin>", "%3Cstdin%3E"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    CHECK(relative_path(row.name, row.base) == row.path);
    CHECK(uri_of_path(relative_path(row.name, row.base)) == row.uri);
  }
}

TEST_CASE("the most severe are kept, the earlier of equal ones") {
  TopFindings<int> kept(3);
  kept.add(Severity::kInfo, 1);
  kept.add(Severity::kInfo, 2);
  kept.add(Severity::kWarning, 3);
  CHECK_FALSE(kept.wants(Severity::kInfo));
  kept.add(Severity::kInfo, 4);
  kept.add(Severity::kError, 5);
  kept.add(Severity::kError, 6);
  CHECK_FALSE(kept.wants(Severity::kWarning));
  CHECK(kept.wants(Severity::kError));
  kept.add(Severity::kError, 7);
  CHECK_FALSE(kept.wants(Severity::kError));
  std::vector<int> items;
  kept.each([&](int item) { items.push_back(item); });
  CHECK(items == std::vector<int>{5, 6, 7});
}

TEST_CASE("the structure of a path holds names of schemas and nothing else") {
  const NameSet names{"dialRequests", "attributes", "a/b"};
  CHECK(structure_of("", names).empty());
  CHECK(structure_of("/dialRequests/17/attributes/+12025550147", names) ==
        "/dialRequests/*/attributes/*");
  CHECK(structure_of("/a~1b/x", names) == "/a~1b/*");
}

TEST_CASE("fingerprints without a key do not depend on any value") {
  const std::string other =
      "{\"phoneNumber\":\"+442079460123\"}\n{\"phoneNumber\":\"+442079460124\"}\n";
  Fingerprinter first({}, kBase, {"phoneNumber"});
  Fingerprinter second({}, kBase, {"phoneNumber"});
  std::set<std::string> all;
  for (int i = 0; i < 100; ++i) {
    const Finding a = finding_at("phone-e164", Severity::kError, {15, 29});
    const Finding b = finding_at("phone-e164", Severity::kError, {16, 20});
    const std::string print = first.next(chunk_of(), a);
    CHECK(print == second.next(chunk_of(kInputs[0], other), b));
    CHECK(print.size() == 32);
    all.insert(print);
  }
  CHECK(all.size() == 100);
  Finding elsewhere = finding_at("phone-e164", Severity::kError, {15, 29});
  all.insert(first.next(chunk_of("other.ndjson"), elsewhere));
  elsewhere.rule = "pattern";
  all.insert(first.next(chunk_of(), elsewhere));
  elsewhere.path = "/other";
  all.insert(first.next(chunk_of(), elsewhere));
  CHECK(all.size() == 103);
}

TEST_CASE("fingerprints with a key recognise a value wherever it stands, and need the key") {
  const Finding first = finding_at("phone-e164", Severity::kError, {15, 29});
  const Finding second = finding_at("phone-e164", Severity::kError, {46, 60});
  const auto common = [](const std::string& key, const Finding& finding) {
    return Fingerprinter(key, kBase, {"phoneNumber"}).common(chunk_of(), finding);
  };
  const std::string key = "0123456789abcdef";
  CHECK(common(key, first) != common(key, second));
  CHECK(common(key, first) != common("0123456789abcdeg", first));
  const std::string moved = "\n\n" + std::string(kBytes);
  CHECK(Fingerprinter(key, kBase, {"phoneNumber"})
            .common(chunk_of(kInputs[0], moved),
                    finding_at("phone-e164", Severity::kError, {17, 31})) == common(key, first));
}

TEST_CASE("the sarif report") {
  ReportOptions options;
  options.documents["phone-e164"] = {{"A | page", "https://docs.example/phone", "2026-11-20"}};
  const json log = json::parse(
      report("sarif", {Severity::kInfo, Severity::kWarning, Severity::kError}, 1, options));
  const json& run = log["runs"][0];
  CHECK(log["version"] == "2.1.0");
  REQUIRE(run["results"].size() == 3);
  CHECK(run["results"][0]["level"] == "error");
  CHECK(run["results"][1]["level"] == "warning");
  CHECK(run["results"][2]["level"] == "note");
  const json& place = run["results"][0]["locations"][0]["physicalLocation"];
  CHECK(place["artifactLocation"]["uri"] == "data/a%20b.ndjson");
  CHECK(place["region"] ==
        json{{"startLine", 1}, {"startColumn", 16}, {"endLine", 1}, {"endColumn", 30}});
  const json& rules = run["tool"]["driver"]["rules"];
  REQUIRE(rules.size() == all_rules().size());
  for (const json& result : run["results"])
    CHECK(rules[result["ruleIndex"].get<std::size_t>()]["id"] == result["ruleId"]);
  for (const json& rule : rules) {
    CHECK_FALSE(rule["help"]["text"].get<std::string>().empty());
    CHECK_FALSE(rule["help"]["markdown"].get<std::string>().empty());
    if (rule["id"] == "phone-e164") CHECK(rule["helpUri"] == "https://docs.example/phone");
  }
}

TEST_CASE("the sarif report holds what code scanning takes, the most severe first") {
  const json log = json::parse(report("sarif", {Severity::kWarning, Severity::kError}, 15'000));
  const json& run = log["runs"][0];
  REQUIRE(run["results"].size() == 25'000);
  std::size_t errors = 0;
  std::set<std::string> prints;
  for (const json& result : run["results"]) {
    errors += result["level"] == "error" ? 1 : 0;
    prints.insert(result["partialFingerprints"]["primaryLocationLineHash"].get<std::string>());
  }
  CHECK(errors == 15'000);
  CHECK(prints.size() == 25'000);
  CHECK(run["properties"]["found"] == 30'000);
  CHECK(run["invocations"][0]["toolExecutionNotifications"].dump().find("5000 more") !=
        std::string::npos);
}

TEST_CASE("the github report keeps to ten annotations a level and sums up the others") {
  Written summary;
  const std::string text =
      report("github", {Severity::kInfo, Severity::kWarning, Severity::kError}, 12, {}, &summary);
  CHECK(count_of(text, "::error ") == 10);
  CHECK(count_of(text, "::warning ") == 10);
  CHECK(count_of(text, "::notice ") == 10);
  CHECK(text.find("::error ") < text.find("::warning "));
  CHECK(text.find("::warning ") < text.find("::notice "));
  CHECK(
      text.starts_with("::error file=data/a b.ndjson,line=1,endLine=1,col=16,endColumn=30,"
                       "title=diallint phone-e164::wrong\n"));
  CHECK(text.find("not annotated: 2 errors, 2 warnings, 2 infos") != std::string::npos);
  CHECK(count_of(summary.text, "| error |") == 12);
  CHECK(count_of(summary.text, "| warning |") == 8);
  CHECK(summary.text.find("and 16 more") != std::string::npos);
}

TEST_CASE("no name or message becomes a workflow command, markup, or a row of a table") {
  const std::string name = "::stop-commands::x\n::error::<b>%0A,line=9|`\x1b[2J.json";
  const std::string message =
      "\r\n::warning::%0A<script>alert(1)</script> | ` [x](http://x) \x1b[2J";
  Written summary;
  const std::string github = report("github", {Severity::kError}, 1, {}, &summary, name, message);
  CHECK(count_of(github, "\n::") + (github.starts_with("::") ? 1 : 0) == 1);
  CHECK(github.find("%0A") == std::string::npos);  // its percent sign is encoded
  CHECK(github.find(",line=9") == std::string::npos);
  for (const std::string& text : {github, summary.text}) {
    CHECK(text.find('\x1b') == std::string::npos);
    CHECK(text.find('\r') == std::string::npos);
  }
  CHECK(count_of(summary.text, "\n| error |") == 1);
  const std::size_t row = summary.text.find("\n| error |") + 1;
  const std::string line = summary.text.substr(row, summary.text.find('\n', row) - row);
  CHECK(count_of(line, "|") == 5);
  const std::string junit = report("junit", {Severity::kError}, 1, {}, nullptr, name, message);
  CHECK(junit.find("<script>") == std::string::npos);
  CHECK(junit.find("<b>") == std::string::npos);
  CHECK(junit.find('\x1b') == std::string::npos);
}

TEST_CASE("the gitlab report") {
  const json list = json::parse(report("gitlab", {Severity::kError, Severity::kInfo}, 3));
  REQUIRE(list.size() == 6);
  std::set<std::string> prints;
  for (const json& issue : list) {
    prints.insert(issue["fingerprint"].get<std::string>());
    CHECK(issue["check_name"] == "phone-e164");
    CHECK(issue["description"] == "wrong");
    CHECK(issue["location"]["path"] == "data/a b.ndjson");
    CHECK(issue["location"]["lines"]["begin"] == 1);
  }
  CHECK(prints.size() == 6);
  CHECK(list[0]["severity"] == "major");
  CHECK(list[5]["severity"] == "info");
  CHECK(json::parse(report("gitlab", {}, 0)) == json::array());
}

TEST_CASE("the junit report fails what the run fails, and passes inputs without findings") {
  const std::vector<Severity> both{Severity::kWarning, Severity::kError};
  const std::string text = report("junit", both, 2);
  CHECK(count_of(text, "<failure ") == 2);
  CHECK(count_of(text, "<system-out>") == 2);
  CHECK(text.find("<testsuites name=\"diallint\" tests=\"5\" failures=\"2\" errors=\"0\">") !=
        std::string::npos);
  CHECK(count_of(text, "name=\"nothing found\"") == 1);
  ReportOptions strict;
  strict.fail_on = Severity::kWarning;
  CHECK(count_of(report("junit", both, 2, strict), "<failure ") == 4);
  strict.fail_on.reset();
  CHECK(count_of(report("junit", both, 2, strict), "<failure ") == 0);
  const std::string many = report("junit", {Severity::kWarning, Severity::kError}, 6'000);
  CHECK(count_of(many, "<testcase ") == 10'002);
  CHECK(count_of(many, "<failure ") == 6'000);
  CHECK(many.find("2000 more findings") != std::string::npos);
}

TEST_CASE("no format for programs holds a value") {
  for (const std::string_view format : report_formats()) {
    Written summary;
    ReportOptions options;
    options.fingerprint_key = "0123456789abcdef";
    const std::string text = report(format, {Severity::kError}, 3, options, &summary);
    CHECK((text + summary.text).find("2025550147") == std::string::npos);
  }
}
