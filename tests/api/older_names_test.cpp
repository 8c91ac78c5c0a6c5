// Former names of the public functions: they stay for programs that were written with them.
#include <catch2/catch.hpp>
#include <string>
#include <variant>

#include "diallint/finding.h"
#include "diallint/generate.h"
#include "diallint/numbering_plan.h"

using namespace diallint;

#pragma GCC diagnostic ignored "-Wdeprecated-declarations"

TEST_CASE("Former names of functions do what the present ones do", "[api]") {
  CHECK(name_of(Severity::kWarning) == to_string(Severity::kWarning));
  CHECK(severity_named("warning") == Severity::kWarning);
  CHECK_FALSE(severity_named("Warning"));
  CHECK(number_type_from("mobile") == NumberType::kMobile);
  CHECK_FALSE(number_type_from("Mobile"));
}

TEST_CASE("The former ways to a plan and a generator give what the present ones do", "[api]") {
  const std::string table =
      "version 1\ndate 2026-01-02\ncalling-code 88\nregion DD\ngeneral 4\n  \\d{4}\n";
  CHECK(std::holds_alternative<NumberingPlan>(NumberingPlan::from_table(table)));
  const auto wrong = NumberingPlan::from_table("version 1\nnothing\n");
  REQUIRE(std::holds_alternative<NumberingPlanError>(wrong));
  CHECK(std::get<NumberingPlanError>(wrong).line == 2);
  GeneratorOptions options;
  options.now = Instant{1795176000, 0, false};
  std::string former;
  std::string present;
  Generator(options).append(former);
  auto generator = Generator::make(options);
  REQUIRE(generator);
  CHECK_FALSE(generator->write(present));
  CHECK(former == present);
}
