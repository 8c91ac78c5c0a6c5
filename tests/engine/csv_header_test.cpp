#include "engine/csv_header.h"

#include <catch2/catch.hpp>

#include "support/csv_check.h"
#include "support/lint.h"

namespace diallint {
namespace {

const std::string kRow = "+12025550147,t1,v\n";

struct Case {
  std::string header;
  std::string findings;
};

// Each header stands over one row of three sound cells.
void check_cases(const std::vector<Case>& cases, const CsvOptions& options = {}) {
  for (const Case& c : cases) {
    CAPTURE(c.header);
    const Outcome outcome = check_csv(c.header + "\n" + kRow, options);
    CHECK(outcome.error.empty());
    CHECK(outcome.findings == c.findings);
    CHECK(outcome.counts.records == 1);
    CHECK(outcome.counts.valid == (outcome.counts.errors == 0 ? 1 : 0));
    CHECK(outcome.counts.unreadable == 0);
  }
}

TEST_CASE("columns are told from the names in the header") {
  check_cases({
      {"number,callToken,tags.color", ""},
      {"number,callToken,note", ""},
      {" number , callToken\t,\ttags.color ", ""},
      {"\"number\",\"callToken\",\"tags.color\"", ""},
      {"Number,callToken,tags.color", "member-name 0-6 0 /Number\n"},
      {"number,call_token,tags.color", "member-name 7-17 0 /call_token\n"},
      {"number,Call Token,tags.color", "member-name 7-17 0 /Call Token\n"},
      {"number,callToken,Tags.color", "member-name 17-27 0 /Tags.color\n"},
      {"number,callToken,colour", "unknown-member 17-23 0 /colour\n"},
      {"number,callToken,", "unknown-member 17-17 0 /\n"},
      {"number,callToken,call_token", "unknown-member 17-27 0 /call_token\n"},
      {"number,callToken,number", "duplicate-member 17-23 0 /number\n"},
      {"tags.a,callToken,tags.a",
       "required 0-23 0 \nduplicate-member 17-23 0 /tags.a\nlength 24-36 0 /tags/a\n"},
      {"number,callToken,tags", "type 17-21 0 /tags\n"},
      {"number,callToken,tags.A", "pattern 17-23 0 /tags/A\n"},
      {"number,callToken,tags.", "pattern 17-22 0 /tags/\n"},
      {"number,note,tags.a", "required 0-18 0 \n"},
  });
}

TEST_CASE("the names of the SDKs can be taken without a finding") {
  CsvOptions options;
  options.settings.accept_sdk_names = true;
  check_cases({{"Number,call_token,Tags.color", ""}}, options);
}

TEST_CASE("a severity that is not an error leaves the rows valid") {
  CsvOptions options;
  options.settings.severity["required"] = Severity::kWarning;
  const Outcome outcome = check_csv("number,note\n+12025550147,x\n", options);
  CHECK(outcome.findings == "required 0-11 0 \n");
  CHECK(describe(outcome.counts) == "1 1 0 0");
}

TEST_CASE("a missing column is one finding, and every record is invalid") {
  const Outcome outcome = check_csv("number,tags.a\n+12025550147,x\n+12025550148,y\n12,y\n");
  CHECK(outcome.findings == "required 0-13 0 \npattern 44-46 2 /number\n");
  CHECK(describe(outcome.counts) == "3 0 3 0");
  CHECK(outcome.messages[0].find("callToken") != std::string::npos);
}

TEST_CASE("a missing column of one input does not condemn the next") {
  Outcome outcome;
  CollectingSink sink(outcome);
  RunOptions options;
  options.format = InputFormat::kCsv;
  Run run(call_plan(), {}, options, sink);
  for (const std::string_view text :
       {"number\n+12025550147\n", "number,callToken\n+12025550147,a\n"}) {
    TextSource source(text);
    run.check(source, "calls.csv");
  }
  CHECK(outcome.findings == "required 0-6 0 \n");
  CHECK(describe(run.summary().counts) == "2 1 1 0");
}

TEST_CASE("columns of other names are mapped") {
  CsvOptions options;
  options.csv_map = {"number=Mobile No", "tags.color=Farbe=1"};
  check_cases(
      {{"Mobile No,callToken,Farbe=1", ""},
       {"Farbe=1,callToken, Mobile No ", "length 30-42 0 /tags/color\npattern 46-47 0 /number\n"},
       {"Mobile No,number,Farbe=1", "required 0-24 0 \nduplicate-member 10-16 0 /number\n"}},
      options);
}

TEST_CASE("a mapping that cannot be followed is an error that names both ends") {
  const struct {
    std::string mapping;
    std::string header;
    std::vector<std::string> words;
  } cases[] = {
      {"number=Mobile", "Phone,callToken", {"'Mobile'", "number", "'Phone', 'callToken'"}},
      {"phone=Mobile", "Mobile,callToken", {"'phone'", "callToken", "tags.NAME"}},
      {"tags=Mobile", "Mobile,callToken", {"'tags'", "tags.NAME"}},
      {"number=Mobile", "+12025550147,a", {"'Mobile'", "name the columns"}},
      {"number", "number", {"MEMBER=HEADER"}},
      {"=x", "number", {"MEMBER=HEADER"}},
      {"number=", "number", {"MEMBER=HEADER"}},
  };
  for (const auto& c : cases) {
    CAPTURE(c.mapping, c.header);
    CsvOptions options;
    options.csv_map = {c.mapping};
    const Outcome outcome = check_csv(c.header + "\n" + kRow, options);
    CAPTURE(outcome.error);
    REQUIRE(!outcome.error.empty());
    for (const std::string& word : c.words) CHECK(outcome.error.find(word) != std::string::npos);
    CHECK(outcome.error.find("2025550147") == std::string::npos);
  }
  CsvMap map;
  CHECK(add_csv_mapping("number=a", map).empty());
  CHECK(add_csv_mapping("number=b", map).find("number") != std::string::npos);
  CHECK(add_csv_mapping("callToken=a", map).find("'a'") != std::string::npos);
  CHECK(map.size() == 1);
}

TEST_CASE("a first line that names nothing is one finding and makes the rows unreadable") {
  const struct {
    std::string text;
    std::string findings;
    std::string counts;
  } cases[] = {
      {"Phone,Token\nx,y\nz,a\n", "csv-syntax 0-11 0 \n", "2 0 0 2"},
      {"Phone,Token\n", "csv-syntax 0-11 0 \n", "1 0 0 1"},
      {"+12025550147,t1\n+12025550148,t2\n", "csv-syntax 0-15 0 \n", "2 0 0 2"},
      {"+12025550147,t1\n", "csv-syntax 0-15 0 \n", "1 0 0 1"},
      {"num\"ber,b\n+12025550147,t1\n+12025550148,t2\n", "csv-syntax 3-4 0 \n", "2 0 0 2"},
      {"\xFF,b\n+12025550147,t1\n", "encoding 0-1 0 \n", "1 0 0 1"},
  };
  for (const auto& c : cases) {
    CAPTURE(c.text);
    const Outcome outcome = check_csv(c.text);
    CHECK(outcome.findings == c.findings);
    CHECK(describe(outcome.counts) == c.counts);
    for (const std::string& message : outcome.messages) {
      CHECK(message.find("202555") == std::string::npos);
    }
  }
  const Outcome outcome = check_csv("Phone,Token\n");
  REQUIRE(outcome.messages.size() == 1);
  const std::string expected = expected_csv_header(call_plan(), call_plan().shapes[0].root);
  CHECK(expected == "number,callToken,note,tags.NAME");
  CHECK(outcome.messages[0].find(expected) != std::string::npos);
}

TEST_CASE("a mapping without its column names those that are there, and not too much of them") {
  const auto error_for = [](std::string header) {
    CsvOptions options;
    options.csv_map = {"number=Mobile"};
    return check_csv(header + "\n", options).error;
  };
  std::string header = "c1";
  std::string shown = "'c1'";
  for (int n = 2; n <= 20; ++n) {
    header += fmt::format(",c{}", n);
    shown += fmt::format(", 'c{}'", n);
  }
  const auto ends = [](const std::string& text, const std::string& end) {
    CAPTURE(text);
    CHECK(text.ends_with(end));
  };
  ends(error_for("c1"), "the file's columns are 'c1'");
  ends(error_for(header), "the file's columns are " + shown);
  ends(error_for(header + ",c21"), shown + " and 1 more");
  ends(error_for(header + ",c21,c22"), shown + " and 2 more");
  // Names are cut behind 64 characters, however many bytes these have.
  for (const std::string unit : {"x", "\xC3\xA9"}) {
    std::string name;
    for (int n = 0; n < 64; ++n) name += unit;
    ends(error_for(name), "are '" + name + "'");
    ends(error_for(name + unit), "are '" + name + "…'");
  }
  ends(error_for("a,,b"), "are 'a', '', 'b'");
}

TEST_CASE("a column that is not read is named, or counted where it has no name") {
  const auto message_for = [](const std::string& header) {
    const Outcome outcome = check_csv(header + "\n" + kRow);
    REQUIRE(outcome.messages.size() == 1);
    return outcome.messages[0];
  };
  CHECK(message_for("number,callToken,") == "column 3 has no name and is ignored");
  CHECK(check_csv(",number,callToken\nx,+12025550147,t1\n").messages ==
        std::vector<std::string>{"column 1 has no name and is ignored"});
  CHECK(message_for("number,callToken,colour").find("colour") != std::string::npos);
  CHECK(message_for("number,callToken,colour").find("has no name") == std::string::npos);
}

TEST_CASE("a name in another spelling is its member, behind its point too") {
  // The row's last cell is longer than an entry of the map may be.
  const auto findings_for = [](const std::string& header) {
    return check_csv(header + "\n+12025550147,t1,longer\n").findings;
  };
  CHECK(findings_for("number,callToken,tags.color") == "length 44-50 0 /tags/color\n");
  CHECK(findings_for("number,callToken,Tags.color") ==
        "member-name 17-27 0 /Tags.color\nlength 44-50 0 /tags/color\n");
  CHECK(findings_for("number,callToken,TAGS.c") ==
        "member-name 17-23 0 /TAGS.c\nlength 40-46 0 /tags/c\n");
  CHECK(findings_for("number,callToken,Note.c") == "unknown-member 17-23 0 /Note.c\n");
  CHECK(findings_for("number,callToken,nosuch.c") == "unknown-member 17-25 0 /nosuch.c\n");
}

TEST_CASE("a key of a map is checked by all of its rules, and a map without columns is empty") {
  const auto brief_of = [](const std::string& header, const std::string& row) {
    return test::lint(header + "\n" + row + "\n", InputFormat::kCsv).brief();
  };
  const std::string header = "clientToken,phoneNumber,expirationTime";
  const std::string row = "call-a,+12025550101,2026-11-20T12:10:00.000Z";
  CHECK(brief_of(header, row) == "");
  CHECK(brief_of(header + ",attributes.a", row + ",x") == "");
  // Once, at the header, however many rows there are.
  CHECK(brief_of(header + ",attributes.a b",
                 row + ",x\ncall-b,+12025550102,2026-11-20T12:10:00.000Z,x") ==
        "pattern /attributes/a b\n");
}

TEST_CASE("a header of too many columns is said, and the rest is read") {
  std::string header = "number,callToken";
  std::string row = "+12025550147,t";
  for (int i = 0; i < 40000; ++i) {
    header += ",note";
    row += ",";
  }
  const Outcome outcome = check_csv(header + "\n" + row + "\n");
  CHECK(outcome.findings.find("input-limit 0-200016 0 \n") != std::string::npos);
  CHECK(describe(outcome.counts) == "1 0 1 0");
}

}  // namespace
}  // namespace diallint
