// What is wrong with a table, and on which line.
#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "diallint/numbering_plan.h"
#include "support/repeated.h"

using namespace diallint;

namespace {

struct Case {
  std::string table;
  std::size_t line;
  std::string message;  // a part of it
};

NumberingPlanError error_of(const std::string& table) {
  const Result<NumberingPlan> result = NumberingPlan::parse(table);
  if (result) return {0, "no error"};
  CHECK(result.error().code == ErrorCode::kSetting);
  const std::string& message = result.error().message;
  if (!message.starts_with("line ")) return {0, message};
  const std::size_t colon = message.find(": ");
  return {std::stoul(message.substr(5)), message.substr(colon + 2)};
}

void check(const std::vector<Case>& cases) {
  for (const Case& one : cases) {
    INFO(one.table);
    const NumberingPlanError error = error_of(one.table);
    INFO(error.message);
    CHECK(error.line == one.line);
    CHECK(error.message.find(one.message) != std::string::npos);
  }
}

const std::string kHead = "version 1\ndate 2026-01-02\ncalling-code 88\nregion DD\n";

// A table whose line 6 is the pattern.
std::string with_pattern(const std::string& pattern) {
  return kHead + "general 4\n  " + pattern + "\n";
}

}  // namespace

TEST_CASE("faults of the lines of a table", "[numbering]") {
  const std::string valid = kHead + "general 4\n  \\d{4}\nfixed\n  \\d{4}\n";
  check({{valid, 0, "no error"},
         {"", 0, "'version'"},
         {"version 1\n", 0, "'date'"},
         {"version 1\ndate 2026-01-02\n", 0, "no calling code"},
         {"version\n", 1, "must follow the keyword"},
         {"version 1\nversion 2\n", 2, "twice"},
         {"date 2.1.2026\n", 1, "YYYY-MM-DD"},
         {"date 2026-13-01\n", 1, "no such date"},
         {"date 2026-00-01\n", 1, "no such date"},
         {"date 2026-01-32\n", 1, "no such date"},
         {"region DD\n", 1, "follow a calling-code"},
         {"calling-code 08\n", 1, "one to three digits"},
         {"calling-code 1234\n", 1, "one to three digits"},
         {"calling-code x\n", 1, "one to three digits"},
         {"calling-code\n", 1, "one to three digits"},
         {"calling-code 88\ncalling-code 89\n", 1, "has no region"},
         {"version 1\ndate 2026-01-02\ncalling-code 88\n", 3, "has no region"},
         {valid + "calling-code 8\n", 9, "begin alike"},
         {valid + "calling-code 881\n", 9, "begin alike"},
         {valid + "calling-code 88\n", 9, "begin alike"},
         {valid + "region DD\n", 9, "twice"},
         {valid + "region dd\n", 9, "two capital letters"},
         {valid + "region EE\n", 9, "no 'general'"},
         {valid + "fixed\n  1\n", 9, "twice"},
         {valid + "colour\n", 9, "unknown keyword 'colour'"},
         {"fixed\n", 1, "before the first region"},
         {kHead + "fixed\n  1\n", 4, "no 'general'"},
         {kHead + "general\n  1\n", 5, "needs lengths"},
         {kHead + "general 4\n", 5, "no pattern follows"},
         {kHead + "general 4\nfixed\n  1\n", 5, "no pattern follows"},
         {kHead + "leading 4\n", 5, "takes no lengths"},
         {kHead + "general 4\n  1\nmobile = fixed\n", 4, "no 'fixed'"},
         {valid + "mobile = fixed\nmobile\n  1\n", 10, "twice"},
         {kHead + "  1\n", 5, "must continue a pattern"},
         {kHead + "general 4\n  \n", 6, "only blanks"}});
}

TEST_CASE("faults of lengths", "[numbering]") {
  for (const char* lengths :
       {"4,", "4-", ",4", "4;5", "a", "18", "0", "4-3", "-4", "4 5", "99999999999"}) {
    const NumberingPlanError error = error_of(kHead + "general " + lengths + "\n  1\n");
    INFO(lengths << ": " << error.message);
    CHECK(error.line == 5);
    CHECK(error.message.find("length") != std::string::npos);
  }
  CHECK(error_of(kHead + "general 1\n  1\n").message.find("four digits") != std::string::npos);
}

TEST_CASE("faults of patterns", "[numbering]") {
  check({{with_pattern("\\d{4}"), 0, "no error"},
         {with_pattern("(?:1|2[3-5])\\d?\\d{2,3}"), 0, "no error"},
         {with_pattern("[\\d]4"), 0, "no error"},
         {with_pattern("a"), 6, "character 1: expected a digit"},
         {with_pattern("1."), 6, "character 2: expected a digit"},
         {with_pattern("1*"), 6, "character 2: repetitions"},
         {with_pattern("1+"), 6, "character 2: repetitions"},
         {with_pattern("1??"), 6, "repetitions"},
         {with_pattern("1{2}{3}"), 6, "repetitions"},
         {with_pattern("^1$"), 6, "character 1: expected a digit"},
         {with_pattern("\\w"), 6, "only 'd'"},
         {with_pattern("\\"), 6, "only 'd'"},
         {with_pattern("(1"), 6, "')' is missing"},
         {with_pattern("1)"), 6, "has no '('"},
         {with_pattern("(?=1)"), 6, "only '('"},
         {with_pattern("1|"), 6, "alternative is empty"},
         {with_pattern("()"), 6, "alternative is empty"},
         {with_pattern("[1-"), 6, "a digit"},
         {with_pattern("[1"), 6, "']' is missing"},
         {with_pattern("[]"), 6, "a digit"},
         {with_pattern("[5-1]"), 6, "descending"},
         {with_pattern("[^1]"), 6, "a digit"},
         {with_pattern("1{"), 6, "a digit"},
         {with_pattern("1{2"), 6, "'}' is missing"},
         {with_pattern("1{2,}"), 6, "a digit"},
         {with_pattern("1{3,2}"), 6, "descending"},
         {with_pattern("1{0}"), 6, "descending"},
         {with_pattern("1{18}"), 6, "that many digits"},
         {with_pattern("1{07}"), 6, "begin with 0"},
         {with_pattern("1{0,02}"), 6, "begin with 0"},
         {with_pattern("1{99999999999999999999}"), 6, "that many digits"},
         {with_pattern(test::repeated("(", 100) + "1" + test::repeated(")", 100)), 6,
          "nested too deeply"}});
}

TEST_CASE("what a message quotes of a table does nothing to a log", "[numbering]") {
  CHECK(error_of("version 1\nda\x1B[2Jte\r 1\n").message.find("'da\\x1B[2Jte\\r'") !=
        std::string::npos);
}

TEST_CASE("a table that asks for too much is an error, at once", "[numbering]") {
  // 17 to the fifth power of digits.
  const NumberingPlanError large = error_of(with_pattern("(((((1{17}){17}){17}){17}){17})"));
  CHECK(large.message.find("too large") != std::string::npos);
  CHECK(large.line == 3);
  // Which of the last seven digits were 1: that takes a state for every answer.
  std::string memory = kHead + "general 13\n  \\d{13}\n";
  for (const char* type : {"fixed", "mobile", "voip", "pager", "uan", "premium", "personal"}) {
    memory += std::string(type).append("\n  \\d{0,12}1\\d{6}\n");
  }
  CHECK(error_of(memory).message == "no error");
  // The same with sets of so many places that it would take hours.
  std::string hours = kHead + "general 13\n  \\d{13}\nfixed\n";
  for (int i = 0; i < 500; ++i) hours += "  (\\d{0,9}1\\d{0,9}2?\\d?){3}\n";
  const NumberingPlanError slow = error_of(hours);
  CHECK(slow.message.find("too many states") != std::string::npos);
  CHECK(slow.line == 3);
}

namespace {

// Ranges that each look at every other digit alone: an automaton has to keep both in mind, and has
// a state for each pair of them.
std::string interleaved(int ranges, bool same_end) {
  std::string text =
      "version 1\ndate 2026-01-02\ncalling-code 7\nregion AA\ngeneral 14\n  \\d{14}\n";
  std::string mobile = "mobile\n";
  text += "fixed\n";
  for (int i = 0; i < ranges; ++i) {
    const std::string three = fmt::format("{:03}", i);
    text += "  ";
    mobile += "  ";
    for (const char digit : three + "0" + (same_end ? "000" : three)) {
      text.append(1, digit).append("\\d");
      mobile.append("\\d").append(1, digit);
    }
    text += "\n";
    mobile += "\n";
  }
  return text + mobile;
}

// Calling codes with seven types each, of which any may have a 1 seven digits before the end.
std::string many_codes(int count) {
  std::string text = "version 1\ndate 2026-01-02\n";
  for (int i = 0; i < count; ++i) {
    text += fmt::format("calling-code {}\nregion {}{}\ngeneral 12\n  \\d{{12}}\n", 200 + i,
                        static_cast<char>('A' + i / 26), static_cast<char>('A' + i % 26));
    for (const char* type : {"fixed", "mobile", "voip", "pager", "uan", "premium", "personal"}) {
      text += std::string(type).append("\n  \\d{0,12}1\\d{6}\n");
    }
  }
  return text;
}

}  // namespace

TEST_CASE("what a plan may cost is for all of its calling codes together", "[numbering]") {
  CHECK(error_of(many_codes(15)).message == "no error");
  const NumberingPlanError error = error_of(many_codes(20));
  CHECK(error.message == "the patterns of the plan need too many states");
  CHECK(error.line > 15 * 18);  // a calling code has 18 lines
}

TEST_CASE("automata that grow too large are an error", "[numbering]") {
  const NumberingPlanError before = error_of(interleaved(720, true));
  CHECK(before.message == "the patterns of the calling code need too many states");
  CHECK(before.line == 3);
  CHECK(error_of(interleaved(140, false)).message == "the plan needs more than 65536 states");
  CHECK(error_of(interleaved(140, true)).message == "no error");
}

TEST_CASE("comments, blank lines and CRLF are fine", "[numbering]") {
  const std::string table =
      "# a comment\r\nversion 1\r\n\r\ndate 2026-01-02\r\npackage x\r\ncalling-code 88\r\n"
      "region DD\r\ngeneral 4\r\n  \\d{4}\r\nfixed\r\n    1\\d{3}\r\n    2\\d{3}";
  const Result<NumberingPlan> result = NumberingPlan::parse(table);
  REQUIRE(result);
  const NumberingPlan& plan = *result;
  CHECK(plan.version() == "1");
  CHECK(plan.lookup("+882000").type == NumberType::kFixed);
}

TEST_CASE("any cut of a valid table is a plan or an error", "[numbering]") {
  const std::string table = kHead +
                            "leading\n  (1|2[3-5])\ngeneral 4,6-7\n  \\d{4}\n  [12]\\d{5,6}\n"
                            "fixed 4\n  \\d{4}\nmobile = fixed\n";
  for (std::size_t size = 0; size < table.size(); ++size) {
    const NumberingPlanError error = error_of(table.substr(0, size));
    CHECK_FALSE(error.message.empty());
    CHECK(error.line <= 14);
  }
}
