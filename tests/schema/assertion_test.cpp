// What schemas demand of a value as a whole: what is said of it, and where; what is refused.
#include <catch2/catch.hpp>

#include "diallint/generator_error.h"
#include "generate/value_maker.h"
#include "rules/assertion.h"
#include "schema/schema_compiler.h"
#include "support/lint.h"
#include "support/own_schema.h"
#include "support/repeated.h"

namespace diallint::test {
namespace {

// "rule pointer: message", one a line, of the findings on the member `a` with that schema.
std::string said(const std::string& schema, const std::string& value,
                 const std::string& rest = "") {
  const Plan plan = plan_of(shape(R"("type":"object","properties":{"a":)" + schema + "}" + rest));
  LintOptions options;
  options.shape = "thing";
  options.format = InputFormat::kJson;
  std::string text;
  for (const Located& l : lint("{\"a\":" + value + "}", options, plan).findings) {
    text += fmt::format("{} {}: {}\n", l.finding.rule, l.finding.path, l.finding.message);
  }
  return text;
}

struct Case {
  const char* schema;
  const char* good;
  const char* bad;
  const char* said;
};
constexpr Case kCases[] = {
    {"false", "", "1", "required /a: a is not allowed here\n"},
    {R"({"anyOf":[{"type":"string"},{"minimum":3}]})", "3", "2",
     "required /a: a fits none of the 2 schemas of #/properties/a/anyOf\n"},
    {R"({"oneOf":[{"type":"string"},{"maxLength":3}]})", R"("long")", R"("a")",
     "required /a: a fits 2 of the 2 schemas of #/properties/a/oneOf; exactly one must fit\n"},
    {R"({"not":{"type":["string","null"]}})", "1", "null",
     "required /a: a fits the schema of #/properties/a/not, which it must not\n"},
    {R"({"if":{"type":"string"},"then":{"minLength":2},"else":{"type":"integer"}})", "1.0", "1.5",
     "type /a: a must be an integer\n"},
    {R"({"if":{"type":"string"},"then":{"minLength":2}})", "1", R"("a")",
     "length /a: a has 1 character; at least 2 are needed\n"},
    {R"({"allOf":[{"type":["integer","string"]},true,{"maximum":3.5}]})", "3", "4",
     "range /a: a must be at most 3.5\n"},
    {R"({"allOf":[false]})", "", "4", "required /a: a is not allowed here\n"},
    {R"({"minimum":0.5})", "0.5", "0.4", "range /a: a must be at least 0.5\n"},
    {R"({"exclusiveMinimum":1})", "1.1", "1", "range /a: a must be more than 1\n"},
    {R"({"exclusiveMaximum":1})", R"("1")", "1", "range /a: a must be less than 1\n"},
    {R"({"multipleOf":0.01})", "19.99", "19.999", "range /a: a must be a multiple of 0.01\n"},
    {R"({"minProperties":1})", R"({"b":1})", "{}",
     "items /a: a has 0 members; at least 1 is needed\n"},
    {R"({"maxProperties":1})", "[1,2]", R"({"b":1,"c":2})",
     "items /a: a has 2 members; at most 1 are allowed\n"},
    {R"({"not":{},"anyOf":[{"minItems":1}]})", "", "[]",
     "required /a: a fits none of the 1 schemas of #/properties/a/anyOf\n"
     "required /a: a fits the schema of #/properties/a/not, which it must not\n"},
    {R"({"uniqueItems":true})", R"([1,"1",true,{"a":1,"b":2}])",
     R"([0,{"a":1,"b":2.0},{"b":2,"a":1}])",
     "items /a: a has equal items at 1 and 2, counted from 0; all must differ\n"},
    {R"({"prefixItems":[{"type":"string"}],"items":{"type":"number"}})", R"(["a",1])", R"([1,"a"])",
     "type /a/0: a[0] must be a string\ntype /a/1: a[1] must be a number\n"},
    {R"({"contains":{"minimum":5},"maxContains":1})", "[1,5]", "[1]",
     "items /a: a has 0 items of the kind that contains describes; at least 1 must be\n"},
    {R"({"contains":{"minimum":5},"minContains":0,"maxContains":1})", "[]", "[5,6]",
     "items /a: a has 2 items of the kind that contains describes; at most 1 must be\n"},
    {R"({"dependentRequired":{"b":["c"]}})", R"({"c":1})", R"({"b":1})",
     "required /a: a has b but no c; with the one, the other is required\n"},
    {R"({"dependentSchemas":{"b":{"required":["c"]}}})", R"({"d":1})", R"({"b":1})",
     "required /a: c is missing; it is required\n"},
    {R"({"required":["b","c"],"properties":{"b":{}}})", R"({"b":1,"c":1})", R"({"b":1})",
     "required /a: c is missing; it is required\n"},
    {R"({"patternProperties":{"^x":{"type":"string"}},"additionalProperties":false,"properties":{"b":{}}})",
     R"({"x1":"a","b":1})", R"({"x1":1,"y":1})",
     "type /a/x1: a[\"x1\"] must be a string\nunknown-member /a/y: a[\"y\"] is not allowed here\n"},
    {R"({"patternProperties":{"^x":true},"additionalProperties":{"type":"null"}})", R"({"x":1})",
     R"({"y":1})", "type /a/y: a[\"y\"] must be null\n"},
    {R"({"properties":{"b":{}},"propertyNames":{"maxLength":1}})", R"({"b":1,"c":1})",
     R"({"b":1,"cd":1})", "length /a/cd: a[\"cd\"] has a name that propertyNames does not allow\n"},
    {R"({"propertyNames":false})", "{}", R"({"b":1})",
     "length /a/b: a[\"b\"] has a name that propertyNames does not allow\n"},
    {R"({"additionalProperties":{},"propertyNames":{"not":{"const":"b"}}})", R"({"c":1})",
     R"({"b":1})", "length /a/b: a[\"b\"] has a name that propertyNames does not allow\n"},
    {R"({"additionalProperties":{},"propertyNames":{"type":"number"}})", "{}", R"({"b":1})",
     "length /a/b: a[\"b\"] has a name that propertyNames does not allow\n"},
    {R"({"enum":[1,"1",null]})", "1.0", "true", "enum /a: a must be one of: 1, 1, null\n"},
    {R"({"const":{"b":[1]}})", R"({"b":[1.0]})", R"({"b":[2]})",
     "enum /a: a must be one of: {\"b\":[1]}\n"},
    {R"({"const":1.5})", "15e-1", "1", "enum /a: a must be one of: 1.5\n"},
    {R"({"const":9007199254740993})", "9007199254740993", "9007199254740992",
     "enum /a: a must be one of: 9007199254740993\n"},
    {R"({"type":"integer","enum":["a"]})", "", "1", "enum /a: a must be one of: a\n"},
    {R"({"format":"email"})", R"("a@example.com")", R"("a")",
     "pattern /a: a must be an e-mail address\n"},
    {R"({"anyOf":[{"pattern":"^a"},{"required":["b"],"type":"object"}]})", R"({"b":1})", R"("b")",
     "required /a: a fits none of the 2 schemas of #/properties/a/anyOf\n"},
    {R"({"allOf":[{"pattern":"^a","minItems":1,"maxItems":2}]})", R"("a")", R"("b")",
     "pattern /a: a does not match its pattern ^a\n"},
    {R"({"$ref":"#/$defs/short","minLength":1})", R"("a")", R"("abc")",
     "length /a: a has 3 characters; at most 2 are allowed\n"},
    {R"({"allOf":[{"anyOf":[{"required":["b"]},{"required":["c"]}]}],"properties":{"b":{},"c":{}}})",
     "[]", "{}", "required /a: this must be true: b is present or c is present\n"},
    {R"({"const":-1})", "-1.0", "1", "enum /a: a must be one of: -1\n"},
    {R"({"properties":{"bb":{}},"additionalProperties":{"type":"number"},"propertyNames":{"maxLength":1}})",
     R"({"c":1})", R"({"bb":1})",
     "length /a/bb: a[\"bb\"] has a name that propertyNames does not allow\n"},
    // Keywords that do not concern a value's type.
    {R"({"const":10})", "10", R"("10")", "type /a: a is a string; it must be a number\n"},
    {R"({"enum":["a"]})", R"("a")", "{}", "type /a: a is an object; it must be a string\n"},
    {R"({"minLength":2})", "1", R"("a")", "length /a: a has 1 character; at least 2 are needed\n"},
    {R"({"pattern":"^a"})", "true", R"("b")", "pattern /a: a does not match its pattern ^a\n"},
    {R"({"minItems":2})", R"({"b":1})", "[1]", "items /a: a has 1 item; at least 2 are needed\n"},
    {R"({"allOf":[{"required":["b"]}],"properties":{"b":{}}})", "[]", "{}",
     "required /a: b is missing; it is required\n"},
    {R"({"allOf":[{"not":{"required":["b"]}}],"properties":{"b":{}}})", "{}", "[]",
     "required /a: a fits the schema of #/properties/a/allOf/0/not, which it must not\n"},
    {R"({"allOf":[{"if":{"properties":{"b":{"type":"integer"}}},"then":{"required":["c"]}}],"properties":{"b":{"type":"number"},"c":{}}})",
     R"({"b":1.5})", R"({"b":1})", "required /a: c is missing; it is required\n"},
    {R"({"allOf":[{"anyOf":[{"if":{"required":["b"]},"then":{"required":["c"]}}]}],"properties":{"b":{},"c":{}}})",
     "{}", R"({"b":1})",
     "required /a: a fits none of the 1 schemas of #/properties/a/allOf/0/anyOf\n"},
    {R"({"allOf":[{"properties":{"b":{"required":["c"]}}}],"properties":{"b":{"properties":{"c":{}}}}})",
     R"({"b":1})", R"({"b":{}})", "required /a/b: c is missing; it is required\n"},
    {R"({"properties":{"b\\c":{"type":"null"}},"additionalProperties":false})", R"({"b\\c":null})",
     R"({"b\u0063":null})",
     "unknown-member /a/bc: \"bc\" is not a member of this object; the nearest is b\\c\n"},
    {R"({"properties":{"b\\c":{"type":"null"}}})", R"({"b\\d":1})", R"({"b\\c":1})",
     "type /a/b\\c: b\\c is a number; it must be null\n"},
    {R"({"properties":{"b\\c":{"type":"null"}}})", R"({"b\\\u0063":null})", R"({"\u0062\\c":1})",
     "type /a/b\\c: b\\c is a number; it must be null\n"},
};

}  // namespace

TEST_CASE("What a value as a whole must be is said where it is not", "[schema]") {
  for (const auto& [schema, good, bad, message] : kCases) {
    INFO(schema);
    const char* const defs = R"(,"$defs":{"short":{"maxLength":2}})";
    if (*good != '\0') CHECK(said(schema, good, defs) == "");
    CHECK(said(schema, bad, defs) == message);
  }
}

TEST_CASE("A value with a fault of its own is not judged as a whole", "[schema]") {
  CHECK(said(R"({"type":"string","not":{}})", "1") ==
        "type /a: a is a number; it must be a string\n");
  CHECK(said(R"({"maxLength":1,"not":{}})", R"("ab")") ==
        "length /a: a has 2 characters; at most 1 are allowed\n");
  CHECK(said(R"({"uniqueItems":true})", R"(["\ud800","\ud800"])").starts_with("encoding /a/0"));
}

TEST_CASE("A long list of values is shown in part", "[schema]") {
  std::string values = "[null";
  for (int n = 1; n < 22; ++n) values += fmt::format(",{}", n);
  CHECK(said(R"({"enum":)" + values + "]}", "true").ends_with("18, 19 …\n"));
  values.resize(values.find(",21"));
  CHECK(said(R"({"enum":)" + values + "]}", "true").ends_with("18, 19 …\n"));
  values.resize(values.find(",20"));
  CHECK(said(R"({"enum":)" + values + "]}", "true").ends_with("18, 19\n"));
}

TEST_CASE("What stands beside a reference holds as well", "[schema]") {
  const std::string word = R"(,"$defs":{"word":{"type":"string","maxLength":5}})";
  const std::string schema = R"({"$ref":"#/$defs/word","title":"t","$comment":"c","minLength":3})";
  CHECK(said(schema, R"("abc")", word) == "");
  CHECK_THAT(said(schema, R"("ab")", word), Catch::StartsWith("length /a: "));
  CHECK_THAT(said(schema, R"("abcdef")", word), Catch::StartsWith("length /a: "));
  CHECK_THAT(said(schema, "1", word), Catch::StartsWith("type /a: "));
}

TEST_CASE("What values fit is what JSON Schema says, kind by kind", "[schema]") {
  struct Row {
    const char* schema;
    std::vector<const char*> good;
    std::vector<const char*> bad;
  };
  const Row rows[] = {
      {"false", {}, {"null", "true", "1", R"("x")", "[]", "{}"}},
      {R"({"anyOf":[{"type":"integer"},{"type":"null"}]})",
       {"1", "1.0", "10e-1", "null"},
       {"1.5", "true", R"("1")", "[]", "{}"}},
      {R"({"anyOf":[{"enum":[1,null]},{"const":"x"}]})",
       {"1", "1.0", "null", R"("x")"},
       {"2", "true", R"("y")", "[]", "{}"}},
      {R"({"anyOf":[{"type":"number"},{"type":"string"}]})",
       {"1", "1.5", R"("x")"},
       {"null", "true", "[]", "{}"}},
      {R"({"anyOf":[{"enum":[1,"x"]},{"const":2}]})",
       {"1", "2", R"("x")"},
       {"null", "true", "[]", "{}", "3"}},
      {R"({"maximum":2.5})", {"2.5", "-3", R"("x")", "null"}, {"2.6", "2.5000001"}},
      {R"({"minimum":2.5})", {"2.5", "3", R"("x")", "null"}, {"2.4", "-3"}},
      {R"({"exclusiveMaximum":2.5})", {"2.4", "[]"}, {"2.5", "2.6"}},
      {R"({"exclusiveMinimum":2.5})", {"2.6", "{}"}, {"2.5", "2.4"}},
      {R"({"anyOf":[{"prefixItems":[{"type":"string"}],"items":{"type":"integer"}},{"const":0}]})",
       {"[]", R"(["x"])", R"(["x",1,2])"},
       {"[1]", R"(["x","y"])", R"(["x",1,"z"])"}},
      {R"({"anyOf":[{"prefixItems":[{"type":"string"}]},{"const":0}]})",
       {"[]", R"(["x",1,null])"},
       {"[1]", R"([null,"x"])"}},
      {R"({"anyOf":[{"dependentSchemas":{"b":{"required":["c"]}}},{"const":0}]})",
       {"{}", R"({"c":1})", R"({"b":1,"c":1})"},
       {R"({"b":1})"}},
      {R"({"uniqueItems":true})",
       {"[]", "[1]", R"([1,"1",true])"},
       {"[1,1]", "[1,2,1.0]", R"([{"a":1,"b":2},{"b":2,"a":1}])"}},
      {R"({"contains":{"type":"string"},"minContains":2,"maxContains":3})",
       {R"(["x","y"])", R"(["x",1,"y","z"])", "1"},
       {"[]", R"(["x",1])", R"(["x","y","z","w"])"}},
  };
  for (const Row& row : rows) {
    for (const char* value : row.good) {
      INFO(row.schema << " and " << value);
      CHECK(said(row.schema, value) == "");
    }
    for (const char* value : row.bad) {
      INFO(row.schema << " and " << value);
      CHECK(said(row.schema, value) != "");
    }
  }
}

TEST_CASE("Each record with demands is judged in its own place", "[schema]") {
  const Plan plan = plan_of(shape(
      R"("type":"object","properties":{"list":{"type":"array","items":{"type":"object",
         "x-record":true,"properties":{"b":{}},"anyOf":[{"required":["b"]}]}}})"));
  LintOptions options;
  options.shape = "thing";
  options.format = InputFormat::kJson;
  const LintResult result = lint(R"({"list":[{"b":1},{},{"b":}]})", options, plan);
  CHECK(result.brief().starts_with("required /list/1\n"));
  CHECK(result.counts() == "3 records: 1 valid, 1 invalid, 1 unreadable");
}

TEST_CASE("What a schema asks of itself without end is refused", "[schema]") {
  const auto error_of = [](const std::string& text) {
    return compile_plan({{"own.json", shape(text)}}).error;
  };
  const char* const endless = "or this one leads back to itself";
  CHECK(error_of(R"("anyOf":[{"$ref":"#/$defs/a"}],"$defs":{"a":{"not":{"$ref":"#/$defs/a"}}})")
            .find(endless) != std::string::npos);
  const std::string loop = error_of(
      R"("properties":{"p":{"$ref":"#/$defs/a","title":"t","minLength":1},"q":{"anyOf":[{"$ref":"#/$defs/b"}]}},
         "$defs":{"a":{"properties":{"x":{"$ref":"#/$defs/b"}},"allOf":[{"$ref":"#/$defs/b"}]},
                  "b":{"allOf":[{"$ref":"#/$defs/a"}]}})");
  CHECK(loop.find(endless) != std::string::npos);
  // By way of a member there is an end.
  CHECK(error_of(R"("anyOf":[{"properties":{"a":{"$ref":"#"}}}])") == "");
  const auto nested = [&](std::size_t count) {
    return error_of(R"("properties":{"a":)" + repeated(R"({"not":)", count) + "true" +
                    repeated("}", count) + "}");
  };
  CHECK(nested(30) == "");
  CHECK(nested(32).starts_with("own.json#/properties/a/not"));
  CHECK(nested(32).find("more than 32 schemas") != std::string::npos);
  // Twenty below twenty, the lower ones known from elsewhere.
  const auto twenty = [](const std::string& inside) {
    return repeated(R"({"not":)", 20) + inside + repeated("}", 20);
  };
  const std::string ref = R"({"$ref":"#/$defs/t"})";
  CHECK(error_of(R"("properties":{"a":{"anyOf":[)" + ref + R"(]},"b":)" + twenty(ref) +
                 R"(},"$defs":{"t":)" + twenty("true") + "}")
            .find("more than 32 schemas") != std::string::npos);
}

TEST_CASE("A schema that refers to itself twice is judged in time", "[schema]") {
  const Plan plan = plan_of(shape(
      R"("type":"object","properties":{"a":{"$ref":"#/$defs/n","minProperties":0}},
         "$defs":{"n":{"anyOf":[{"properties":{"a":{"$ref":"#/$defs/n"}},"required":["no"]},
                                {"properties":{"a":{"$ref":"#/$defs/n"}}}]}})"));
  LintOptions options;
  options.shape = "thing";
  const std::string deep = repeated(R"({"a":)", 60) + "1" + repeated("}", 60);
  CHECK(lint(deep, options, plan).brief() == "");
}

TEST_CASE("What is not understood is refused at its place", "[schema]") {
  struct Refused {
    const char* rest;
    const char* where;
    const char* says;
  };
  constexpr Refused kRefused[] = {
      {R"("anyOf":[])", "/anyOf", "array of schemas"},
      {R"("anyOf":[7])", "/anyOf/0", "true or false"},
      {R"("anyOf":[{"x-token-empty":true}])", "/anyOf/0/x-token-empty", "over the whole value"},
      {R"("anyOf":[{"unevaluatedItems":true}])", "/anyOf/0/unevaluatedItems", "no rule"},
      {R"("anyOf":[{"$schema":"http://json-schema.org/draft-07/schema#"}])", "/anyOf/0/$schema",
       "another dialect"},
      {R"("$schema":7)", "/$schema", "another dialect"},
      {R"("properties":{"a":{"$id":"urn:b"}})", "/properties/a", "an $id may stand"},
      {R"("anyOf":[{"required":"a"}])", "/anyOf/0/required", "array of member names"},
      {R"("anyOf":[{"required":[1]}])", "/anyOf/0/required", "a string"},
      {R"("anyOf":[{"minimum":"1"}])", "/anyOf/0/minimum", "a number"},
      {R"("anyOf":[{"minLength":1.5}])", "/anyOf/0/minLength", "whole number"},
      {R"("anyOf":[{"minLength":-1}])", "/anyOf/0/minLength", "whole number"},
      {R"("anyOf":[{"minLength":"1"}])", "/anyOf/0/minLength", "whole number"},
      {R"("anyOf":[{"pattern":1}])", "/anyOf/0/pattern", "string"},
      {R"("anyOf":[{"pattern":"("}])", "/anyOf/0/pattern", "')' is missing"},
      {R"("anyOf":[{"type":"text"}])", "/anyOf/0/type", "'text'"},
      {R"("anyOf":[{"enum":[]}])", "/anyOf/0/enum", "array"},
      {R"("anyOf":[{"properties":[]}])", "/anyOf/0/properties", "object"},
      {R"("patternProperties":[])", "/patternProperties", "object"},
      {R"("patternProperties":{"[":{}})", "/patternProperties", "']' is missing"},
      {R"("dependentRequired":[])", "/dependentRequired", "object"},
      {R"("dependentSchemas":[])", "/dependentSchemas", "object"},
      {R"("uniqueItems":1)", "/uniqueItems", "true or false"},
      {R"("multipleOf":0)", "/multipleOf", "greater than 0"},
      {R"("format":"hostname")", "/format", "date-time, email"},
      {R"("format":1)", "/format", "date-time, email"},
      {R"("not":{"$ref":1})", "/not/$ref", "must be a string"},
      {R"("required":["a"],"additionalProperties":false)", "/required", "no others are allowed"},
  };
  for (const auto& [rest, where, says] : kRefused) {
    const std::string error = compile_plan({{"own.json", shape(rest)}}).error;
    INFO(rest << "\n" << error);
    CHECK(error.starts_with(std::string("own.json#") + where + ": "));
    CHECK(error.find(says) != std::string::npos);
  }
}

TEST_CASE("Values are made for what is asked of them as a whole", "[schema]") {
  const Plan plan = plan_of(shape(
      R"("type":"object","additionalProperties":false,"required":["id","mail","size","kind","odd","site","when"],
         "minProperties":8,"dependentRequired":{"open":["note"]},
         "properties":{"id":{"type":"string","format":"uuid"},"mail":{"format":"email","maxLength":40},
           "site":{"format":"uri"},"when":{"format":"date-time"},
           "size":{"type":"integer","multipleOf":5,"minimum":0.5},"kind":{"enum":["a",1,null]},
           "odd":{"type":"array","items":{"enum":["a","b"]},"minItems":1,"maxItems":3,"uniqueItems":true},
           "mix":{"type":"string","enum":["a","ab",1],"minLength":2},"open":{"type":"boolean"},"note":{"type":"string","maxLength":9}})"));
  LintOptions options;
  options.shape = "thing";
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    ValueMaker maker(plan, seed, kNow);
    const std::string text = to_json(maker.make(plan.shapes[0].root));
    INFO(text);
    CHECK(lint(text, options, plan).brief() == "");
  }
  const Plan none = plan_of(shape(R"("type":"object","not":{})"));
  CHECK_THROWS_AS(ValueMaker(none, 1, kNow).make(none.shapes[0].root), GeneratorError);
}

TEST_CASE("Values that are sensitive are not told by messages", "[schema]") {
  const auto with = [](const std::string& schema) {
    return "{\"x-sensitive\":true," + schema + "}";
  };
  CHECK(said(with(R"("enum":["Adam","Berta"])"), R"("adam")") ==
        "enum /a: a must be one of: Adam or Berta\n");
  CHECK(said(with(R"("maximum":3,"minimum":0)"), "17") ==
        "range /a: a is too great; at most 3 is allowed\n");
  CHECK(said(with(R"("maximum":3,"minimum":0)"), "-1") ==
        "range /a: a is too small; at least 0 is allowed\n");
  const auto condition = [](const char* when, const char* then) {
    return fmt::format(
        R"({{"type":"object","properties":{{"b":{{"type":"string","x-sensitive":true}},"c":{{}}}},
            "allOf":[{{"if":{},"then":{}}}]}})",
        when, then);
  };
  const char* const high = R"({"properties":{"b":{"const":"high"}},"required":["b"]})";
  CHECK(said(condition(high, R"({"required":["c"]})"), R"({"b":"high"})") ==
        "required /a: c is missing; it is required where b is such as to ask for it\n");
  CHECK(said(condition(R"({"properties":{"b":{"pattern":"^h"}},"required":["b"]})",
                       R"({"required":["c"]})"),
             R"({"b":"high"})") ==
        "required /a: c is missing; it is required where b is such as to ask for it\n");
  CHECK(said(condition(R"({"properties":{"b":{"not":{"const":"low"}}},"required":["b"]})",
                       R"({"required":["c"]})"),
             R"({"b":"high"})") ==
        "required /a: c is missing; it is required where b is such as to ask for it\n");
}

}  // namespace diallint::test
