#include <catch2/catch.hpp>
#include <random>

#include "engine/csv_header.h"
#include "input/csv_cursor.h"
#include "input/cursor.h"
#include "report/source_location.h"
#include "support/csv_check.h"
#include "support/lint.h"
#include "support/own_schema.h"

namespace diallint {
namespace {

struct Case {
  std::string text;
  std::string findings;
  std::string counts;  // records valid invalid unreadable
};

const std::string kHeader = "number,callToken,tags.a\n";  // 24 bytes

void check_cases(const std::vector<Case>& cases, const CsvOptions& options = {}) {
  for (const Case& c : cases) {
    CAPTURE(c.text);
    const Outcome outcome = check_csv(c.text, options);
    CHECK(outcome.error.empty());
    CHECK(outcome.findings == c.findings);
    CHECK(describe(outcome.counts) == c.counts);
  }
}

TEST_CASE("rows are records: what is wrong with a cell is said at the cell") {
  check_cases({
      {kHeader, "no-records 0-0 0 \n", "0 0 0 0"},
      {kHeader + "+12025550147,t,v\n", "", "1 1 0 0"},
      {kHeader + "+12025550147,t,v", "", "1 1 0 0"},
      {kHeader + "+12025550147,,\n", "", "1 1 0 0"},
      {kHeader + "12025550147,t,v\n", "pattern 24-35 0 /number\n", "1 0 1 0"},
      {kHeader + ",t,v\n", "pattern 24-24 0 /number\n", "1 0 1 0"},
      {kHeader + "+1,t,v\n+2,123456789,v\n+3,t,v\n", "length 34-43 1 /callToken\n", "3 2 1 0"},
      {kHeader + "+1,t,123456\n", "length 29-35 0 /tags/a\n", "1 0 1 0"},
      {kHeader + "+1,\"12345678\",\"12345\"\n", "", "1 1 0 0"},
      {kHeader + "+1,a\\q\\,\\u00g\n", "", "1 1 0 0"},  // a cell knows no escapes
      {kHeader + "+1,\"\"\"\"\"345678\",\"1\"\"345\"\n", "", "1 1 0 0"},
      {kHeader + "+1,\"\"\"\"\"3456789\",x\n", "length 27-40 0 /callToken\n", "1 0 1 0"},
      {kHeader + "+1,\"1\n2\",v\nx,t,v\n", "pattern 35-36 1 /number\n", "2 1 1 0"},
      {kHeader + "\n\n+1,t,v\n\n", "", "1 1 0 0"},
      {"number;callToken;tags.a\n+1;a,b;c,d\n", "", "1 1 0 0"},
      {"number|callToken|tags.a\r\n+1|t|v\r\n", "", "1 1 0 0"},
      {"number,callToken\n+1,t\n", "", "1 1 0 0"},
      {"tags.a,number,tags.b,callToken\n123456,+1,123456,t\n",
       "length 31-37 0 /tags/a\nlength 41-47 0 /tags/b\n", "1 0 1 0"},
  });
}

TEST_CASE("a run of blank rows is one finding, and no record") {
  check_cases({
      {kHeader + ",,\n", "csv-syntax 24-26 0 \n", "0 0 0 0"},
      {kHeader + "+1,t,v\n,,\n,,\n+2,t,v\n", "csv-syntax 31-33 1 \n", "2 2 0 0"},
      {kHeader + "+1,t,v\n,,\n+2,t,v\n,,\n", "csv-syntax 31-33 1 \ncsv-syntax 41-43 2 \n",
       "2 2 0 0"},
      {kHeader + " , \t,\n+1,t,v\n", "csv-syntax 24-29 0 \n", "1 1 0 0"},
      {kHeader + "\"\",\"\",\"\"\n+1,t,v\n", "csv-syntax 24-32 0 \n", "1 1 0 0"},
      // With fewer or more cells than the header has.
      {kHeader + ",\n,,,,,\n+1,t,v\n", "csv-syntax 24-25 0 \n", "1 1 0 0"},
      {kHeader + ",,,,x\n", "csv-syntax 24-29 0 \n", "1 0 0 1"},
      // A blank line ends no run, and is no row.
      {kHeader + ",,\n\n,,\n+1,t,v\n", "csv-syntax 24-26 0 \n", "1 1 0 0"},
      // In front of the header; under one that names nothing; nothing else at all.
      {",,\n,,\n" + kHeader + "+1,t,v\n", "csv-syntax 0-2 0 \n", "1 1 0 0"},
      {"Phone,Token\nx,y\n,\nz,a\n", "csv-syntax 0-11 0 \n", "2 0 0 2"},
      {",,\n,,\n", "no-records 0-0 0 \n", "0 0 0 0"},
  });
  CHECK(check_csv(kHeader + ",,\n").messages[0].starts_with("this row holds no value; "));
  CHECK(
      check_csv(kHeader + ",,\n,,\n,,\n").messages[0].starts_with("3 rows from here on hold no "));
}

TEST_CASE("a run of blank rows that is longer than what is read at once is one finding") {
  std::string blank;
  while (blank.size() < kChunkBytes + 3000) blank += ",,\n";
  const Outcome outcome = check_csv(kHeader + blank + "+1,t,v\n" + blank + "12,t,v\n");
  CHECK(outcome.findings.find("outside") == std::string::npos);
  CHECK(outcome.messages.size() == 3);
  const std::string rows = std::to_string(blank.size() / 3);
  CHECK(outcome.messages[0].starts_with(rows + " rows from here on hold no "));
  CHECK(outcome.messages[1].starts_with(rows + " rows from here on hold no "));
  CHECK(describe(outcome.counts) == "2 1 1 0");
}

TEST_CASE("a header that stands there again is one finding, and no record") {
  const std::string again = kHeader.substr(0, kHeader.size() - 1);
  check_cases({
      {kHeader + again, "csv-syntax 24-47 0 \n", "0 0 0 0"},
      {kHeader + "+1,t,v\n" + kHeader + "+2,t,v\n", "csv-syntax 31-54 1 \n", "2 2 0 0"},
      {kHeader + "+1,t,v\n\xEF\xBB\xBF" + kHeader + "x,t,v\n",
       "csv-syntax 31-57 1 \npattern 58-59 1 /number\n", "2 1 1 0"},
      {"\xEF\xBB\xBF" + kHeader + kHeader + "+2,t,v\n", "csv-syntax 27-50 0 \n", "1 1 0 0"},
      {"\"number\",callToken\n+1,t\n\xEF\xBB\xBF\"number\",callToken\n+2,t\n",
       "csv-syntax 24-45 1 \n", "2 2 0 0"},
      {kHeader + "\"number\",callToken,\"tags.a\"\n", "csv-syntax 24-51 0 \n", "0 0 0 0"},
      {kHeader + again + ",\n", "csv-syntax 24-48 0 \n", "1 0 0 1"},
      {"number,callToken\n\xEF\xBB\xBF\"+1\",callToken\n", "csv-syntax 20-21 0 \n", "1 0 0 1"},
      // Names alone do not make one.
      {kHeader + "number,callToken,x\n", "pattern 24-30 0 /number\nlength 31-40 0 /callToken\n",
       "1 0 1 0"},
  });
  const Outcome marked = check_csv(kHeader + "\xEF\xBB\xBF" + kHeader);
  CHECK(marked.messages[0].find("behind a byte order mark") != std::string::npos);
  CHECK(check_csv(kHeader + kHeader).messages[0].find("mark") == std::string::npos);
}

TEST_CASE("JSON that is read as a table is called JSON") {
  for (const std::string text :
       {"{\"number\":\"x\",\"note\":\"y\"}\n", "[\nx,y\n", "[{\"number\":\"+12025550147\"}]"}) {
    CAPTURE(text);
    const Outcome outcome = check_csv(text);
    REQUIRE(outcome.messages.size() == 1);
    CHECK(outcome.messages[0].starts_with("the first line begins like JSON, not like a table; "));
    CHECK(outcome.counts.unreadable == 1);
  }
}

TEST_CASE("text that cannot be read is one finding a row, and the next row is checked") {
  check_cases({
      {"", "no-records 0-0 0 \n", "0 0 0 0"},
      {"\n\r\n\n", "no-records 0-0 0 \n", "0 0 0 0"},
      {"\xEF\xBB\xBF", "no-records 0-0 0 \n", "0 0 0 0"},
      {kHeader + "+1,t\n+1,t,v\n", "csv-syntax 24-28 0 \n", "2 1 0 1"},
      {kHeader + "+1,t,v,w\n+1,t,v\n", "csv-syntax 24-32 0 \n", "2 1 0 1"},
      {kHeader + "+1,\"t\"x,v\n+1,t,v\n", "csv-syntax 30-31 0 \n", "2 1 0 1"},
      {kHeader + "+1,t\"x,v\n+1,t,v\n", "csv-syntax 28-29 0 \n", "2 1 0 1"},
      {kHeader + "+1,\"t,v\n+1,t,v\nx,t,v\n", "csv-syntax 27-28 0 \npattern 39-40 2 /number\n",
       "3 1 1 1"},
      {kHeader + "+1,\xFF,v\n+1,t,v\n", "encoding 27-28 0 \n", "2 1 0 1"},
      {kHeader + std::string("+1,\0,v\n+1,t,v\n", 14), "encoding 27-28 0 \n", "2 1 0 1"},
      {kHeader + "x,y\"z\nx,t,v\n", "csv-syntax 27-28 0 \npattern 30-31 1 /number\n", "2 0 1 1"},
  });
}

TEST_CASE("a row larger than a record may be is one finding, and the next row is checked") {
  CsvOptions options;
  options.settings.max_record_bytes = 30;
  const std::string much(100, 'x');
  check_cases(
      {{kHeader + "+1,t," + much + "\n+1,t,v\n", "input-limit 24-54 0 \n", "2 1 0 1"},
       {kHeader + "+1,t,\"" + much + "\"\r\n+1,t,v\r\n", "input-limit 24-54 0 \n", "2 1 0 1"},
       {kHeader + much, "input-limit 24-54 0 \n", "1 0 0 1"},
       {kHeader + "+1,t,\"v\n" + much + "\n+1,t,v\n",
        "input-limit 24-31 0 \ninput-limit 32-62 1 \n", "3 1 0 2"},
       {much + "\n+1,t,v\n", "input-limit 0-30 0 \n", "1 0 0 1"}},
      options);
  const Outcome outcome = check_csv(kHeader + much, options);
  CHECK(outcome.messages[0].find("30 bytes") != std::string::npos);
}

TEST_CASE("a file named .tsv is separated by tabs if its header has any") {
  CsvOptions options;
  options.name = "CALLS.TSV";
  check_cases({{"number\tcallToken\ttags.a,b,c,d\n", "pattern 17-29 0 /tags/a,b,c,d\n", "0 0 0 0"},
               {"number,callToken\n+1,t\n", "", "1 1 0 0"}},
              options);
}

TEST_CASE("messages name both counts of fields") {
  const Outcome outcome = check_csv(kHeader + "+1\n+1,t,v,w,x\n");
  REQUIRE(outcome.messages.size() == 2);
  CHECK(outcome.messages[0] == "the row has 1 field; the header has 3");
  CHECK(outcome.messages[1] == "the row has 5 fields; the header has 3");
}

TEST_CASE("no value of a broken row reaches a message") {
  const std::string secret = "Mellonta";
  for (const std::string& row :
       {"+1,\"" + secret + "\"" + secret + ",v\n", "+1," + secret + "\",v\n", "+1,\"" + secret,
        secret + "," + secret, "+1,t," + secret + "\xFF"}) {
    CAPTURE(row);
    const Outcome outcome = check_csv(kHeader + row);
    REQUIRE(outcome.messages.size() == 1);
    CHECK(outcome.messages[0].find(secret) == std::string::npos);
  }
}

TEST_CASE("rows can be asked for under the shape of a list, and not under one without records") {
  CsvOptions options;
  options.shape = "calls";
  const Outcome outcome = check_csv(kHeader + "x,t,v\n", options);
  CHECK(outcome.findings == "pattern 24-25 0 /number\n");
  CHECK(outcome.summary.by_shape.at("calls") == 1);
  CHECK(check_csv(kHeader + "x,t,v\n").summary.by_shape.at("call") == 1);
  test::LintOptions error_body;
  error_body.format = InputFormat::kCsv;
  error_body.shape = "aws-error";
  CHECK_THROWS_AS(test::lint("a,b\n1,2\n", error_body), ReadError);
  const Plan no_records = test::plan_of(test::shape(""));
  CHECK_THROWS_AS(test::lint("a,b\n1,2\n", {.format = InputFormat::kCsv}, no_records), ReadError);
}

TEST_CASE("an input is judged the same however it is handed over") {
  std::string text = kHeader;
  std::mt19937 random(3);
  static const std::string kRows[] = {
      "+1,t,v\n",        "x,t,v\r\n",        "+1,\"a\nb\",v\n",
      "+1,\"t\"x,v\n",   "+1,t\n",           "+1,\xC3\xA4,\xC3\xA4\n",
      "+1,\xFF,v\n",     "+1,123456789,v\n", "\n",
      "+1,\"\"\"\",v\n", "+1,t,123456\r",    "\"+1,t,v\n"};
  for (int i = 0; i < 400; ++i) text += kRows[random() % std::size(kRows)];
  const Outcome whole = check_csv(text);
  CHECK(whole.counts.unreadable > 0);
  CHECK(whole.counts.invalid > 0);
  CHECK(whole.counts.valid > 0);
  CHECK(whole.findings.find("outside") == std::string::npos);
  for (const std::size_t step : {1, 7, 1000}) {
    CsvOptions options;
    options.step = step;
    const Outcome parts = check_csv(text, options);
    CHECK(parts.findings == whole.findings);
    CHECK(describe(parts.counts) == describe(whole.counts));
  }
}

TEST_CASE("an input of many chunks loses no record") {
  std::string text = kHeader;
  std::uint64_t rows = 0;
  std::uint64_t broken = 0;
  std::uint64_t invalid = 0;
  while (text.size() < CsvRows::kChunk * 5) {
    ++rows;
    if (rows % 97 == 0) {
      text += "+1,\"open,v\n";
      ++broken;
    } else if (rows % 89 == 0) {
      text += "nobody,t,v\n";
      ++invalid;
    } else {
      text += fmt::format("+1{},t,\"a\"\n", rows);
    }
  }
  const Outcome outcome = check_csv(text);
  CHECK(describe(outcome.counts) ==
        fmt::format("{} {} {} {}", rows, rows - broken - invalid, invalid, broken));
  CHECK(outcome.findings.find("outside") == std::string::npos);
}

TEST_CASE("only the endings of tables of tabs say that tabs come first", "[csv_reader]") {
  // With tabs first the third column is an entry of the map; with commas nothing is known.
  const std::string text = "number\tcallToken\ttags.a,b,c,d\n";
  const auto is_tab = [&](const std::string& name) {
    CsvOptions options;
    options.name = name;
    return check_csv(text, options).findings == "pattern 17-29 0 /tags/a,b,c,d\n";
  };
  for (const char* name : {"a.tsv", "a.TSV", "a.tab", "a.TAB", "a.tAb", "a.Tsv", ".tab", ".tsv"}) {
    CAPTURE(name);
    CHECK(is_tab(name));
  }
  for (const char* name :
       {"", "v", "tsv", "tab", "ztsv", "a.csv", "a.tsv2", "a\x0Etsv", "a.ts6", "a.\x14sv",
        "a.t\x01"
        "b"}) {
    CAPTURE(name);
    CHECK_FALSE(is_tab(name));
  }
}

TEST_CASE("a first line is taken for a record by six digits in a cell", "[csv_reader]") {
  const std::string other = "; it must name the columns, such as number,callToken,note,tags.NAME";
  const auto message_for = [](const std::string& line) {
    const Outcome outcome = check_csv(line + "\n");
    REQUIRE(outcome.messages.size() == 1);
    return outcome.messages[0];
  };
  for (const char* line : {"a,b", "12345,b", "a,1/2:3/4:5/x", "12345,67890"}) {
    CAPTURE(line);
    CHECK(message_for(line) == "the first line names none of the members" + other +
                                   ", or map the columns with --csv-map");
  }
  for (const char* line : {"123456,b", "a,090909", "a,x9-0:90/90", "+1234567"}) {
    CAPTURE(line);
    CHECK(message_for(line) == "the first line looks like a record" + other);
  }
}

TEST_CASE("records are looked for four levels down", "[csv_reader]") {
  const std::string record =
      R"({"x-record":true,"type":"object","properties":{"a":{"type":"string"}}})";
  const auto finds = [](const std::string& inner, const std::string& keyword) {
    const Plan plan = test::plan_of(test::shape(keyword + inner));
    return record_node(plan, plan.shapes[0].root) != kNoNode;
  };
  const auto below = [](const std::string& node) { return R"({"properties":{"a":)" + node + "}}"; };
  const auto in_list = [](const std::string& node) { return R"({"items":)" + node + "}"; };
  const std::string property = R"("properties":{"z":)";
  CHECK(finds(record + "}", property));
  CHECK(finds(below(record) + "}", property));
  CHECK(finds(below(below(record)) + "}", property));
  CHECK_FALSE(finds(below(below(below(record))) + "}", property));
  CHECK(finds(in_list(record) + "}", property));
  CHECK(finds(in_list(in_list(record)) + "}", property));
  CHECK_FALSE(finds(in_list(in_list(in_list(record))) + "}", property));
  CHECK(finds(in_list(below(record)) + "}", property));
  CHECK_FALSE(finds(below(in_list(below(record))) + "}", property));
}

// --- the cursor on its own ---------------------------------------------------------------------

// A table in memory, with its first row read.
struct Table {
  explicit Table(std::string_view text) : source(text), rows(source, 1000, false) {
    REQUIRE(rows.advance());
    REQUIRE(rows.next(row));
  }

  TextSource source;
  CsvRows rows;
  CsvRow row;
};

TEST_CASE("entries of a row are passed over while their keys are as they are asked for") {
  struct Keys {
    std::vector<ShortText> names;
    std::size_t taken = 0;
    const ShortText* next() { return taken == names.size() ? nullptr : &names[taken]; }
    void take(std::size_t /*bytes*/) { ++taken; }
  };
  CsvLayout layout;
  layout.members.push_back({CsvName("tags"), true, 0, {{CsvName("a"), 0}, {CsvName("b"), 1}}});
  Table table("h,h\nxx,yy\n");
  REQUIRE(table.rows.next(table.row));
  FastAccept two_bytes;
  for (const unsigned char letter : {'x', 'y'}) two_bytes.bytes.add(letter);
  two_bytes.bytes.seal();
  two_bytes.min_bytes = two_bytes.max_bytes = 2;
  CsvCursor cursor(layout, table.row);
  REQUIRE(cursor.enter_object());
  Keys none{{ShortText("tags")}};
  CHECK(cursor.pass_entries(none, two_bytes) == Passed::kToKey);  // a member is no entry
  CHECK(none.taken == 0);
  REQUIRE(cursor.enter_object());
  Keys one{{ShortText("a"), ShortText("c")}};
  CHECK(cursor.pass_entries(one, two_bytes) == Passed::kToKey);
  CHECK(one.taken == 1);
  CHECK(cursor.key().bytes == "b");
  Keys last{{ShortText("b")}};
  CHECK(cursor.pass_entries(last, two_bytes) == Passed::kBehindObject);
}

TEST_CASE("a row reads as an object with maps inside, each part with its place") {
  CsvLayout layout;
  layout.members.push_back({CsvName("tags"), true, 0, {{CsvName("a"), 0}, {CsvName("b"), 2}}});
  layout.members.push_back({CsvName("number"), false, 1, {}});
  layout.members.push_back({CsvName("none"), true, 0, {}});
  layout.absent = 4;
  Table table("h,h,h\nxx,\"y\"\"y\",zz\n");
  REQUIRE(table.rows.next(table.row));

  CsvCursor cursor(layout, table.row);
  CHECK(cursor.kind() == Kind::kObject);
  CHECK(cursor.place() == 6);
  REQUIRE(cursor.enter_object());
  CHECK(cursor.key().bytes == "tags");
  CHECK(cursor.kind() == Kind::kObject);
  CHECK(cursor.place() == 6);
  CsvCursor ahead = cursor;
  ahead.skip(1);
  CHECK(ahead.end_of_last() == 18);
  REQUIRE(ahead.next_member());
  CHECK(ahead.key().bytes == "number");
  REQUIRE(cursor.enter_object());
  CHECK(cursor.key().bytes == "a");
  CHECK(cursor.kind() == Kind::kString);
  CHECK(cursor.string().bytes == "xx");
  REQUIRE(cursor.next_member());
  CHECK(cursor.key().bytes == "b");
  CHECK(cursor.key().span.begin == 16);
  CHECK(cursor.string().bytes == "zz");
  REQUIRE(!cursor.next_member());
  CHECK(cursor.end_of_last() == 18);
  REQUIRE(cursor.next_member());
  CHECK(cursor.key().bytes == "number");
  const SourceText text = cursor.string();
  CHECK(text.bytes == "y\"y");
  CHECK(text.encoding == Encoding::kRaw);
  CHECK(text.span.begin == 9);
  CHECK(text.span.end == 15);
  REQUIRE(cursor.next_member());
  CHECK(cursor.key().bytes == "none");
  CHECK(cursor.kind() == Kind::kObject);
  CHECK(cursor.place() == 18);
  CsvCursor behind = cursor;
  behind.skip(1);  // a map without cells ends where its row does
  CHECK(behind.end_of_last() == 18);
  CHECK(cursor.absent() == 0);
  CHECK(!cursor.enter_object());
  CHECK(!cursor.next_member());
  CHECK(cursor.end_of_last() == 18);
  CHECK(cursor.kind() == Kind::kBroken);
  CHECK(cursor.absent() == 4);
}

TEST_CASE("a row of which no column is known is an object without members", "[csv_reader]") {
  const CsvLayout layout;
  const Table table("h,i\n");
  CsvCursor cursor(layout, table.row);
  CHECK(cursor.kind() == Kind::kObject);
  CHECK_FALSE(cursor.enter_object());
  CHECK(cursor.end_of_last() == 3);
  CHECK(cursor.place() == 3);
  CHECK(cursor.kind() == Kind::kBroken);
}

TEST_CASE("a CR alone ends a line of CSV where findings are printed, too") {
  const std::string_view text = "a\rb\r\n\"c\rd\"\n";
  SourceChunk chunk;
  chunk.bytes = text;
  chunk.format = InputFormat::kCsv;
  Locator locator;
  locator.open(chunk);
  CHECK(locator.at(0).line == 1);
  CHECK(locator.at(2).line == 2);
  CHECK(locator.at(2).column == 1);
  CHECK(locator.at(5).line == 3);
  CHECK(locator.at(8).line == 4);
  CHECK(locator.line_at(2).text == "b");
  CHECK(locator.line_at(0).text == "a");
  chunk.format = InputFormat::kNdjson;
  Locator json;
  json.open(chunk);
  CHECK(json.at(2).line == 1);
  CHECK(json.at(5).line == 2);
}

TEST_CASE("a cursor that has failed stays where it is") {
  CsvLayout layout;
  layout.members.push_back({CsvName("number"), false, 0, {}});
  const Table table("h\nx\n");
  CsvCursor cursor(layout, table.row);
  REQUIRE(cursor.enter_object());
  cursor.skip(1);
  CHECK(cursor.end_of_last() == 1);
  CHECK(cursor.scalar().bytes == "h");
  CHECK(!cursor.enter_array());
  CHECK(!cursor.next_element());
  cursor.fail(SyntaxError::kTooDeep, 5);
  cursor.fail(SyntaxError::kTrailingData, 9);
  CHECK(cursor.failed());
  CHECK(cursor.why() == SyntaxError::kTooDeep);
  CHECK(cursor.where() == 5);
  CHECK(!cursor.next_member());
  CHECK(!cursor.enter_object());
}

}  // namespace
}  // namespace diallint
