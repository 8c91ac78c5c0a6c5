// Former names of the public functions: they stay for programs that were written with them.
#include <catch2/catch.hpp>

#include "diallint/finding.h"
#include "diallint/numbering_plan.h"

using namespace diallint;

TEST_CASE("Former names of functions do what the present ones do", "[api]") {
  CHECK(name_of(Severity::kWarning) == to_string(Severity::kWarning));
  CHECK(severity_named("warning") == Severity::kWarning);
  CHECK_FALSE(severity_named("Warning"));
  CHECK(number_type_from("mobile") == NumberType::kMobile);
  CHECK_FALSE(number_type_from("Mobile"));
}
