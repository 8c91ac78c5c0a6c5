// Every finding that is counted is shown, wherever it stands: inside of records, beside them, and
// where there are none.
#include <catch2/catch.hpp>
#include <stdexcept>
#include <string>
#include <string_view>

#include "diallint/checker.h"
#include "support/lint.h"
#include "support/rounds.h"

namespace diallint::test {

TEST_CASE("whatever follows whatever, each finding that is counted is shown") {
  constexpr std::string_view kPieces[] = {
      "x",    "{{",  "[",          "]",  "{",   "}",       "",      "[]",
      "{}",   "[{}", "[null]",     "\"", ",",   "[[],{}]", "{}{}",  "\x12",
      "\xFF", "//",  "a;b\n\"1;2", "1,", "{},", "[{},x]",  "null,", "{\"dialRequests\":[",
  };
  std::size_t turn = 0;
  for (const InputFormat format : {InputFormat::kNdjson, InputFormat::kJson, InputFormat::kCsv}) {
    for (const std::string_view first : kPieces) {
      for (const std::string_view second : kPieces) {
        for (const std::string_view third : kPieces) {
          if (turn++ % every(11) != 0) continue;
          const std::string text =
              std::string(first) + "\n" + std::string(second) + "\n" + std::string(third);
          INFO("text: " << Catch::StringMaker<std::string>::convert(text));
          const LintResult result = lint(text, {.format = format});
          const Counts& counts = result.summary.counts;
          REQUIRE(result.findings.size() == result.summary.found);
          REQUIRE(result.findings.size() == counts.errors + counts.warnings + counts.infos);
        }
      }
    }
  }
}

TEST_CASE("a check that was left in the middle takes no finding from the next one") {
  Checker checker(Ruleset::builtin());
  const auto leave = [](const Finding&) -> bool { throw std::runtime_error("enough"); };
  CHECK(checker.check_json("[{},{}]", kNow, {.on_finding = leave}).error.code ==
        ErrorCode::kCallback);
  CHECK(brief(checker.check_json("[", kNow).findings) == "json-syntax \n");
}

}  // namespace diallint::test
