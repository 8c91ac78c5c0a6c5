// Values that are made up for schemas of every kind, and what is said of schemas that nothing fits.
#include "generate/value_maker.h"

#include <catch2/catch.hpp>

#include "generate/fault_injector.h"
#include "generate/rule_sites.h"
#include "rules/structure.h"
#include "support/lint.h"
#include "support/own_schema.h"

namespace diallint::test {
namespace {

Kind kind_made_for(const std::string& rest) {
  const Plan plan = plan_of(shape(R"("properties":{"a":{)" + rest + R"(}},"required":["a"])"));
  ValueMaker maker(plan, 1, kNow);
  const Sample made = maker.make(plan.shapes[0].root);
  const Sample* value = made.find("a");
  CHECK(made.find("no such member") == nullptr);
  REQUIRE(value != nullptr);
  return value->kind;
}

}  // namespace

TEST_CASE("Where a schema names no kind, its other keywords tell it", "[maker]") {
  CHECK(kind_made_for(R"("properties":{"b":{}})") == Kind::kObject);
  CHECK(kind_made_for(R"("additionalProperties":{"maxLength":3})") == Kind::kObject);
  CHECK(kind_made_for(R"("items":{"type":"null"})") == Kind::kArray);
  CHECK(kind_made_for(R"("maxLength":3)") == Kind::kString);
  CHECK(kind_made_for(R"("type":"null")") == Kind::kNull);
  CHECK(kind_made_for(R"("type":"array")") == Kind::kArray);
}

TEST_CASE("Numbers are made between bounds, of which one may be open", "[maker]") {
  struct {
    const char* rest;
    double least, most;
  } const kCases[] = {{R"("minimum":5)", 5, 1005},
                      {R"("maximum":-5)", -1005, -5},
                      {R"("minimum":-2,"maximum":2)", -2, 2},
                      {R"("enum":[4])", 4, 4}};
  for (const auto& one : kCases) {
    const Plan plan = plan_of(shape(
        std::string(R"("required":["a"],"properties":{"a":{"type":"number",)") + one.rest + "}}"));
    ValueMaker maker(plan, 1, kNow);
    for (int i = 0; i < 100; ++i) {
      const Sample made = maker.make(plan.shapes[0].root);
      INFO(one.rest << " " << to_json(made));
      const double value = std::stod(made.find("a")->text);
      REQUIRE(value >= one.least);
      REQUIRE(value <= one.most);
    }
  }
}

TEST_CASE("A schema that nothing fits is said to be one", "[maker]") {
  struct {
    const char* rest;
    const char* says;
  } const kCases[] = {
      {R"("required":["a"],"properties":{"a":{"$ref":"#"}})", "must contain itself"},
      {R"("properties":{"a":{}},"allOf":[{"required":["a"]},{"not":{"required":["a"]}}])",
       "conditions that no value meets"},
      {R"("properties":{"a":{"type":"string"}},"required":["a"],
          "allOf":[{"properties":{"a":{"enum":["x"]}}},{"properties":{"a":{"enum":["y"]}}},
                   {"required":["a"]}])",
       "conditions that no value meets"},
      {R"("required":["a"],"properties":{"a":{"type":"string","pattern":"^ab{5}$","maxLength":2}})",
       "no text was found for"},
      {R"("required":["a"],"properties":{"a":{"title":"none","type":"string","maxLength":0,
          "pattern":"^[a-z]+$"}})",
       "no text has both the length and the pattern of none"},
      {R"("required":["a"],"properties":{"a":{"title":"list of lists","type":"array","minItems":1000,
          "items":{"type":"array","minItems":1000,"items":{"type":"string"}}}})",
       "needs more than 100000 values"},
      {R"("required":["a"],"properties":{"a":{"type":"array","minItems":8,
          "items":{"title":"long","type":"string","minLength":1000000}}})",
       "long needs more than 100000 values"},
  };
  for (const auto& [rest, says] : kCases) {
    const Plan plan = plan_of(shape(rest));
    ValueMaker maker(plan, 1, kNow);
    INFO(rest);
    CHECK_THROWS_WITH(maker.make(plan.shapes[0].root), Catch::Contains(says));
    CHECK_THROWS_WITH(maker.make_least(plan.shapes[0].root), Catch::Contains(says));
  }
}

TEST_CASE("Values that may not repeat come to an end", "[maker]") {
  const Plan plan = plan_of(shape(R"("required":["a"],"properties":{"a":{
      "title":"a letter","type":"string","enum":["x","y"],"x-token-unique":"letters"}})"));
  ValueMaker maker(plan, 1, kNow);
  CHECK(maker.make(plan.shapes[0].root).find("a")->text !=
        maker.make(plan.shapes[0].root).find("a")->text);
  CHECK_THROWS_WITH(maker.make(plan.shapes[0].root),
                    Catch::Contains("a letter has no more distinct values"));
}

TEST_CASE("What every kind fits cannot be broken by its kind", "[maker]") {
  const Plan plan = plan_of(shape(R"("required":["a"],"properties":{"a":{
      "type":["null","boolean","number","string","array","object"]}})"));
  ValueMaker maker(plan, 1, kNow);
  const Sample sample = maker.make(plan.shapes[0].root);
  std::size_t tried = 0;
  for (const InjectionPoint& point : injection_points(plan, plan.shapes[0])) {
    if (point.rule != &kType || point.path.empty()) continue;
    CHECK_FALSE(FaultInjector(maker).inject_fault(plan.shapes[0], sample, point));
    ++tried;
  }
  CHECK(tried == 1);
}

}  // namespace diallint::test
