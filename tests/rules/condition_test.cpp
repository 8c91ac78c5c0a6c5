// Conditions of schemas: what they find, in which words, and that objects are made and broken by
// them.
#include "rules/condition.h"

#include <catch2/catch.hpp>

#include "generate/fault_injector.h"
#include "generate/value_maker.h"
#include "rules/structure.h"
#include "support/lint.h"
#include "support/own_schema.h"

namespace diallint::test {
namespace {

struct Judged {
  const char* rest;  // of the schema
  const char* sound;
  const char* broken;
  const char* says;
};
constexpr Judged kJudged[] = {
    {R"("properties":{"a":{},"b":{}},"allOf":[{"required":["b"]}])", R"({"b":1})", R"({"a":1})",
     "b is missing; it is required"},
    {R"("properties":{"a":{},"b":{}},"allOf":[{"anyOf":[{"required":["a"]},{"required":["b"]}]}])",
     R"({"b":1})", "{}", "this must be true: a is present or b is present"},
    {R"("type":"object","properties":{"a":{}},"allOf":[{"not":{"required":["a"]}}])", "{}",
     R"({"a":1})", "this must be true: a is absent"},
    {R"("properties":{"a":{},"b":{}},"allOf":[{"if":true,"then":{"required":["b"]}}])",
     R"({"b":1})", R"({"a":1})", "b is missing; it is required"},
    {R"("properties":{"a":{},"b":{}},
        "allOf":[{"if":{"not":{"required":["a"]}},"then":{"required":["b"]}}])",
     R"({"a":1})", "{}", "b is missing; it is required where a is absent"},
    {R"("properties":{"a":{},"b":{}},
        "allOf":[{"if":{"required":["a"]},"then":{},"else":{"required":["b"]}}])",
     R"({"a":1})", "{}", "b is missing; it is required where a is absent"},
    {R"("properties":{"a":{"type":"string"},"b":{"type":"string"}},
        "allOf":[{"if":{"required":["a"]},"then":{"properties":{"b":false}}}])",
     R"({"b":"x"})", R"({"a":"x","b":"y"})", "b is not allowed here where a is present"},
    {R"("properties":{"a":{"type":"string"}},
        "allOf":[{"properties":{"a":{"not":{"const":"x"}}}}])",
     R"({"a":"y"})", R"({"a":"x"})", "a must not be x"},
    {R"("properties":{"a":{"type":"string"}},"allOf":[{"properties":{"a":{"pattern":"^x"}}}])",
     R"({"a":"x"})", R"({"a":"y"})", "a must match ^x"},
    {R"("properties":{"a":{"type":"number"}},"allOf":[{"properties":{"a":{"enum":[7,1.5]}}}])",
     R"({"a":7.0})", R"({"a":8})", "a must be 7 or 1.5"},
    {R"("properties":{"a":{"type":"boolean"},"b":{"type":"boolean"}},
        "allOf":[{"if":{"required":["b"]},"then":{"properties":{"a":{"const":true}}}}])",
     R"({"a":true,"b":false})", R"({"a":false,"b":true})", "a must be true where b is present"},
    {R"("properties":{"o":{"type":"object","properties":{"x":{"type":"string"}}}},
        "allOf":[{"properties":{"o":{"required":["x"]}}}])",
     R"({"o":{"x":"y"}})", R"({"o":{}})", "o.x is missing; it is required"},
    {R"("properties":{"o":{"type":"object","properties":{"x":{"type":"number"}}}},
        "allOf":[{"properties":{"o":{"properties":{"x":{"const":1}}}}}])",
     R"({"o":{"x":1}})", R"({"o":{"x":2}})", "o.x must be 1"},
    {R"("properties":{"o":{"type":"object","properties":{"x":{"type":"boolean"}}}},
        "allOf":[{"properties":{"o":{"properties":{"x":{"const":true}}}}}])",
     R"({"o":{"x":true}})", R"({"o":{"x":false}})", "o.x must be true"},
    {R"("properties":{"o":{"type":"object","properties":{"x":{"type":"string"}}}},
        "allOf":[{"properties":{"o":{"properties":{"x":{"enum":["p","q"]}}}}}])",
     R"({"o":{"x":"q"}})", R"({"o":{"x":"r"}})", "o.x must be p or q"},
    {R"("properties":{"a":{"type":"string"},"b":{}},
        "allOf":[{"if":{"required":["a"],"properties":{"a":{"pattern":"^x"}}},
                  "then":{"required":["b"]}}])",
     R"({"a":"y"})", R"({"a":"x"})", "b is missing; it is required where a matches ^x"},
};

LintResult lint_thing(const std::string& text, const Plan& plan) {
  LintOptions options;
  options.shape = "thing";
  return lint(text, options, plan);
}

}  // namespace

TEST_CASE("A condition that does not hold is one finding, in words", "[condition]") {
  for (const auto& [rest, sound, broken, says] : kJudged) {
    const Plan plan = plan_of(shape(rest));
    INFO(rest);
    CHECK(lint_thing(sound, plan).brief() == "");
    const LintResult result = lint_thing(broken, plan);
    CHECK(result.brief() == "required \n");
    REQUIRE_FALSE(result.findings.empty());
    CHECK(result.findings[0].finding.message == says);
  }
}

TEST_CASE("Where a value is of the wrong kind, nothing is concluded from it", "[condition]") {
  const Plan plan = plan_of(shape(
      R"("properties":{"a":{"type":"string"},"b":{}},
         "allOf":[{"if":{"not":{"properties":{"a":{"const":"x"}}}},"then":{"required":["b"]}}])"));
  CHECK(lint_thing(R"({"a":"y"})", plan).brief() == "required \n");
  CHECK(lint_thing(R"({"a":"x"})", plan).brief() == "");
  CHECK(lint_thing(R"({"a":7})", plan).brief() == "type /a\n");
}

TEST_CASE("A pattern in a condition is for strings", "[condition]") {
  const Plan plan = plan_of(shape(R"("properties":{"a":{"type":["string","number"]},"b":{}},
               "allOf":[{"if":{"required":["a"],"properties":{"a":{"pattern":"^x"}}},
                         "then":{"required":["b"]}}])"));
  CHECK(lint_thing(R"({"a":7})", plan).brief() == "required \n");
  CHECK(lint_thing(R"({"a":"y"})", plan).brief() == "");
}

TEST_CASE("Objects are made for conditions, and broken by them", "[condition]") {
  for (const Judged& judged : kJudged) {
    const std::string_view rest = judged.rest;
    const std::string type = rest.starts_with(R"("type":)") ? "" : R"("type":"object",)";
    const Plan plan = plan_of(
        shape(R"("x-record":true,"additionalProperties":false,)" + type + std::string(rest)));
    ValueMaker maker(plan, 1, kNow);
    std::size_t broken = 0;
    for (int i = 0; i < 200; ++i) {
      const Sample sample = maker.make(plan.shapes[0].root);
      INFO(judged.rest << "\n" << to_json(sample));
      REQUIRE(lint_thing(to_json(sample), plan).brief() == "");
      const auto faulty = FaultInjector(maker).inject_fault(plan.shapes[0], sample, kRequired);
      if (!faulty) continue;
      INFO(to_json(faulty->document));
      REQUIRE(lint_thing(to_json(faulty->document), plan).brief() ==
              fmt::format("required {}\n", faulty->pointer));
      ++broken;
    }
    INFO(judged.rest);
    CHECK(broken > 0);
  }
}

}  // namespace diallint::test
