// JSON documents: units, records, and what is left when one of them is broken.
#include <catch2/catch.hpp>

#include "support/lint.h"

namespace diallint::test {
namespace {

std::string request(int n, const std::string& token = "") {
  return fmt::format(
      R"({{"clientToken":"{}","phoneNumber":"+120255501{:02}","expirationTime":"2026-11-20T12:10:00.000Z","attributes":{{}}}})",
      token.empty() ? fmt::format("record-{}", n) : token, n);
}

// Each is broken, and opens two brackets that it does not close.
std::string many_open(int count) {
  std::string text;
  for (int n = 0; n < count; ++n) text += R"({"clientToken":"x","attributes":{"n" 1,)";
  return text;
}

struct Row {
  const char* name;
  std::string text;
  const char* brief;  // null: too long to be told
  const char* counts;
};

std::vector<Row> rows() {
  const std::string a = request(1);
  const std::string b = request(2);
  const std::string bad = request(3, "a b");
  return {
      {"one", a, "", "1 record: 1 valid, 0 invalid, 0 unreadable"},
      {"array", "[" + a + "," + bad + "]", "pattern /1/clientToken\n",
       "2 records: 1 valid, 1 invalid, 0 unreadable"},
      {"batch", "{\"dialRequests\":[" + a + "," + bad + "]}",
       "pattern /dialRequests/1/clientToken\n", "2 records: 1 valid, 1 invalid, 0 unreadable"},
      {"array of batches",
       "[{\"dialRequests\":[" + a + "]},{\"dialRequests\":[" + bad + "," + b + "]}]",
       "pattern /1/dialRequests/0/clientToken\n", "3 records: 2 valid, 1 invalid, 0 unreadable"},
      {"empty", "", "no-records \n", "0 records: 0 valid, 0 invalid, 0 unreadable"},
      {"white space", " \n\t", "no-records \n", "0 records: 0 valid, 0 invalid, 0 unreadable"},
      {"a string behind it that is not closed", a + " \"x", "json-syntax \n",
       "2 records: 1 valid, 0 invalid, 1 unreadable"},
      {"the same with a control character in it", "[" + a + "]\n\"x\x1E", "json-syntax \n",
       "2 records: 1 valid, 0 invalid, 1 unreadable"},
      {"a string that is not closed, alone", "\"x", "json-syntax \n",
       "1 record: 0 valid, 0 invalid, 1 unreadable"},
      {"byte order mark alone", "\xEF\xBB\xBF", "no-records \n",
       "0 records: 0 valid, 0 invalid, 0 unreadable"},
      {"byte order mark", "\xEF\xBB\xBF" + bad, "pattern /clientToken\n",
       "1 record: 0 valid, 1 invalid, 0 unreadable"},
      {"UTF-16", std::string("\xFF\xFE{\0}\0", 6), "encoding \n",
       "1 record: 0 valid, 0 invalid, 1 unreadable"},
      {"UTF-16, big-endian", std::string("\xFE\xFF\0{\0}", 6), "encoding \n",
       "1 record: 0 valid, 0 invalid, 1 unreadable"},
      {"UTF-32", std::string("\xFF\xFE\0\0{\0\0\0", 8), "encoding \n",
       "1 record: 0 valid, 0 invalid, 1 unreadable"},
      {"a batch without requests", "{\"dialRequests\":[]}", "items /dialRequests\n",
       "1 record: 0 valid, 1 invalid, 0 unreadable"},
      {"text behind", a + " x", "json-syntax \n", "2 records: 1 valid, 0 invalid, 1 unreadable"},
      {"a bracket behind an array", "[" + a + "]]", "json-syntax \n",
       "1 record: 1 valid, 0 invalid, 0 unreadable"},
      {"a broken record in the middle",
       "[" + a + ",{\"clientToken\":tru},{\"a\" 1},nul,," + bad + "]",
       "json-syntax /1\njson-syntax /2\njson-syntax /3\njson-syntax /4\npattern /5/clientToken\n",
       "6 records: 1 valid, 1 invalid, 4 unreadable"},
      {"a broken record of a batch",
       "{\"dialRequests\":[" + a + ",{\"x\":},01," + bad + "],\"id\":7}",
       "json-syntax /dialRequests/1\njson-syntax /dialRequests/2\npattern "
       "/dialRequests/3/clientToken\n"
       "type /id\n",
       "4 records: 0 valid, 2 invalid, 2 unreadable"},
      {"a batch that is broken outside its records",
       "[{\"dialRequests\":[" + bad + "],\"id\":x}," + a + "]",
       "pattern /0/dialRequests/0/clientToken\njson-syntax /0\n",
       "2 records: 1 valid, 1 invalid, 0 unreadable"},
      {"brackets that do not match", "[" + a + ",{\"a\":[1}," + b + "]", "json-syntax /1\n",
       "3 records: 2 valid, 0 invalid, 1 unreadable"},
      {"cut off", "[" + a + "," + b.substr(0, 60), "json-syntax /1\n",
       "2 records: 1 valid, 0 invalid, 1 unreadable"},
      {"cut off between", "[" + a + ",", "json-syntax \n",
       "1 record: 1 valid, 0 invalid, 0 unreadable"},
      {"cut off behind", "[" + a, "json-syntax \n", "1 record: 1 valid, 0 invalid, 0 unreadable"},
      {"cut off behind a colon, and a line end", "[" + a + ",\n{\"clientToken\" :\n",
       "json-syntax /1\n", "2 records: 1 valid, 0 invalid, 1 unreadable"},
      {"a comma too many", "[" + a + ",]", "json-syntax \n",
       "1 record: 1 valid, 0 invalid, 0 unreadable"},
      {"bytes that are no UTF-8 in one unit",
       "[" + a + "," + request(4, "caf\xE9") + "," + bad + "]",
       "encoding /1\npattern /2/clientToken\n", "3 records: 1 valid, 1 invalid, 1 unreadable"},
      {"bytes that are no UTF-8 in a batch",
       "[{\"dialRequests\":[" + a + "," + request(4, "caf\xE9") + "]}," + b + "]",
       "encoding /0/dialRequests/1\n", "3 records: 2 valid, 0 invalid, 1 unreadable"},
      {"a control character in one unit", "[" + a + "," + request(4, "a\x01") + "," + b + "]",
       "json-syntax /1\n", "3 records: 2 valid, 0 invalid, 1 unreadable"},
      {"invalid bytes between units", "[" + a + ",\xFF," + b + "]", "encoding /1\n",
       "3 records: 2 valid, 0 invalid, 1 unreadable"},
      {"glued values, and a comment", a + b + "// x {\"id\":1}\n" + bad,
       "json-syntax \njson-syntax \npattern /clientToken\n",
       "3 records: 2 valid, 1 invalid, 0 unreadable"},
      {"values with commas", a + "," + b + "," + bad + ",", "json-syntax \npattern /clientToken\n",
       "3 records: 2 valid, 1 invalid, 0 unreadable"},
      {"an array, brackets and a value", "[" + a + "]}]" + bad,
       "json-syntax \njson-syntax \npattern /clientToken\n",
       "2 records: 1 valid, 1 invalid, 0 unreadable"},
      {"text between values", a + " x 1 " + bad, "json-syntax \npattern /clientToken\n",
       "3 records: 1 valid, 1 invalid, 1 unreadable"},
      {"members of a lost object between values", a + ", \"n\":{\"x\":[{}]}} " + bad,
       "json-syntax \npattern /clientToken\n", "3 records: 1 valid, 1 invalid, 1 unreadable"},
      {"no commas", "[" + a + "\n" + b + "\n" + bad + "]", "json-syntax \npattern /2/clientToken\n",
       "3 records: 2 valid, 1 invalid, 0 unreadable"},
      {"no commas in a batch", "{\"dialRequests\":[" + a + b + bad + "]}",
       "json-syntax /dialRequests/0\npattern /dialRequests/2/clientToken\n",
       "3 records: 2 valid, 1 invalid, 0 unreadable"},
      {"brackets too many in a batch", "{\"dialRequests\":[" + a + "}}," + bad + "}]}",
       "json-syntax /dialRequests/0\npattern /dialRequests/1/clientToken\n",
       "2 records: 1 valid, 1 invalid, 0 unreadable"},
      {"a batch whose array is not closed",
       "[{\"dialRequests\":[" + a + "},{\"dialRequests\":[" + bad + "]}]",
       "json-syntax /0/dialRequests/0\npattern /1/dialRequests/0/clientToken\n",
       "2 records: 1 valid, 1 invalid, 0 unreadable"},
      {"the same at the end", "{\"dialRequests\":[" + bad + "}",
       "pattern /dialRequests/0/clientToken\njson-syntax /dialRequests/0\n",
       "1 record: 0 valid, 1 invalid, 0 unreadable"},
      {"a comma before the end of a batch's array", "{\"dialRequests\":[" + a + "," + bad + ",]}",
       "pattern /dialRequests/1/clientToken\njson-syntax /dialRequests/1\n",
       "2 records: 1 valid, 1 invalid, 0 unreadable"},
      {"a batch that is cut off behind a request", "{\"dialRequests\":[" + a + "," + bad,
       "pattern /dialRequests/1/clientToken\njson-syntax \n",
       "2 records: 1 valid, 1 invalid, 0 unreadable"},
      {"the head of a batch is broken",
       "[{\"id\" \"c\",\"dialRequests\":[" + a + "," + bad + "]}," + b + "]",
       "json-syntax /0\npattern /2/clientToken\n", "4 records: 2 valid, 1 invalid, 1 unreadable"},
      {"a request that swallows the end of its batch",
       "[{\"dialRequests\":[{\"clientToken\":\"x]},{\"dialRequests\":[" + bad + "," + a + "]}]",
       "json-syntax /0/dialRequests/0\npattern /1/dialRequests/0/clientToken\n",
       "3 records: 1 valid, 1 invalid, 1 unreadable"},
      {"a string that is not closed between requests",
       "{\"dialRequests\":[" + a + "\"x\n," + bad + "]}",
       "json-syntax \npattern /dialRequests/1/clientToken\n",
       "2 records: 1 valid, 1 invalid, 0 unreadable"},
      {"a string that is not closed between items", "[" + a + "\"x\n," + bad + "]",
       "json-syntax \npattern /1/clientToken\n", "3 records: 1 valid, 1 invalid, 1 unreadable"},
      {"comments around items",
       "[/* 1 */" + a + " // 2\n, // 3 {\"clientToken\":1},\n" + bad + ", # 4\n]",
       "json-syntax \npattern /1/clientToken\n", "2 records: 1 valid, 1 invalid, 0 unreadable"},
      {"a comment where the array ends", "[" + a + ", /* 1 */]", "json-syntax \n",
       "1 record: 1 valid, 0 invalid, 0 unreadable"},
      {"a string in front of members", "\"x\",\"y\":1} " + bad,
       "json-syntax \npattern /clientToken\n", "2 records: 0 valid, 1 invalid, 1 unreadable"},
      {"a comment at the end", a + "// x", "json-syntax \n",
       "1 record: 1 valid, 0 invalid, 0 unreadable"},
      {"a comment that is not closed", a + "/* x " + bad, "json-syntax \npattern /clientToken\n",
       "3 records: 1 valid, 1 invalid, 1 unreadable"},
      {"byte order marks", a + "\n\xEF\xBB\xBF" + bad + "\xEF\xBB\xBF\n\xEF\xBB\xBF\"x\"",
       "json-syntax \npattern /clientToken\njson-syntax \n",
       "3 records: 1 valid, 1 invalid, 1 unreadable"},
      {"a no-break space", "[{\"a\":1,\xC2\xA0\"b\":2}," + bad + "]",
       "json-syntax /0\npattern /1/clientToken\n", "2 records: 0 valid, 1 invalid, 1 unreadable"},
      {"an invisible character", "[{\"a\":1,\xE2\x80\x8B\"b\":2}," + bad + "]",
       "json-syntax /0\npattern /1/clientToken\n", "2 records: 0 valid, 1 invalid, 1 unreadable"},
      {"a fault in what is no request",
       "[" + a + ",{\"clientToken\":\"\xFF\",\"x\":1,\"y\":2,\"z\":3}," + bad + "]",
       "encoding /1\npattern /2/clientToken\n", "3 records: 1 valid, 1 invalid, 1 unreadable"},
      {"many records that leave brackets open", "[" + many_open(40) + bad + "]", nullptr,
       "41 records: 0 valid, 1 invalid, 40 unreadable"},
      {"a fault of the batch makes all of it invalid",
       "{\"id\":\"a b\",\"dialRequests\":[" + a + "," + b + "]}", "pattern /id\n",
       "2 records: 0 valid, 2 invalid, 0 unreadable"},
      {"a warning of the batch does not", "{\"id\":\"a_b\",\"dialRequests\":[" + a + "," + b + "]}",
       "campaign-id-narrowed /id\n", "2 records: 2 valid, 0 invalid, 0 unreadable"},
  };
}

}  // namespace

TEST_CASE("Documents of every form", "[document]") {
  for (const Row& row : rows()) {
    for (const std::size_t step : {std::size_t{1}, SIZE_MAX}) {
      LintOptions options;
      options.format = InputFormat::kJson;
      options.step = step;
      const LintResult result = lint(row.text, options);
      INFO(row.name << "\n" << row.text);
      if (row.brief != nullptr) CHECK(result.brief() == row.brief);
      CHECK(result.counts() == row.counts);
    }
  }
}

TEST_CASE("The 26th request of a batch is found where it stands", "[document]") {
  std::string text = "{\n  \"id\": \"caf\xC3\xA9\",\n  \"dialRequests\": [\n";
  for (int n = 0; n < 26; ++n) {
    text += "    " + (n == 25 ? request(n, "a/b") : request(n)) + (n < 25 ? ",\n" : "\n");
  }
  text += "  ]\n}\n";
  const LintResult result = lint(text, InputFormat::kJson);
  CHECK(result.brief() ==
        "campaign-id-narrowed /id\nitems /dialRequests\npattern /dialRequests/25/clientToken\n");
  REQUIRE(result.findings.size() == 3);
  CHECK(result.findings[2].location.begin == Position{29, 20});
  CHECK(result.findings[2].location.end == Position{29, 25});
  CHECK(result.findings[2].finding.record == 25);
  CHECK(result.findings[1].location.begin == Position{3, 19});
}

TEST_CASE("Text that ends too early ends behind its last token", "[document]") {
  for (const char* text : {"{\"clientToken\" : \r\n\n", "{\"clientToken\" :"}) {
    for (const InputFormat format : {InputFormat::kJson, InputFormat::kNdjson}) {
      const LintResult result = lint(text, format);
      REQUIRE(result.findings.size() == 1);
      CHECK(result.findings[0].location.begin == Position{1, 17});
    }
  }
}

TEST_CASE("Records are counted through arrays and batches", "[document]") {
  const std::string text = "[" + request(0) + ",{\"dialRequests\":[" + request(1) + "," +
                           request(2, "x y") + "]}," + request(3, "x y") + "]";
  const LintResult result = lint(text, InputFormat::kJson);
  REQUIRE(result.findings.size() == 2);
  CHECK(result.findings[0].finding.record == 2);
  CHECK(result.findings[1].finding.record == 3);
  CHECK(result.summary.by_shape.at("dial-request") == 2);
  CHECK(result.summary.by_shape.at("put-dial-request-batch") == 2);
}

TEST_CASE("Findings past a limit are counted and not shown", "[document]") {
  std::string text = "[";
  for (int n = 0; n < 50; ++n) text += (n ? "," : "") + request(n, "x y");
  text += "]";
  std::vector<Located> findings;
  Collector collector(findings);
  const Settings settings = test_settings();
  RunOptions options;
  options.max_findings = 7;
  Run run(builtin_plan(), settings, options, collector);
  TextSource source(text);
  run.check(source, "a.json");
  CHECK(findings.size() == 7);
  CHECK(run.summary().shown == 7);
  CHECK(run.summary().found == 50);
  CHECK(run.summary().counts.errors == 50);
  CHECK(run.summary().by_rule.at("pattern") == 50);
}

TEST_CASE("Tokens are remembered over inputs, and the place names the input", "[document]") {
  std::vector<Located> findings;
  Collector collector(findings);
  RunOptions options;
  Run run(builtin_plan(), test_settings(), options, collector);
  const std::string once = "[" + request(1) + "," + request(2) + "]";
  const std::string again = request(3) + "\n" + request(2) + "\n";
  TextSource first(once);
  run.check(first, "a.json");
  TextSource second(again);
  run.check(second, "b.ndjson");
  REQUIRE(findings.size() == 2);
  CHECK(findings[0].finding.rule == "token-unique");
  CHECK(findings[0].location.begin.line == 2);
  REQUIRE(findings[0].finding.first);
  CHECK(findings[0].finding.first->file == 0);
  CHECK(findings[0].finding.first->number == 1);
  CHECK_FALSE(findings[0].finding.first->is_line);
  CHECK(findings[0].finding.message.find("record 1 of a.json") != std::string::npos);
  CHECK(findings[1].finding.rule == "phone-duplicate");
}

TEST_CASE("A rule that is off says nothing and counts nothing", "[document]") {
  LintOptions options;
  options.settings.severity["pattern"] = Severity::kOff;
  options.settings.severity["token-empty"] = Severity::kError;
  std::string empty = request(2, "-");
  empty.erase(empty.find("\"-\"") + 1, 1);
  const std::string text = "[" + request(1, "x y") + "," + empty + "]";
  const LintResult result = lint(text, options);
  CHECK(result.brief() == "token-empty /1/clientToken\n");
  CHECK(result.counts() == "2 records: 1 valid, 1 invalid, 0 unreadable");
}

}  // namespace diallint::test
