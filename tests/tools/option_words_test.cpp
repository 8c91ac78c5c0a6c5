// Every option of every command, as its own table has it: an empty value is refused, whichever way
// it is written and wherever it stands.
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "dialgen/options.h"
#include "diallint/check_options.h"
#include "shared/failure.h"
#include "shared/option_parser.h"
#include "support/process.h"
#include "support/refusal.h"

namespace diallint::test {
namespace {

std::string refusal_of_check(Command command, Arguments words) {
  words.emplace_back("examples/clean");
  return refusal([&] { parse_check(command, words); });
}

/// All ways to give an option an empty value.
std::vector<Arguments> empty_values(const OptionFacts& option) {
  std::vector<Arguments> ways = {{option.name, ""},
                                 {option.name + "="},
                                 {option.name, "", option.name, "a"},
                                 {option.name, "a", option.name, ""}};
  if (!option.letter.empty()) ways.push_back({option.letter, ""});
  return ways;
}

std::string expected_for(const OptionFacts& option) {
  return option.name + " is empty; give a value, or leave it out";
}

}  // namespace

TEST_CASE("an option of check with an empty value is refused, and named", "[cli]") {
  std::size_t tried = 0;
  for (const OptionFacts& option : check_options()) {
    if (option.kind.empty()) continue;
    for (const Arguments& way : empty_values(option)) {
      CAPTURE(way);
      CHECK(refusal_of_check(Command::kCheck, way) == expected_for(option));
      CHECK(refusal_of_check(Command::kConfig, way) == expected_for(option));
      ++tried;
    }
  }
  CHECK(tried > 80);
}

TEST_CASE("an option of dialgen with an empty value is refused, and named", "[cli]") {
  std::size_t tried = 0;
  for (const DialgenCommand& command : dialgen_commands()) {
    for (const OptionFacts& option : options_of(command)) {
      if (option.kind.empty()) continue;
      for (const Arguments& way : empty_values(option)) {
        Arguments words = {std::string(command.name)};
        words.insert(words.end(), way.begin(), way.end());
        CAPTURE(words);
        CHECK(refusal([&] { parse_dialgen(words); }) == expected_for(option));
        ++tried;
      }
    }
  }
  CHECK(tried > 80);
}

TEST_CASE("the other commands refuse an empty value too", "[cli]") {
  const Scratch scratch;
  for (const std::string words :
       {"rules --schema ''", "rules --output-format=", "explain --schema= type",
        "schema --schema ''", "rules --output-format '' --schema a"}) {
    CAPTURE(words);
    const Outcome outcome = run_command("diallint " + words, scratch);
    CHECK(outcome.exit_code == 2);
    CHECK(outcome.err.find(" is empty; give a value") != std::string::npos);
  }
}

TEST_CASE("every option that is given by a schema's command is in this test", "[cli]") {
  const Scratch scratch;
  for (const std::string command : {"rules", "explain", "schema"}) {
    const std::string help = run_command("diallint " + command + " --help", scratch).out;
    std::size_t options = 0;
    for (std::size_t at = 0; (at = help.find("\n  --", at)) != std::string::npos; ++at) ++options;
    CHECK(options == (command == "rules" ? 2 : 1));
  }
}

}  // namespace diallint::test
