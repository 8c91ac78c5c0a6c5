// Columns of tables that come or go: in the dialect of the table, in each row, all or none.
#include <catch2/catch.hpp>
#include <map>

#include "base/random.h"
#include "diallint/generate.h"
#include "engine/csv_row_check.h"
#include "support/checked_fix.h"
#include "support/csv_text.h"
#include "support/rounds.h"
#include "support/trials.h"

namespace diallint::test {
namespace {

constexpr std::string_view kTime = "2026-11-20T12:10:00.000Z";

FixOptions of_columns() {
  LintOptions table;
  table.format = InputFormat::kCsv;
  return all_fixes(table);
}

// The same with each token in place of which another one is made up as T.
std::string with_plain_tokens(std::string text) {
  constexpr std::size_t kSize = 32;
  const auto is_made = [](std::string_view part) {
    return part.find_first_not_of("abcdefghijklmnopqrstuvwxyz") == std::string_view::npos;
  };
  for (std::size_t at = 0; at + kSize <= text.size(); ++at)
    if (is_made(std::string_view(text).substr(at, kSize))) text.replace(at, kSize, "T");
  return text;
}

struct Table {
  std::string before;
  std::string after;
  const char* made;
};

void check_tables(const std::vector<Table>& tables, const FixOptions& options = of_columns()) {
  for (const Table& table : tables) {
    INFO(table.before);
    const Fixed result = fixed(table.before, options);
    CHECK(with_plain_tokens(result.text) == table.after);
    CHECK(made_in(result.fixes.summary) == table.made);
    CHECK(result.fixes.summary.obstacle.empty());
    CHECK(fixed(result.text, options).text == result.text);
  }
}

// What keeps columns where they are; the rest is fixed all the same.
std::string obstacle_of(const std::string& text, const std::string& after,
                        const FixOptions& options = of_columns()) {
  INFO(text);
  const Fixed result = fixed(text, options);
  CHECK(with_plain_tokens(result.text) == after);
  const Fixed again = fixed(result.text, options);
  CHECK(again.text == result.text);
  return result.fixes.summary.obstacle;
}

}  // namespace

TEST_CASE("A table without a column of tokens or of expiry gets one", "[fix]") {
  check_tables({
      {"phoneNumber,attributes.name\n+12025550147,Ada\n+12025550148,Ben",
       "phoneNumber,attributes.name,clientToken,expirationTime\n"
       "+12025550147,Ada,T,2026-11-20T12:10:00.000Z\n"
       "+12025550148,Ben,T,2026-11-20T12:10:00.000Z",
       "1 new-expiry, 1 new-token"},
      // separators, quotes, line ends, a mark, the line of a spreadsheet
      {"\xEF\xBB\xBFsep=;\r\n\"phoneNumber\";\"expirationTime\"\r\n\"+1 (202) "
       "555-0147\";2026-11-20T12:10:00Z\r\n+12025550148;\"2026-11-20T12:10:00Z\"\r\n",
       "\xEF\xBB\xBFsep=;\r\n\"phoneNumber\";\"expirationTime\";\"clientToken\"\r\n\"+12025550147\""
       ";2026-11-20T12:10:00Z;T\r\n+12025550148;\"2026-11-20T12:10:00Z\";\"T\"\r\n",
       "1 new-token, 1 number-form"},
      {"phoneNumber\texpirationTime\r+12025550147\t2026-11-20T12:10:00.000Z\r",
       "phoneNumber\texpirationTime\tclientToken\r+12025550147\t2026-11-20T12:10:00.000Z\tT\r",
       "1 new-token"},
      // one column, and text over two lines
      {"phoneNumber\n+12025550147\n",
       "phoneNumber,clientToken,expirationTime\n"
       "+12025550147,T,2026-11-20T12:10:00.000Z\n",
       "1 new-expiry, 1 new-token"},
      {"clientToken,phoneNumber,attributes.note\nt,+12025550147,\"a\n\"\"b\"\"\"\n",
       "clientToken,phoneNumber,attributes.note,expirationTime\n"
       "t,+12025550147,\"a\n\"\"b\"\"\",\"2026-11-20T12:10:00.000Z\"\n",
       "1 new-expiry"},
  });
}

TEST_CASE("Each row of a table gets a token of its own", "[fix]") {
  std::string text = "phoneNumber,expirationTime\n";
  for (int i = 0; i < 50; ++i) text += fmt::format("+120255501{:02},{}\n", i, kTime);
  const Fixed result = fixed(text, of_columns());
  CHECK(result.fixes.summary.after.valid == 50);
  CHECK(result.fixes.edits.size() == 51);
  FixOptions safe = of_columns();
  safe.unsafe = false;
  CHECK(fixed(text, safe).text == text);
}

TEST_CASE("Columns that the shape does not know go", "[fix]") {
  const std::string head = "clientToken,phoneNumber,expirationTime";
  const std::string row = "t,+12025550147," + std::string(kTime);
  check_tables({
      {head + ",Notes\n" + row + ",\"a, \"\"b\"\"\"\n", head + "\n" + row + "\n",
       "1 dropped-member"},
      {"Notes," + head + "\nx," + row, head + "\n" + row, "1 dropped-member"},
      {"clientToken,Score,Notes,phoneNumber,expirationTime\nt,1,,+12025550147," +
           std::string(kTime) + "\n",
       head + "\n" + row + "\n", "2 dropped-member"},
      {head + ",,\n" + row + ",,\n", head + "\n" + row + "\n", "2 dropped-member"},
      // one comes where others go
      {"phoneNumber,expirationTime,Notes,Score\n+12025550147," + std::string(kTime) + ",,7\n",
       "phoneNumber,expirationTime,clientToken\n+12025550147," + std::string(kTime) + ",T\n",
       "2 dropped-member, 1 new-token"},
      {"Notes,PhoneNumber,Score,expirationTime\n,+1 2025550147,7," + std::string(kTime) + "\n",
       "phoneNumber,expirationTime,clientToken\n+12025550147," + std::string(kTime) + ",T\n",
       "2 dropped-member, 1 member-name, 1 new-token, 1 number-form"},
  });
}

TEST_CASE("Columns that may hold something stay", "[fix]") {
  const std::string head = "clientToken,phoneNumber,expirationTime";
  const std::string row = "t,+12025550147," + std::string(kTime);
  const auto stays = [](const std::string& text) { return Table{text, text, "nothing"}; };
  check_tables({
      stays(head + ",attributes.note\n" + row + ",x\n"),
      stays(head + ",expirationTme\n" + row + ",x\n"),  // a slip of the pen
      stays(head + ",attributes\n" + row + ",x\n"),
      // what is missing may be there under another name
      stays("Token,phoneNumber,expirationTime\n" + row + "\n"),
      stays("clientToken,Mobile,expirationTime\n" + row + "\n"),
      stays("clientToken,phoneNumber,Expires At\n" + row + "\n"),
  });
  FixOptions options = of_columns();
  options.region_column = "Country";
  check_tables({{"phoneNumber,Country,expirationTime,Notes\n(202) 555-0147,US," +
                     std::string(kTime) + ",x\n",
                 "phoneNumber,Country,expirationTime,clientToken\n+12025550147,US," +
                     std::string(kTime) + ",T\n",
                 "1 dropped-member, 1 national-number, 1 new-token"}},
               options);
}

TEST_CASE("Columns that are mapped are those of members", "[fix]") {
  FixOptions options = of_columns();
  options.csv_map = {{"phoneNumber", "Mobile"}, {"attributes.name", "First Name"}};
  check_tables({{"First Name,Mobile,Last Name\nAda,+1 202 5550147,L\n",
                 "First Name,Mobile,clientToken,expirationTime\n"
                 "Ada,+12025550147,T,2026-11-20T12:10:00.000Z\n",
                 "1 dropped-member, 1 new-expiry, 1 new-token, 1 number-form"}},
               options);
  // The name of the column that is missing is another one's.
  options.csv_map = {{"attributes.id", "clientToken"}};
  const std::string taken =
      "clientToken,phoneNumber,expirationTime\n1,+12025550147," + std::string(kTime) + "\n";
  check_tables({{taken, taken, "nothing"}}, options);
}

TEST_CASE("Kinds choose columns, and the others are offered", "[fix]") {
  FixOptions options = of_columns();
  options.kinds = {"new-token"};
  const std::string text = "phoneNumber,Notes\n+12025550147,x\n";
  const Fixed result = fixed(text, options);
  CHECK(with_plain_tokens(result.text) == "phoneNumber,Notes,clientToken\n+12025550147,x,T\n");
  CHECK(result.fixes.summary.offered ==
        std::map<std::string, std::uint64_t>{{"dropped-member", 1}, {"new-expiry", 1}});
  const LintResult found = lint(
      "clientToken,phoneNumber,expirationTime,Notes\na,+12025550147," + std::string(kTime) + ",\n",
      [] {
        LintOptions table;
        table.format = InputFormat::kCsv;
        return table;
      }());
  REQUIRE(found.findings.size() == 1);
  REQUIRE(found.findings[0].finding.fix);
  CHECK(found.findings[0].finding.fix->kind == "dropped-member");
  CHECK_FALSE(found.findings[0].finding.fix->edit);
}

TEST_CASE("Rows that are no records keep what is wrong with them", "[fix]") {
  const std::string time(kTime);
  check_tables({
      // too few cells, too many; empty lines and blank rows; a quote that is not closed
      {"phoneNumber,expirationTime\n+12025550147\n\n,\n+12025550148," + time +
           ",x\n\"+1202\n+12025550149," + time + "\n",
       "phoneNumber,expirationTime,clientToken\n+12025550147,T\n\n,\n+12025550148," + time +
           ",x,T\n\"+1202\n+12025550149," + time + ",T\n",
       "1 new-token"},
      // the header once more, also behind a mark, in front of a quote too
      {"phoneNumber,Notes,expirationTime\n+12025550147,a," + time +
           "\n\xEF\xBB\xBFphoneNumber,Notes,expirationTime\n+12025550148,b," + time + "\n",
       "phoneNumber,expirationTime,clientToken\n+12025550147," + time +
           ",T\n\xEF\xBB\xBFphoneNumber,expirationTime,clientToken\n+12025550148," + time + ",T\n",
       "1 dropped-member, 1 new-token"},
      {"\"phoneNumber\",Notes,expirationTime\n+12025550147,a," + time +
           "\n\xEF\xBB\xBF\"phoneNumber\",Notes,expirationTime\n+12025550148,b," + time + "\n",
       "\"phoneNumber\",expirationTime,clientToken\n+12025550147," + time +
           ",T\n\xEF\xBB\xBF\"phoneNumber\",expirationTime,clientToken\n+12025550148," + time +
           ",T\n",
       "1 dropped-member, 1 new-token"},
  });
}

TEST_CASE("No column goes where a row would be taken for another one", "[fix]") {
  const std::string time(kTime);
  const std::string head = "phoneNumber,Notes,expirationTime";
  CHECK(obstacle_of(
            head + "\n+12025550147," + time + "\n+12025550148,b," + time + "\n",
            head + ",clientToken\n+12025550147," + time + ",T\n+12025550148,b," + time + ",T\n") ==
        "no column was dropped: line 2 has 3 cells, as many as would be left of 4, and nobody "
        "knows which ones it lacks; mend that line first");
  FixOptions options = of_columns();
  options.kinds = {"dropped-member"};
  CHECK(obstacle_of("clientToken," + head + "\na,+12025550147,," + time + "\n,,Total: 1,\n",
                    "clientToken," + head + "\na,+12025550147,," + time + "\n,,Total: 1,\n",
                    options) ==
        "no column was dropped: line 3 has values in no other columns than those that would go; "
        "delete that line first");
  // Without the semicolons of the header the comma would separate.
  CHECK(obstacle_of("phoneNumber;Notes\n+1,2025550147;x\n", "phoneNumber;Notes\n+1,2025550147;x\n",
                    options) ==
        "no column was dropped: without it the table would be read in another way");
}

TEST_CASE("A row that a cell makes too long keeps its table", "[fix]") {
  Settings settings = test_settings();
  settings.max_record_bytes = 1024;
  const Ruleset rules = rules_of_tests(settings);
  const std::string text = "phoneNumber,expirationTime,attributes.note\n+12025550147," +
                           std::string(kTime) + "," + std::string(980, 'x') + "\n";
  const Fixed result = fixed(text, of_columns(), rules);
  CHECK(result.text == text);
  CHECK(result.fixes.summary.obstacle ==
        "no column was added: with it the table would be read in another way");
}

TEST_CASE("What is shown of columns that come and go holds no value", "[fix]") {
  const std::string secret = "Kq7wZx9";
  for (const char separator : {',', ';', '\t'}) {
    for (const std::string& end : {std::string("\n"), std::string("\r\n")}) {
      for (const std::string& damage : {std::string(), secret + separator, "\"" + secret,
                                        secret + separator + secret + separator + secret}) {
        const std::string s(1, separator);
        const std::string text = "Notes" + s + "phoneNumber" + s + "attributes.a" + end + secret +
                                 s + "+1 202 5550147" + s + secret + end + damage + end + "\"" +
                                 secret + "\n" + secret + "\"" + s + "+12025550148" + s + secret;
        const FixOptions options = of_columns();
        const Fixed result = fixed(text, options);
        std::string shown = result.fixes.summary.obstacle;
        DiffOptions how;
        how.name = "list.csv";
        REQUIRE_FALSE(write_diff(opens(text), result.fixes, how,
                                 [&](std::string_view bytes) { shown += bytes; }));
        INFO(text << "\n" << shown);
        CHECK(shown.find("clientToken") != std::string::npos);
        CHECK(shown.find(secret) == std::string::npos);
        CHECK(shown.find("5550147") == std::string::npos);
      }
    }
  }
}

// --- tables of chance --------------------------------------------------------------------------

namespace {

struct Dialect {
  char separator;
  std::string line_end;
  bool quotes;
};

std::string cell(const std::string& value, const Dialect& dialect, Random& random) {
  const bool needs = value.find_first_of("\"\r\n,;\t|") != std::string::npos;
  if (!needs && !(dialect.quotes && !random.once_in(4))) return value;
  std::string quoted = "\"";
  for (const char c : value) quoted += c == '"' ? "\"\"" : std::string(1, c);
  return quoted + '"';
}

std::string value_for(const std::string& name, Random& random) {
  const auto n = random.below(100);
  if (name == "clientToken") return fmt::format("t{}", random.below(100'000));
  if (name == "phoneNumber")
    return random.once_in(3) ? fmt::format("(202) 555-01{:02}", n)
                             : fmt::format("+120255501{:02}", n);
  if (name == "expirationTime")
    return random.once_in(4) ? "2026-11-20T13:10:00+01:00" : std::string(kTime);
  constexpr const char* kTexts[] = {"", "x", "a \"b\"", "one\ntwo", "1,5", "7;8", " "};
  return kTexts[random.below(std::size(kTexts))];
}

struct MadeTable {
  std::string text;
  std::vector<std::string> names;
};

MadeTable make_table(Random& random) {
  constexpr char kSeparators[] = {',', ';', '\t', '|'};
  constexpr const char* kLineEnds[] = {"\n", "\r\n", "\r"};
  const Dialect dialect{kSeparators[random.below(4)], kLineEnds[random.below(3)],
                        random.once_in(2)};
  MadeTable table;
  for (const char* name : {"clientToken", "phoneNumber", "expirationTime", "attributes.name",
                           "Notes", "Score", "Region", "client_token", "phoneNumbr", ""})
    if (random.once_in(2) || std::string_view(name) == "phoneNumber") table.names.push_back(name);
  for (std::size_t i = table.names.size(); i > 1; --i)
    std::swap(table.names[i - 1], table.names[random.below(i)]);
  const auto line = [&](const auto& value_of, std::size_t count) {
    std::string out;
    for (std::size_t i = 0; i < count; ++i) {
      if (i > 0) out += dialect.separator;
      out += cell(value_of(i), dialect, random);
    }
    return out + dialect.line_end;
  };
  const std::size_t count = table.names.size();
  const std::string header = line([&](std::size_t i) { return table.names[i]; }, count);
  if (random.once_in(4)) table.text += "\xEF\xBB\xBF";
  if (random.once_in(4)) table.text += fmt::format("sep={}{}", dialect.separator, dialect.line_end);
  table.text += header;
  const auto made = [&](std::size_t i) {
    return value_for(i < count ? table.names[i] : "", random);
  };
  for (auto rows = random.below(8); rows > 0; --rows) {
    switch (random.below(16)) {
      case 0:
        table.text += dialect.line_end;
        break;
      case 1:
        table.text += std::string(count - 1, dialect.separator) + dialect.line_end;
        break;
      case 2:
        table.text += (random.once_in(2) ? "\xEF\xBB\xBF" : "") + header;
        break;
      case 3:
        table.text += line(made, count + 1);
        break;
      case 4:
        table.text += line(made, 1 + random.below(count));
        break;
      case 5:
        table.text += "\"x" + dialect.line_end;
        break;
      default:
        table.text += line(made, count);
    }
  }
  return table;
}

// Each row in which both tables have all cells, with the cells of columns that both have.
std::vector<std::string> kept_cells(const std::string& text,
                                    const std::vector<std::string>& names) {
  TextSource source(text);
  CsvRows rows(source, std::size_t{8} << 20, false);
  std::vector<std::string> header;
  std::vector<std::string> out;
  CsvRow row;
  while (rows.advance()) {
    while (rows.next(row)) {
      if (header.empty())
        for (const CsvField& field : row.fields) header.emplace_back(field.value);
      if (row.fields.size() != header.size() || is_blank(row, rows.separator())) continue;
      if (row.origin > 0 && row.bytes.find("phoneNumber") != std::string_view::npos) continue;
      std::string cells;
      for (const std::string& name : names) {
        const auto column = std::find(header.begin(), header.end(), name) - header.begin();
        const CsvField& field = row.fields[static_cast<std::size_t>(column)];
        cells += fmt::format("[{}]", row.bytes.substr(field.begin, field.end - field.begin));
      }
      out.push_back(cells);
    }
  }
  return out;
}

}  // namespace

TEST_CASE("Columns of tables of chance come and go, and nothing else does", "[fix][property]") {
  std::map<std::string, int> seen;
  for (int seed = 0; seed < rounds(20'000); ++seed) {
    Random random(static_cast<std::uint64_t>(seed));
    const MadeTable table = make_table(random);
    LintOptions options;
    options.format = InputFormat::kCsv;
    turn_off_explanations(options.settings);
    FixOptions how = all_fixes(options);
    how.kinds = {"new-token", "new-expiry", "dropped-member"};
    INFO("seed " << seed << "\n" << table.text);
    const Fixed result = checked_fix(table.text, options, how);
    const FixSummary& summary = result.fixes.summary;
    for (const auto& [kind, count] : summary.made) ++seen[kind];
    if (!summary.obstacle.empty()) ++seen["obstacle"];
    CHECK(summary.after.unreadable == summary.before.unreadable);
    // A table in which cells lack something gets that in the cells.
    std::vector<std::string> names;
    for (const char* name : {"phoneNumber", "attributes.name", "phoneNumbr"})
      if (std::find(table.names.begin(), table.names.end(), name) != table.names.end())
        names.emplace_back(name);
    REQUIRE(kept_cells(table.text, names) == kept_cells(result.text, names));
    how.kinds = {};
    checked_fix(table.text, options, how);
  }
  if (!kWatched) {
    for (const char* what : {"new-token", "new-expiry", "dropped-member", "obstacle"}) {
      INFO(what);
      CHECK(seen[what] > 20);
    }
  }
}

TEST_CASE("Rows of each shape lose a column, get another, and are sound again", "[fix][property]") {
  int tables = 0;
  for (const Shape& shape : builtin_plan().shapes) {
    GeneratorOptions made;
    made.shape = shape.id;
    made.form = GeneratedForm::kRows;
    made.now = kNow;
    made.count = 5;
    for (int seed = 0; seed < rounds(1000); ++seed) {
      made.seed = static_cast<std::uint64_t>(seed);
      auto generator = Generator::make(made);
      INFO(shape.id << " seed " << seed);
      if (!generator) continue;  // an object that no cell can hold
      ++tables;
      const std::size_t place = made.seed % 3;
      const auto with_cell = [&](std::string line, std::string_view cell) {
        // In front, behind, or nowhere.
        if (place == 0) return fmt::format("{},{}\n", cell, line);
        return place == 1 ? fmt::format("{},{}\n", line, cell) : line + "\n";
      };
      std::string text = with_cell(generator->header(), "Zzz");
      for (int row = 0; row < 5; ++row) {
        std::string line;
        REQUIRE_FALSE(generator->write(line));
        text += with_cell(line, row == 2 ? "\"a,b\"" : "x");
      }
      LintOptions options;
      options.format = InputFormat::kCsv;
      options.shape = shape.id;
      turn_off_explanations(options.settings);
      INFO(shape.id << " seed " << seed << "\n" << text);
      const Fixed result = checked_fix(text, options, all_fixes(options));
      CHECK(result.fixes.summary.after.valid == 5);
      CHECK(result.fixes.summary.made.contains("dropped-member") == (place != 2));
    }
  }
  CHECK(tables >= rounds(1000));
}

}  // namespace diallint::test
