// Schemas into plans: what compiles, and what is said of what does not.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "generate/fault_injector.h"
#include "generate/value_maker.h"
#include "schema/schema_compiler.h"
#include "support/lint.h"
#include "support/own_schema.h"
#include "support/repeated.h"

namespace diallint::test {
namespace {

struct Bad {
  const char* rest;
  const char* where;
  const char* says;
};
constexpr Bad kBad[] = {
    {R"("type":"object","properties":{"a":{"type":"string","format":"hostname"}})",
     "/properties/a/format", "'format'"},
    {R"("properties":{"a":{"pattern":"^[a"}})", "/properties/a/pattern", "']' is missing"},
    {R"("properties":{"a":{"pattern":"(?=a)b"}})", "/properties/a/pattern", "look-around"},
    {R"("properties":{"a":{"pattern":7}})", "/properties/a/pattern", "string"},
    {R"("properties":{"a/b~c":{"maxLength":"7"}})", "/properties/a~1b~0c/maxLength",
     "whole number"},
    {R"("properties":{"a":{"maxLength":1.5}})", "/properties/a/maxLength", "whole number"},
    {R"("properties":{"a":{"minLength":-1}})", "/properties/a/minLength", "from 0 to 1000000"},
    {R"("minItems":null)", "/minItems", "whole number"},
    {R"("maxItems":-2)", "/maxItems", "from 0 to 9007199254740991"},
    {R"("properties":{"a":{"maxLength":2,"minLength":5}})", "/properties/a/minLength",
     "no value is at least 5 and at most 2"},
    {R"("minItems":5,"maxItems":4)", "/minItems", "no value is at least 5 and at most 4"},
    {R"("properties":{"a":{"minimum":0,"maximum":-1}})", "/properties/a/minimum",
     "no value is at least 0 and at most -1"},
    {R"("properties":{"a":{"x-expiration-window":{"minimum":31,"maximum":30}}})",
     "/properties/a/x-expiration-window", "no value is at least 31 and at most 30"},
    {R"("properties":{"a":{"$ref":"#/properties/a"}})", "/properties/a/$ref", "back to itself"},
    {R"("properties":{"a":{"$ref":"#/$defs/b"}},"$defs":{"b":{"$ref":"#/$defs/c"},"c":{"$ref":"#/$defs/b"}})",
     "/$defs/b/$ref", "back to itself"},
    {R"("properties":{"a":{"$ref":"#/$defs/none"}})", "/$defs/none", "nothing exists"},
    {R"("properties":{"a":{"$ref":"urn:none"}})", "/properties/a/$ref", "urn:none"},
    {R"("properties":{"a":{"$ref":"#anchor"}})", "/properties/a/$ref", "JSON Pointer"},
    {R"("properties":{"a":{"$ref":3}})", "/properties/a/$ref", "string"},
    {R"("properties":{"a":{"$ref":"#/not"}},"not":{"$id":"urn:b"})", "/not",
     "at the top of a file"},
    {R"("type":"text")", "/type", "'text'"},
    {R"("type":7)", "/type", "string"},
    {R"("properties":[])", "/properties", "object"},
    {R"("properties":{"a":7})", "/properties/a", "true or false"},
    {R"("required":"a")", "/required", "array"},
    {R"("properties":{"a":{}},"required":[1])", "/required", "string"},
    {R"("items":[{}])", "/items", "object"},
    {R"("additionalProperties":[])", "/additionalProperties", "object"},
    {R"("x-sensitive":"yes")", "/x-sensitive", "true"},
    {R"("properties":{"a":{"maxLength":3,"x-source":"page"}})", "/properties/a/x-source", "'page'"},
    {R"("properties":{"a":{"maxLength":3,"x-source":7}})", "/properties/a/x-source", "string or"},
    {R"("properties":{"a":{"x-token-empty":false}})", "/properties/a/x-token-empty", "true"},
    {R"("x-token-reveals-phone":{"token":"a","phone":"b","minDigits":7})", "/x-token-reveals-phone",
     "'a'"},
    {R"("x-attributes-bytes":{})", "/x-attributes-bytes", "'maximum'"},
    {R"("x-attributes-bytes":{"maximum":"many"})", "/x-attributes-bytes", "whole number"},
    {R"("properties":{"a":{"type":"string"},"b":{"type":"string"}},"x-token-reveals-phone":{"token":"a","phone":"b","minDigits":3})",
     "/x-token-reveals-phone", "from 4 to 15"},
    {R"("properties":{"a":{"type":"string"},"b":{"type":"string"}},"x-token-reveals-phone":{"token":"a","phone":"b","minDigits":16})",
     "/x-token-reveals-phone", "from 4 to 15"},
    {R"("properties":{"a":{},"b":{}},"oneOf":{"a":1,"b":2})", "/oneOf", "array of schemas"},
    {R"("properties":{"a":{},"b":{}},"x-caller-id":["a"])", "/x-caller-id", "two members"},
    {R"("properties":{"a":{},"b":{}},"x-caller-id":["a","b","a"])", "/x-caller-id", "two members"},
    {R"("properties":{"a":{},"b":{}},"x-caller-id":{"a":"a","b":"b"})", "/x-caller-id",
     "two members"},
    {R"("x-responds-to":"dial-request")", "/x-responds-to", "ids of request shapes"},
    {R"("x-responds-to":[])", "/x-responds-to", "ids of request shapes"},
    {R"("x-responds-to":[7])", "/x-responds-to", "expected a string"},
    {R"("x-call-failed":"lambda")", "/x-call-failed", "connect-campaigns"},
    {R"("x-call-failed":true)", "/x-call-failed", "expected a string"},
    {R"("x-envelope":"ResponseMetadata")", "/x-envelope", "list of member names"},
    {R"("properties":{"a":{"type":"string","x-exception-meaning":"lambda"}})",
     "/properties/a/x-exception-meaning", "must be true"},
    {R"("properties":{"a":{"enum":[]}})", "/properties/a/enum", "array"},
    {R"("properties":{"a":{"enum":{"b":"c"}}})", "/properties/a/enum", "array"},
    {R"("properties":{"a":{}},"allOf":[{"then":{"required":["a"]},"x-rule":"length"}])", "/allOf",
     "not a rule on several"},
    {R"("properties":{"a":{}},"allOf":[{"then":{"required":["a"]},"x-rule":"none"}])", "/allOf",
     "not a rule on several"},
    {R"("x-unheard-of":1)", "/x-unheard-of", "'x-unheard-of'"},
    {R"("x-attributes-bytes":7)", "/x-attributes-bytes", "'maximum'"},
    {R"("properties":{"a":{}},"x-token-reveals-phone":{"token":"a","phone":[],"minDigits":7})",
     "/x-token-reveals-phone", "must name a member"},
    {R"("x-token-reused":{"token":"a","besides":[],"days":7})", "/x-token-reused",
     "'a' is not among the properties"},
    {R"("properties":{"a":{}},"x-token-reused":{"token":"a","besides":[],"days":0})",
     "/x-token-reused", "from 1 to 366"},
    {R"("properties":{"a":{}},"x-phone-recent":"b")", "/x-phone-recent",
     "'b' is not among the properties"},
    {R"("properties":{"a":{}},"x-phone-recent":[[]])", "/x-phone-recent", "a path names a member"},
    {R"("properties":{"a":{},"b":{}},"x-token-reveals-phone":{"token":"a","phone":"b","minDigits":3})",
     "/x-token-reveals-phone", "from 4 to 15"},
    {R"("properties":{"a":{},"b":{}},"x-token-reveals-phone":{"token":"a","phone":"b","minDigits":16})",
     "/x-token-reveals-phone", "from 4 to 15"},
    {R"("properties":{"a":{"enum":"x"}})", "/properties/a/enum", "array"},
    {R"("properties":{"a":{"enum":[]}})", "/properties/a/enum", "array"},
    {R"("properties":{"a":{"x-campaign-id-narrowed":{"pattern":"^[a"}}})",
     "/properties/a/x-campaign-id-narrowed", "does not compile"},
    {R"("properties":{"a":{"x-campaign-id-narrowed":{"pattern":"^(ab)+$"}}})",
     "/properties/a/x-campaign-id-narrowed", "repeated character class"},
    {R"("oneOf":7)", "/oneOf", "array of schemas"},
    {R"("type":"object","properties":{"a":{},"b":{}},"oneOf":[{"required":["a"],"x-rule":"none"},{"required":["b"]}])",
     "/oneOf", "'none' is not a rule on one of several"},
    {R"("type":"object","properties":{"a":{},"b":{}},"oneOf":[{"required":["a"],"x-rule":"user-info"},{"required":["b"]}])",
     "/oneOf", "'user-info' is not a rule on one of several"},
    {R"("properties":{"a":{"x-aliases":"b"}})", "/properties/a/x-aliases", "array of member names"},
    {R"("properties":{"a":{"x-aliases":[7]}})", "/properties/a/x-aliases", "string"},
    {R"("x-service-operations":{})", "/x-service-operations", "expected an array"},
    {R"("x-service-operations":[7])", "/x-service-operations", "expected an array"},
    {R"("x-service-operations":[{"name":"a","instead":"b"}])", "/x-service-operations",
     "expected an array"},
    {R"("x-service-operations":[{"name":"a","members":[],"instead":"b"}])", "/x-service-operations",
     "expected an array"},
    {R"("x-service-operations":[{"name":7,"members":["a"],"instead":"b"}])",
     "/x-service-operations", "expected an array"},
    {R"("x-service-operations":[{"name":"a","members":[7],"instead":"b"}])",
     "/x-service-operations", "expected an array"},
    {R"("properties":{"a":{}},"x-campaign-traffic-quota":{"member":"a"})",
     "/x-campaign-traffic-quota", "'value'"},
    {R"("properties":{"a":{"x-outbound-strategy-principal":1}})",
     "/properties/a/x-outbound-strategy-principal", "true"},
    {R"("allOf":{})", "/allOf", "allOf must be an array"},
    {R"("allOf":[7])", "/allOf/0", "true or false"},
    {R"("allOf":[{"x-rule":"none"}])", "/allOf", "'none'"},
    {R"("allOf":[{"x-rule":"length"}])", "/allOf", "'length'"},
    {R"("allOf":[{"x-rule":"required","if":7,"then":{}}])", "/allOf", "an object, true or false"},
    {R"("allOf":[{"x-rule":"required","required":"a"}])", "/allOf", "array of member names"},
    {R"("allOf":[{"x-rule":"required","required":["a"]}])", "/allOf",
     "'a' is not among the properties"},
    {R"("allOf":[{"x-rule":"required","properties":[]}])", "/allOf",
     "properties must be an object"},
    {R"("allOf":[{"x-rule":"required","properties":{"a":{}}}])", "/allOf",
     "'a' is not among the properties"},
    {R"("allOf":[{"x-rule":"required","const":1}])", "/allOf", "put it under properties"},
    {R"("allOf":[{"x-rule":"required","anyOf":7}])", "/allOf", "anyOf must be an array"},
    {R"("allOf":[{"x-rule":"required","anyOf":[]}])", "/allOf", "anyOf must be an array"},
    {R"("properties":{"a":{}},"allOf":[{"x-rule":"required","properties":{"a":{"enum":7}}}])",
     "/allOf", "enum must be an array"},
    {R"("properties":{"a":{}},"allOf":[{"x-rule":"required","properties":{"a":{"const":null}}}])",
     "/allOf", "strings, numbers, true or false"},
    {R"("properties":{"a":{}},"allOf":[{"x-rule":"required","properties":{"a":{"pattern":"^[a"}}}])",
     "/allOf", "does not compile"},
    {R"("properties":{"a":{}},"allOf":[{"x-rule":"required","properties":{"a":{"maxLength":3}}}])",
     "/allOf", "not maxLength"},
    {R"("properties":{"a":{"type":"string"}},"allOf":[{"x-rule":"required","properties":{"a":{"type":"number"}}}])",
     "/allOf", "repeat the member"},
    {R"("x-sources":{"page":7},"x-source":"page","maxItems":3)", "/x-source", "'page'"},
    {R"("maxItems":2,"minItems":1,"maxItems":3)", "/maxItems", "twice"},
    {R"("properties":{"a":{"properties":{"b":{}}}},"allOf":[{"x-rule":"required","properties":{"a":{"required":["b"]}}}])",
     "/allOf", "members of the type object"},
    {R"("properties":{"a":{}},"allOf":[{"if":7,"then":{}}])", "/allOf/0/if", "true or false"},
    {R"("allOf":[{"x-rule":7}])", "/allOf", "a string"},
    {R"("allOf":[{"not":{"x-rule":"required"}}])", "/allOf/0/not/x-rule", "whole value"},
    {R"("properties":{"a":{}},"allOf":[{"properties":{"a":{"pattern":"^[a"}}}])",
     "/allOf/0/properties/a/pattern", "does not compile"},
    {R"("allOf":[{},{"if":{"a/b":[1,{}],"a/b":2}}])", "/allOf/1/if/a~1b", "twice"},
    {R"("maxItems":9007199254740992)", "/maxItems", "9007199254740991"},
    {R"("maxItems":18446744073709551615)", "/maxItems", "18446744073709551615"},
    {R"("minItems":1000001)", "/minItems", "from 0 to 1000000; this is 1000001"},
    {R"("minimum":-9007199254740992)", "/minimum", "from -9007199254740991 to"},
    {R"("x-phone-e164":{"minDigits":0,"maxDigits":15})", "/x-phone-e164", "from 1 to 15"},
    {R"("x-phone-e164":{"minDigits":2,"maxDigits":16})", "/x-phone-e164", "from 1 to 15"},
    {R"("x-expiration-style":{"maxFractionDigits":10})", "/x-expiration-style", "from 0 to 9"},
    {R"("x-expiration-margin":{"minimum":3155760001})", "/x-expiration-margin", "3155760000"},
    {R"("x-expiration-window":{"minimum":-3155760001,"maximum":0})", "/x-expiration-window",
     "3155760000"},
    {R"("x-attributes-bytes":{"maximum":-1})", "/x-attributes-bytes", "from 0 to"},
    {R"("x-references-bytes":{"maximum":-1,"of":"v"})", "/x-references-bytes", "from 0 to"},
    {R"("maxItems":[])", "/maxItems", "an array"},
    {R"("maxItems":1.5)", "/maxItems", "this is 1.5"},
    {R"("properties":{"a":{}},"allOf":[{"x-rule":"required","properties":{"a":{"const":[1]}}}])",
     "/allOf", "strings, numbers, true or false"},
    {R"("properties":{"a":{}},"allOf":[{"x-rule":"required","not":[{"required":["a"]}]}])",
     "/allOf", "an object, true or false"},
};

std::string error_of(const std::vector<SchemaText>& schemas) {
  const PlanResult result = compile_plan(schemas);
  CHECK_FALSE(result.plan);
  return result.error;
}

}  // namespace

TEST_CASE("What is wrong with a schema is said with its file and place", "[schema]") {
  for (const auto& [rest, where, says] : kBad) {
    const std::string error = error_of({{"bad.json", shape(rest)}});
    INFO(rest << "\n" << error);
    CHECK(error.starts_with(std::string("bad.json#") + where + ": "));
    CHECK(error.find(says) != std::string::npos);
    CHECK(error.find('\n') == std::string::npos);
  }
}

TEST_CASE("Keywords take what they take, to both ends", "[schema]") {
  const auto with = [](const std::string& rest) {
    return shape(R"("properties":{"a":{"type":"string"},"b":{"type":"string"}},)" + rest);
  };
  for (const int digits : {4, 15}) {
    plan_of(with(fmt::format(
        R"("x-token-reveals-phone":{{"token":"a","phone":"b","minDigits":{}}})", digits)));
  }
  plan_of(with(R"("oneOf":[{"required":["a"]},{"required":["b"]}])"));
  plan_of(with(R"("x-caller-id":["a","b"])"));
  plan_of(shape(R"("properties":{"a":{"const":"b"}})"));
  CHECK(plan_of(shape(R"("maxItems":1e2)")).nodes[0].whole[0].maximum == 100);
}

TEST_CASE("Whole numbers of keywords have the range that the message says", "[schema]") {
  constexpr std::int64_t kSafe = 9'007'199'254'740'991;
  constexpr std::int64_t kHundredYears = 3'155'760'000;
  struct Row {
    const char* rest;  // N: the number
    std::int64_t least, most;
  };
  const Row rows[] = {
      {R"("minItems":N)", 0, 1'000'000},
      {R"("maxItems":N)", 0, kSafe},
      {R"("properties":{"a":{"minLength":N}})", 0, 1'000'000},
      {R"("properties":{"a":{"maxLength":N}})", 0, kSafe},
      {R"("properties":{"a":{"minimum":N}})", -kSafe, kSafe},
      {R"("properties":{"a":{"maximum":N}})", -kSafe, kSafe},
      {R"("x-attributes-bytes":{"maximum":N})", 0, kSafe},
      {R"("x-references-bytes":{"maximum":N,"of":"v"})", 0, kSafe},
      {R"("properties":{"a":{"x-expiration-margin":{"minimum":N}}})", -kHundredYears,
       kHundredYears},
      {R"("properties":{"a":{"x-expiration-window":{"minimum":N,"maximum":3155760000}}})",
       -kHundredYears, kHundredYears},
      {R"("properties":{"a":{"x-expiration-window":{"minimum":-3155760000,"maximum":N}}})",
       -kHundredYears, kHundredYears},
      {R"("properties":{"a":{"x-expiration-style":{"maxFractionDigits":N}}})", 0, 9},
      {R"("properties":{"a":{"x-phone-e164":{"minDigits":N,"maxDigits":15}}})", 1, 15},
      {R"("properties":{"a":{"x-phone-e164":{"minDigits":1,"maxDigits":N}}})", 1, 15},
      {R"("properties":{"a":{},"b":{}},"x-token-reveals-phone":{"token":"a","phone":"b","minDigits":N})",
       4, 15},
      {R"("properties":{"a":{}},"x-token-reused":{"token":"a","besides":[],"days":N})", 1, 366},
  };
  for (const Row& row : rows) {
    const auto with = [&](const std::string& number) {
      std::string rest = row.rest;
      rest.replace(rest.find('N'), 1, number);
      INFO(rest);
      return compile_plan({{"a.json", shape(rest)}}).error;
    };
    for (const std::int64_t within : {row.least, row.most}) {
      CHECK(with(std::to_string(within)) == "");
      CHECK(with(fmt::format("{}.0", within)) == "");
    }
    const std::string range = fmt::format("from {} to {};", row.least, row.most);
    for (const std::int64_t outside : {row.least - 1, row.most + 1}) {
      CHECK_THAT(with(std::to_string(outside)), Catch::Contains(range));
      CHECK_THAT(with(fmt::format("{}.0", outside)), Catch::Contains(range));
    }
  }
}

TEST_CASE("The fragment of a reference may be percent-encoded", "[schema]") {
  struct Row {
    const char* fragment;
    const char* name;
  };
  const Row rows[] = {{"a%20b", "a b"},     {"a%20", "a "},   {"%41%6a", "Aj"},     {"%0a", "\n"},
                      {"%4A", "J"},         {"a%25b", "a%b"}, {"%C3%A9", "\u00e9"}, {"%2", "%2"},
                      {"a%25b%2", "a%b%2"}, {"%", "%"},       {"%2g", "%2g"},       {"%g2", "%g2"},
                      {"%2g0", "%2g0"}};
  for (const Row& row : rows) {
    INFO(row.fragment);
    const std::string schema = fmt::format(
        R"("properties":{{"a":{{"$ref":"#/$defs/{}"}}}},"$defs":{{{}:{{"type":"string"}}}})",
        row.fragment, nlohmann::json(row.name).dump());
    CHECK(compile_plan({{"a.json", shape(schema)}}).error == "");
  }
}

TEST_CASE("What is wrong with schemas as files", "[schema]") {
  CHECK(
      error_of({{"a.json", "{"}}) ==
      "a.json#: this is not valid JSON at line 1, byte 2; name a file that holds one JSON Schema");
  CHECK(error_of({{"a.json", "{\n  \"$id\": 1,\n  }"}}).find("line 3, byte 3;") !=
        std::string::npos);
  CHECK(error_of({{"a.json", shape("") + "\n{}"}}).find("line 2, byte 1;") != std::string::npos);
  CHECK(error_of({{"a.json", ""}}).find("line 1, byte 1;") != std::string::npos);
  CHECK(error_of({{"a.json", R"({"\u001b[31m\n":{"b":1,"b":2}})"}})
            .starts_with(R"(a.json#/\x1B[31m\n/b: )"));
  CHECK(error_of({{"a.json", shape(R"("\r":1)")}}).starts_with(R"(a.json#/\r: )"));
  CHECK(error_of({{"a.json", "[]"}}).find("$id") != std::string::npos);
  CHECK(error_of({{"a.json", "{}"}}).find("$id") != std::string::npos);
  CHECK(error_of({{"a.json", R"({"$id":7})"}}).find("$id") != std::string::npos);
  CHECK(error_of({{"a.json", shape(R"("title":7)")}}).starts_with("a.json: "));
  CHECK(error_of({{"a.json", shape("")}, {"b.json", shape("")}}).starts_with("b.json#/$id: "));
  CHECK(error_of({{"a.json", R"({"$id":"urn:a","x-shape":7})"}}).starts_with("a.json#/x-shape: "));
  CHECK(error_of({{"a.json", R"({"$id":"urn:a"})"}})
            .starts_with("a.json#: no schema defines a shape"));
  CHECK_THAT(error_of({{"a.json", shape(R"("properties":{"b":{"$ref":"urn:c"}})")},
                       {"b.json", R"({"$id":"urn:b"})"}}),
             Catch::EndsWith("; known ones are urn:a, urn:b"));
  const std::string inside =
      error_of({{"a.json", shape(R"("properties":{"b":{"$ref":"urn:b"}})")},
                {"b.json", R"({"$id":"urn:b","properties":{"c":{"maxLength":"x"}}})"}});
  CHECK(inside.starts_with("b.json#/properties/c/maxLength: "));
  CHECK(error_of({{"a.json", shape(R"("properties":{"b":{"$ref":"urn:b#/$defs/none"}})")},
                  {"b.json", R"({"$id":"urn:b"})"}}) ==
        "b.json#/$defs/none: nothing exists at this place");
}

TEST_CASE("More than 64 properties are too many", "[schema]") {
  const auto with = [](int count) {
    std::string properties;
    for (int n = 0; n < count; ++n) properties += fmt::format("{}\"m{}\":{{}}", n ? "," : "", n);
    return shape("\"properties\":{" + properties + "}");
  };
  CHECK(plan_of(with(64)).nodes.size() == 65);
  CHECK(error_of({{"a.json", with(65)}}).find("64") != std::string::npos);
}

TEST_CASE("Schemas are nested as deep as what walks them can go", "[schema]") {
  // Objects within objects: two levels each, and the root's.
  const auto nested = [](std::size_t count) {
    return shape(repeated(R"("properties":{"a":{)", count) + repeated("}}", count));
  };
  CHECK(plan_of(nested(63)).nodes.size() == 64);
  for (const std::size_t count : {64, 100'000}) {
    CHECK(error_of({{"a.json", nested(count)}}) ==
          "a.json#/properties: a schema may be nested at most 128 levels deep; no document is "
          "deeper");
  }
  const auto nots = [](std::size_t count) {
    return shape(R"("properties":{"a":{}},"allOf":[)" + repeated(R"({"not":)", count) +
                 R"({"required":["a"]})" + repeated("}", count) + "]");
  };
  plan_of(nots(124));
  for (const std::size_t count : {125, 100'000}) {
    CHECK(error_of({{"a.json", nots(count)}}).starts_with("a.json#/allOf: a schema may be nested"));
  }
  CHECK(error_of({{"a.json", std::string(1'000'000, '[')}})
            .starts_with("a.json#/0: a schema may be"));
}

TEST_CASE("So many schemas lead one into the next", "[schema]") {
  const auto chain = [](std::size_t count) {
    std::string text = R"("properties":{"a":{"$ref":"#/$defs/d1"}},"$defs":{)";
    for (std::size_t n = 1; n < count; ++n)
      text += fmt::format(R"("d{}":{{"$ref":"#/$defs/d{}"}},)", n, n + 1);
    return shape(text + fmt::format(R"("d{}":{{"type":"string"}}}})", count));
  };
  // The root and the member come first.
  const Plan plan = plan_of(chain(126));
  LintOptions options;
  options.shape = "thing";
  CHECK(lint(R"({"a":1})", options, plan).brief() == "type /a\n");
  for (const std::size_t count : {127, 100'000}) {
    CHECK(error_of({{"a.json", chain(count)}}) ==
          "a.json#/$defs/d127: schemas are nested more than 128 deep; no document is that deep");
  }
}

TEST_CASE("Patterns are no larger together than a process can bear", "[schema]") {
  const auto with = [](const char* pattern, int count, int distinct) {
    std::string conditions;
    for (int i = 0; i < count; ++i) {
      conditions +=
          fmt::format(R"({{"properties":{{"a":{{"pattern":"{}{}$"}}}}}},)", pattern, i % distinct);
    }
    return shape(R"("properties":{"a":{"type":"string"}},"allOf":[)" + conditions + "{}]");
  };
  const char* const large = "^[^a-z]{900}";
  plan_of(with(large, 30, 30));
  plan_of(with(large, 4000, 2));  // each is compiled once
  CHECK(error_of({{"a.json", with(large, 200, 200)}})
            .find("/properties/a/pattern: with this one the patterns take ") != std::string::npos);
  plan_of(with("^", 256, 256));
  CHECK(error_of({{"a.json", with("^", 257, 257)}}) ==
        "a.json#/allOf/256/properties/a/pattern: with this one the patterns take 131584 KiB "
        "together; at most "
        "131072 KiB are allowed");
}

TEST_CASE("The names that lead to a schema are bounded, and stand in the message in part",
          "[schema]") {
  const auto with = [](std::size_t size) {
    return shape(fmt::format(R"("properties":{{"{}":{{}}}})", std::string(size, 'n')));
  };
  const std::size_t most = 2048 - std::string("/properties/").size();
  plan_of(with(most));
  CHECK(error_of({{"a.json", with(most + 1)}}) ==
        "a.json#/properties/" + std::string(52, 'n') +
            "...: the names that lead here take 2049 bytes; at most 2048 are allowed");
}

TEST_CASE("A source is found by any name of such a length", "[schema]") {
  const auto with = [](std::size_t size) {
    return shape(
        fmt::format(R"("minItems":1,"x-source":"{0}","x-sources":{{"{0}":{{"title":"t"}}}})",
                    std::string(size, 'n')));
  };
  const Plan plan = plan_of(with(2048));
  REQUIRE(plan.sources.size() == 1);
  CHECK(plan.sources[0]->title == "t");
  CHECK(error_of({{"a.json", with(2049)}})
            .starts_with("a.json#/x-source: x-sources has no entry 'nnn"));
}

TEST_CASE("A run looks for repeated values under 64 names", "[schema]") {
  const auto with = [](int count) {
    std::string properties;
    for (int n = 0; n < count; ++n) {
      properties +=
          fmt::format(R"({}"m{}":{{"x-token-unique":"s{}"}})", n % 60 == 0 ? "" : ",", n, n);
      if (n == 59) properties += R"(},"items":{"properties":{)";
    }
    return shape(R"("properties":{)" + properties + "}}");
  };
  CHECK(plan_of(with(64)).seen_slots.size() == 64);
  CHECK(error_of({{"a.json", with(65)}}) ==
        "a.json#/properties/m9/x-token-unique: a run looks for repeated values under at most 64 "
        "names");
}

TEST_CASE("Rules look at 255 members of an object and of those inside it", "[schema]") {
  const auto with = [](std::size_t count) {
    std::string properties;
    std::string conditions;
    for (std::size_t n = 0; n < count; n += 60) {
      const std::string object = fmt::format("m{}", n);
      std::string inner;
      std::string names;
      for (std::size_t i = n; i < std::min(n + 60, count); ++i) {
        inner += fmt::format(R"({}"k{}":{{}})", inner.empty() ? "" : ",", i);
        names += fmt::format(R"({}"k{}")", names.empty() ? "" : ",", i);
      }
      const char* comma = n == 0 ? "" : ",";
      properties +=
          fmt::format(R"({}"{}":{{"type":"object","properties":{{{}}}}})", comma, object, inner);
      conditions +=
          fmt::format(R"({}{{"x-rule":"required","properties":{{"{}":{{"required":[{}]}}}}}})",
                      comma, object, names);
    }
    return shape(
        fmt::format(R"("type":"object","properties":{{{}}},"allOf":[{}])", properties, conditions));
  };
  // Five objects are looked at themselves.
  const Plan plan = plan_of(with(250));
  LintOptions options;
  options.shape = "thing";
  CHECK(lint(R"({"m240":{"k240":1}})", options, plan).brief() == "required \n");
  CHECK(error_of({{"a.json", with(251)}})
            .starts_with("a.json#/allOf: rules look at no more than 255 members"));
}

TEST_CASE("A schema may refer to itself through its properties", "[schema]") {
  const Plan plan = plan_of(shape(
      R"("x-record":true,"type":"object","additionalProperties":false,"required":["name"],
         "properties":{"name":{"type":"string","pattern":"^[a-z]{2,5}(-\\d+)?$","maxLength":8},
                       "children":{"type":"array","maxItems":3,"items":{"$ref":"#"}}})"));
  LintOptions options;
  CHECK(lint(R"({"name":"ab","children":[{"name":"cd","children":[]}]})", options, plan).brief() ==
        "");
  CHECK(lint(R"({"name":"ab","children":[{"name":"cd","children":[{"name":"X"}]}]})", options, plan)
            .brief() == "pattern /children/0/children/0/name\n");
}

TEST_CASE("A reference may have words beside it, and name a schema by the end of its $id",
          "[schema]") {
  PlanResult result = compile_plan(
      {{"a.json", shape(R"("properties":{"a":{"$ref":"b.json#/$defs/c","title":"t","$comment":"c",
                           "description":"d"}})",
                        "https://example.com/schemas/a.json")},
       {"b.json",
        R"({"$id":"https://example.com/schemas/b.json","$defs":{"c":{"type":"null"}}})"}});
  INFO(result.error);
  REQUIRE(result.plan);
  LintOptions options;
  options.shape = "thing";
  CHECK(lint(R"({"a":null})", options, *result.plan).brief() == "");
  CHECK(lint(R"({"a":1})", options, *result.plan).brief() == "type /a\n");
}

TEST_CASE("Kinds and other members are as the schema says", "[schema]") {
  LintOptions options;
  options.shape = "thing";
  const Plan plan = plan_of(shape(
      R"("additionalProperties":true,"properties":{
         "whole":{"type":["integer","null"]},"any":{"type":["number","integer"]},
         "list":{"type":"array"},"word":{"const":"x"}})"));
  CHECK(lint(R"({"whole":1.0,"any":1.5,"list":[1,[2]],"word":"x","other":1})", options, plan)
            .brief() == "");
  CHECK(lint(R"({"whole":null})", options, plan).brief() == "");
  CHECK(lint(R"({"whole":1.5,"any":null,"list":{},"word":"y"})", options, plan).brief() ==
        "type /whole\ntype /any\ntype /list\nenum /word\n");
}

TEST_CASE("Names of members are held against what the schema asks of names", "[schema]") {
  LintOptions options;
  options.shape = "thing";
  const auto found = [&](const char* names, const char* text) {
    const Plan plan = plan_of(shape(
        std::string(R"("properties":{"ab":{},"abcd":{},"abcdef":{}},"propertyNames":)") + names));
    return lint(text, options, plan).brief();
  };
  CHECK(found(R"({"minLength":2,"maxLength":6})", R"({"ab":1,"abcdef":1})") == "");
  CHECK(found(R"({"minLength":4})", R"({"abcd":1,"abcdef":1})") == "");
  CHECK(found(R"({"minLength":4})", R"({"ab":1})") != "");
  CHECK(found(R"({"maxLength":4})", R"({"ab":1,"abcd":1})") == "");
  CHECK(found(R"({"maxLength":4})", R"({"abcdef":1})") != "");
  CHECK(found(R"({"minLength":3.0})", R"({"ab":1})") != "");
  CHECK(found(R"({"pattern":"^abc"})", R"({"abcd":1})") == "");
  CHECK(found(R"({"pattern":"^abc"})", R"({"ab":1})") != "");
}

TEST_CASE("A name with a backslash is not what its escape stands for", "[schema]") {
  LintOptions options;
  options.shape = "thing";
  const Plan plan =
      plan_of(shape(R"("additionalProperties":false,"properties":{"a\\b":{"type":"string"}})"));
  CHECK(lint(R"({"a\\b":"x"})", options, plan).brief() == "");
  CHECK(lint(R"({"a\\b":1})", options, plan).brief() == "type /a\\b\n");
  CHECK(lint(R"({"a\u005cb":1})", options, plan).brief() == "type /a\\b\n");
  CHECK(lint(R"({"a\b":"x"})", options, plan).brief() == "unknown-member /a\b\n");
}

TEST_CASE("One of several members is one by itself", "[schema]") {
  LintOptions options;
  options.shape = "thing";
  const Plan plan = plan_of(shape(
      R"("type":"object","properties":{"a":{},"b":{},"c":{}},"oneOf":[{"required":["a","b"]},{"required":["c"]}])"));
  CHECK(lint(R"({"c":1})", options, plan).brief() == "");
  CHECK(lint(R"({"a":1,"c":1})", options, plan).brief() == "");
  CHECK(lint(R"({"a":1,"b":1})", options, plan).brief() == "");
  CHECK(lint(R"({"a":1})", options, plan).brief() != "");
  CHECK(lint(R"({"a":1,"b":1,"c":1})", options, plan).brief() != "");
}

TEST_CASE("Numbers that no double tells apart are told apart", "[schema]") {
  LintOptions options;
  options.shape = "thing";
  for (const std::string sign : {"", "-"}) {
    for (const std::string number : {"9007199254740991", "9007199254740992", "9007199254740993"}) {
      const Plan plan = plan_of(shape(R"("properties":{"a":{"enum":[)" + sign + number +
                                      R"(]},"b":{"const":)" + sign + number + "}}"));
      for (const std::string other :
           {"9007199254740990", "9007199254740991", "9007199254740992", "9007199254740993"}) {
        INFO(sign + number << " and " << other);
        const std::string text = "{\"a\":" + sign + other + ",\"b\":" + sign + other + "}";
        CHECK((lint(text, options, plan).brief() == "") == (other == number));
      }
    }
  }
}

TEST_CASE("A schema of one's own is checked, made and spoiled without code", "[schema]") {
  const Plan plan = plan_of(shape(
      R"("x-record":true,"type":"object","additionalProperties":false,"required":["code","tags"],
         "properties":{
           "code":{"type":"string","pattern":"^[A-Z]{2}-\\d{3,}$","minLength":6,"maxLength":9},
           "size":{"type":"number"}, "open":{"type":["boolean","null"]},
           "tags":{"type":"array","minItems":2,"maxItems":4,
                   "items":{"type":"string","minLength":1,"maxLength":5,"pattern":"^[^\\s]*$"}},
           "notes":{"type":"object","propertyNames":{"pattern":"^[a-z]+$","maxLength":4},
                    "additionalProperties":{"$ref":"#/$defs/note"}}},
         "$defs":{"note":{"type":"object","required":["text"],"additionalProperties":false,
                  "properties":{"text":{"type":"string","maxLength":3}}}})"));
  std::size_t faulty_count = 0;
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    ValueMaker maker(plan, seed, kNow);
    const Sample sample = maker.make(plan.shapes[0].root);
    LintOptions options;
    options.shape = "thing";
    INFO(to_json(sample));
    REQUIRE(lint(to_json(sample), options, plan).brief() == "");
    for (const InjectionPoint& point : injection_points(plan, plan.shapes[0])) {
      const auto faulty = FaultInjector(maker).inject_fault(plan.shapes[0], sample, point);
      if (!faulty || faulty->unreadable) continue;
      INFO(point.rule->id << " " << point.path << "\n" << to_json(faulty->document));
      REQUIRE(lint(to_json(faulty->document), options, plan).brief() ==
              fmt::format("{} {}\n", faulty->rule, faulty->pointer));
      ++faulty_count;
    }
  }
  CHECK(faulty_count > 5000);
}

TEST_CASE("The schemas that are built in say what the documents say", "[schema]") {
  const Plan& plan = builtin_plan();
  REQUIRE(plan.shape("dial-request") != nullptr);
  REQUIRE(plan.shape("put-dial-request-batch") != nullptr);
  CHECK(plan.shape("report") == nullptr);
  const Node& request = plan.node(plan.shape("dial-request")->root);
  CHECK(request.record);
  CHECK(request.members.size() == 4);
  for (const Member& member : request.members) CHECK(member.required);
  for (const Node& node : plan.nodes) {
    for (const auto* checks : {&node.structure, &node.checks, &node.whole}) {
      for (const Check& check : *checks) {
        INFO(check.rule->id);
        REQUIRE(check.source != nullptr);
        CHECK(check.source->url.starts_with("https://"));
        CHECK(check.source->read.size() == 10);
      }
    }
  }
}

TEST_CASE("Names fold to what spellings have in common", "[schema]") {
  for (const char* name :
       {"clientToken", "client_token", "ClientToken", "CLIENT-TOKEN", "client token"}) {
    CHECK(fold_name(name) == "clienttoken");
  }
  CHECK(fold_name("cli\xC3\xA9nt") == "cli\xC3\xA9nt");
}

}  // namespace diallint::test
