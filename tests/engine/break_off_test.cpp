// Inputs whose source breaks off: all before that is checked, what is told stands at its end.
#include <catch2/catch.hpp>
#include <string>

#include "support/breaking_source.h"
#include "support/lint.h"

namespace diallint::test {
namespace {

using Kind = BreakOff::Kind;

struct Broken {
  LintResult result;
  std::string error;

  const Located& last() const { return result.findings.back(); }
};

Broken lint_broken(std::string_view text, std::size_t step = SIZE_MAX, Kind kind = Kind::kDamaged,
                   InputFormat format = InputFormat::kAuto) {
  Broken broken;
  Collector collector(broken.result.findings);
  RunOptions options;
  options.format = format;
  Run run(builtin_plan(), test_settings(), options, collector);
  BreakingSource source(text, step, kind);
  try {
    run.check(source, "input");
  } catch (const ReadError& error) {
    broken.error = error.what;
  }
  broken.result.summary = run.summary();
  return broken;
}

constexpr std::string_view kRequest =
    R"({"clientToken":"a1","phoneNumber":"+12025550147","expirationTime":"2026-11-20T12:10:00.000Z","attributes":{}})";

std::string place(const Located& located) {
  return fmt::format("{}:{} {}", located.location.begin.line, located.location.begin.column,
                     located.finding.span.begin);
}

}  // namespace

TEST_CASE("what breaks off is told at the end of the text", "[break_off]") {
  struct Row {
    std::string text;
    std::string place;
    InputFormat format = InputFormat::kAuto;
  };
  const std::string line(kRequest);
  const std::string rows = "phoneNumber\tclientToken\texpirationTime\r\n+12025550147\ta\tx";
  const Row all[] = {
      {"", "1:1 0"},
      {line + "\n", fmt::format("2:1 {}", line.size() + 1)},
      {line, fmt::format("1:{} {}", line.size() + 1, line.size())},
      {"\xEF\xBB\xBF" + line, fmt::format("1:{} {}", line.size() + 1, line.size() + 3)},
      {line + "\n" + line + "\n{\"é\":1}", fmt::format("3:8 {}", 2 * line.size() + 10)},
      {line + "\r\n\r\n{\"é", fmt::format("3:4 {}", line.size() + 8)},
      {"[" + line + ",\n ", fmt::format("2:2 {}", line.size() + 4), InputFormat::kJson},
      {rows, fmt::format("2:17 {}", rows.size()), InputFormat::kCsv},
      {rows + "\r", fmt::format("3:1 {}", rows.size() + 1), InputFormat::kCsv},
      {rows + "\r\n", fmt::format("3:1 {}", rows.size() + 2), InputFormat::kCsv},
      {rows + "\r+1\ta", fmt::format("3:5 {}", rows.size() + 5), InputFormat::kCsv},
  };
  for (const Row& row : all) {
    for (const std::size_t step : {std::size_t{1}, std::size_t{3}, SIZE_MAX}) {
      CAPTURE(row.text, step);
      const Broken broken = lint_broken(row.text, step, Kind::kDamaged, row.format);
      REQUIRE(!broken.result.findings.empty());
      const Located& last = broken.last();
      CHECK(last.finding.rule == "input-format");
      CHECK(last.finding.message == "it breaks; mend it");
      CHECK(place(last) == row.place);
      CHECK(broken.error == "it breaks; mend it");
      // The finding is no record's, and no record is without one.
      CHECK(broken.result.brief().find("no-records") == std::string::npos);
    }
  }
}

TEST_CASE("records before the break are counted as ever", "[break_off]") {
  const std::string line = std::string(kRequest) + "\n";
  std::string second(kRequest);
  second.replace(second.find("a1"), 2, "a2");
  second.replace(second.find("0147"), 4, "0148");
  CHECK(lint_broken(line + second + "\n").result.counts() ==
        "2 records: 2 valid, 0 invalid, 0 unreadable");
  CHECK(lint_broken(line + second.substr(0, 40)).result.counts() ==
        "2 records: 1 valid, 0 invalid, 1 unreadable");
  CHECK(lint_broken("[" + line + "," + second.substr(0, 40)).result.counts() ==
        "2 records: 1 valid, 0 invalid, 1 unreadable");
  CHECK(lint_broken("").result.counts() == "0 records: 0 valid, 0 invalid, 0 unreadable");
}

TEST_CASE("a row that is cut off is no record, however it looks", "[break_off]") {
  const std::string header = "clientToken\tphoneNumber\texpirationTime\tattributes.name\n";
  const std::string row = "a1\t+12025550147\t2026-11-20T12:10:00.000Z\tAda";
  const std::string other = "a2\t+12025550148\t2026-11-20T12:10:00.000Z\tAd";
  for (const std::size_t step : {std::size_t{1}, SIZE_MAX}) {
    CHECK(lint_broken(header + row + "\n" + other, step).result.counts() ==
          "2 records: 1 valid, 0 invalid, 1 unreadable");
    CHECK(lint_broken(header + row + "\n" + other + "\n", step).result.counts() ==
          "2 records: 2 valid, 0 invalid, 0 unreadable");
  }
  CHECK(lint(header + row + "\n" + other).counts() ==
        "2 records: 2 valid, 0 invalid, 0 unreadable");
}

TEST_CASE("kinds of what breaks off", "[break_off]") {
  const Broken large = lint_broken(kRequest, SIZE_MAX, Kind::kTooLarge);
  CHECK(large.last().finding.rule == "input-limit");
  CHECK(large.error == "it breaks; mend it");
  // What is foreign has no text, is one unreadable record as any foreign file is, and was read.
  const Broken foreign = lint_broken("", SIZE_MAX, Kind::kForeign);
  CHECK(foreign.result.brief() == "input-format \n");
  CHECK(foreign.last().finding.message == "this is it breaks, not JSON, NDJSON or CSV; mend it");
  CHECK(foreign.result.counts() == "1 record: 0 valid, 0 invalid, 1 unreadable");
  CHECK(foreign.error.empty());
}

TEST_CASE("the inner name tells the format", "[break_off]") {
  // Tabs by the name, where commas would do as well.
  const std::string table = "clientToken\tphoneNumber,x\texpirationTime\na\t+12025550147\tx\n";
  const Broken broken = lint_broken(table);
  CHECK(broken.result.summary.counts.records == 1);
  CHECK(broken.result.brief().find("/phoneNumber,x") != std::string::npos);
}

}  // namespace diallint::test
