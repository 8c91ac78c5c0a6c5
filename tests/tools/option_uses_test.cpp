// How often an option may be given: the list of options is the programs' own.
#include <catch2/catch.hpp>
#include <set>
#include <string>

#include "diallint/check_options.h"
#include "shared/failure.h"
#include "shared/option_parser.h"
#include "support/refusal.h"

namespace diallint::test {
namespace {

// Each use of these adds to the others.
const std::set<std::string> kRepeatable = {
    "--csv-map",          "--exclude",       "--ignore",
    "--output",           "--output-format", "--deny-phone-regions",
    "--deny-phone-types", "--phone-regions", "--response",
    "--schema",           "--select",        "--severity"};

std::string refusal(Arguments arguments) {
  return test::refusal([&] { parse_check(Command::kCheck, std::move(arguments)); });
}

}  // namespace

TEST_CASE("An option of one value is refused where it is given twice", "[option_uses]") {
  std::set<std::string> repeatable;
  for (const OptionFacts& option : check_options()) {
    if (option.kind.empty()) continue;  // a flag says the same twice
    const std::string said =
        refusal({option.name, "a", option.name + "=b", "--isolated", "x.json"});
    INFO(option.name << ": " << said);
    if (said != option.name + " is given twice; it takes one value, so give it once")
      repeatable.insert(option.name);
  }
  CHECK(repeatable == kRepeatable);
}

}  // namespace diallint::test
