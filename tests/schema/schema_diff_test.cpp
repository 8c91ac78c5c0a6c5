// Differences of two schemas, in words.
#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "base/embedded_files.h"
#include "diallint/schema_diff.h"

namespace diallint::test {
namespace {

// A schema of one shape with this text behind its "$id".
std::string schema(const std::string& rest) {
  return R"({"$id": "urn:x", "x-shape": "s")" + (rest.empty() ? "" : ", " + rest) + "}";
}

struct Difference {
  std::vector<SchemaChange> changes;
  std::string error;  // why there are none
};

Difference difference(const std::string& before, const std::string& after) {
  const auto changes = diff_schemas({"old", before}, {"new", after});
  if (changes) return {*changes, ""};
  CHECK(changes.error().code == ErrorCode::kSchema);
  return {{}, changes.error().message};
}

std::string lines(const std::string& before, const std::string& after) {
  const Difference diff = difference(schema(before), schema(after));
  std::string out = diff.error;
  for (const SchemaChange& change : diff.changes) out += to_line(change) + "\n";
  return out;
}

}  // namespace

TEST_CASE("A change of a schema is told in words, and back", "[schema-diff]") {
  struct {
    std::string before, after, there, back;
  } const kCases[] = {
      {R"("properties": {"a": {"maxLength": 200}})", R"("properties": {"a": {"maxLength": 100}})",
       "s: a: at most 200 characters -> at most 100 characters (tighter)\n",
       "s: a: at most 100 characters -> at most 200 characters (looser)\n"},
      {R"("properties": {"a": {"minLength": 0}})", R"("properties": {"a": {"minLength": 1}})",
       "s: a: no limit -> at least 1 character (tighter)\n",
       "s: a: at least 1 character -> no limit (looser)\n"},
      // At least none is no limit, so nothing has changed.
      {R"("properties": {"a": {"minItems": 0}})", R"("properties": {"a": {}})", "", ""},
      {R"("properties": {"a": {"minimum": 0}})", R"("properties": {"a": {}})",
       "s: a: at least 0 -> no limit (looser)\n", "s: a: no limit -> at least 0 (tighter)\n"},
      {R"("properties": {"a": {"type": "array", "items": {"properties": {"b": {"maxItems": 1}}}}})",
       R"("properties": {"a": {"type": "array", "items": {"properties": {"b": {"maxItems": 2}}}}})",
       "s: a, each item.b: at most 1 item -> at most 2 items (looser)\n",
       "s: a, each item.b: at most 2 items -> at most 1 item (tighter)\n"},
      {R"("type": "string")", R"("type": ["string", "integer"])",
       "s: a string -> a string or an integer (looser)\n",
       "s: a string or an integer -> a string (tighter)\n"},
      {R"("type": "string")", R"("type": "null")", "s: a string -> null\n",
       "s: null -> a string\n"},
      {R"("type": ["string", "null"])", R"("type": ["null", "string"])", "", ""},
      {R"("required": ["a"], "properties": {"a": {}, "b": {}})",
       R"("required": ["b"], "properties": {"a": {}, "b": {}})",
       "s: b is required now (tighter)\ns: a is no longer required (looser)\n",
       "s: a is required now (tighter)\ns: b is no longer required (looser)\n"},
      {R"("enum": ["A", "B"])", R"("enum": ["B", "C"])",
       "s: C is a value now (looser)\ns: A is no longer a value (tighter)\n",
       "s: A is a value now (looser)\ns: C is no longer a value (tighter)\n"},
      {R"("title": "t")", R"("enum": ["A", 1])", "s: one of A, 1 only (tighter)\n",
       "s: no longer only A, 1 (looser)\n"},
      {R"("pattern": "^a$")", R"("pattern": "^b$")", "s: pattern ^a$ -> pattern ^b$\n",
       "s: pattern ^b$ -> pattern ^a$\n"},
      {R"("properties": {})", R"("properties": {"a": {"type": "string"}})", "s: new member a\n",
       "s: member a is gone (looser)\n"},
      {R"("additionalProperties": false, "properties": {})",
       R"("additionalProperties": false, "properties": {"a": {}})", "s: new member a\n",
       "s: member a is gone (tighter)\n"},
      {R"("additionalProperties": false)", R"("additionalProperties": true)",
       "s: no other members -> other members allowed (looser)\n",
       "s: other members allowed -> no other members (tighter)\n"},
      {R"("additionalProperties": {"maxLength": 9}, "propertyNames": {"maxLength": 9})",
       R"("additionalProperties": {"maxLength": 8}, "propertyNames": {"maxLength": 7})",
       "s, each name: at most 9 characters -> at most 7 characters (tighter)\n"
       "s, each value: at most 9 characters -> at most 8 characters (tighter)\n",
       "s, each name: at most 7 characters -> at most 9 characters (looser)\n"
       "s, each value: at most 8 characters -> at most 9 characters (looser)\n"},
      {R"("x-a": {"minimum": 30, "maximum": 900, "of": "b"})",
       R"("x-a": {"minimum": 20, "maximum": 800, "of": "c"})",
       "s: x-a: at least 30 -> at least 20 (looser)\n"
       "s: x-a: at most 900 -> at most 800 (tighter)\ns: x-a: of b -> c\n",
       "s: x-a: at least 20 -> at least 30 (tighter)\n"
       "s: x-a: at most 800 -> at most 900 (looser)\ns: x-a: of c -> b\n"},
      {R"("x-a": true)", "", "s: x-a -> no x-a (looser)\n", "s: no x-a -> x-a (tighter)\n"},
      {R"("x-sensitive": true)", "", "s: x-sensitive -> no x-sensitive\n",
       "s: no x-sensitive -> x-sensitive\n"},
      {R"("x-source": "a")", R"("x-source": {"*": "a", "x-b": "c"})",
       "s: source: a -> a, c for x-b\n", "s: source: a, c for x-b -> a\n"},
      {R"("x-sources": {"p": {"title": "T", "url": "U", "read": "2026-01-01"}})",
       R"("x-sources": {"p": {"title": "T", "url": "V", "read": "2026-01-02"}})",
       "s: source p: url U -> V\ns: source p: read 2026-01-01 -> 2026-01-02\n",
       "s: source p: url V -> U\ns: source p: read 2026-01-02 -> 2026-01-01\n"},
      {R"("allOf": [{"required": ["a"], "description": "x"}])",
       R"("allOf": [{"required": ["a"], "description": "y"}, {"required": ["b"]}])",
       "s: new condition: {\"required\":[\"b\"]} (tighter)\n",
       "s: condition gone: {\"required\":[\"b\"]} (looser)\n"},
      {R"("properties": {"a": {"$ref": "other"}})", R"("properties": {"a": {"$ref": "another"}})",
       "s: a: refers to other -> another\n", "s: a: refers to another -> other\n"},
      // What people read is not compared.
      {R"("title": "a", "description": "b", "$comment": "c")", R"("title": "d")", "", ""},
      {R"("$defs": {"d": {"maxLength": 1}}, "properties": {"a": {"$ref": "#/$defs/d"}})",
       R"("properties": {"a": {"maxLength": 2}})",
       "s: a: at most 1 character -> at most 2 characters (looser)\n",
       "s: a: at most 2 characters -> at most 1 character (tighter)\n"},
      // A schema that holds itself ends.
      {R"("maxLength": 1, "properties": {"a": {"$ref": "#"}, "b": {"$ref": "#/properties/b"}})",
       R"("maxLength": 2, "properties": {"a": {"$ref": "#"}, "b": {"$ref": "#/properties/b"}})",
       "s: at most 1 character -> at most 2 characters (looser)\n",
       "s: at most 2 characters -> at most 1 character (tighter)\n"},
  };
  for (const auto& one : kCases) {
    INFO(one.before << "\n" << one.after);
    CHECK(lines(one.before, one.after) == one.there);
    CHECK(lines(one.after, one.before) == one.back);
    CHECK(lines(one.after, one.after).empty());
  }
}

TEST_CASE("What is no schema has no differences", "[schema-diff]") {
  const std::string sound = schema("");
  struct {
    std::string before, after, error;
  } const kCases[] = {
      {"{", sound,
       "old#: this is not valid JSON at line 1, byte 2; name a file that holds one JSON Schema"},
      {sound, "",
       "new#: this is not valid JSON at line 1, byte 1; name a file that holds one JSON Schema"},
      {sound, R"({"$id":"a","$id":"b"})",
       "new#/$id: this member appears twice; keep the intended one"},
      {std::string(1'000'000, '['), sound,
       "old#/0: a schema may be nested at most 128 levels deep; no document is deeper"},
      {"[]", sound,
       "old: this is not a JSON Schema: $id and $schema are missing; name one, or a shape"},
      {sound, "{}",
       "new: this is not a JSON Schema: $id and $schema are missing; name one, or a shape"},
  };
  for (const auto& one : kCases) {
    const Difference diff = difference(one.before, one.after);
    CHECK(diff.error == one.error);
    CHECK(diff.changes.empty());
  }
}

TEST_CASE("Places that schemas lead to twice, and twice again, are not all compared",
          "[schema-diff]") {
  const auto fan = [](int levels, int limit) {
    std::string text = R"({"$id":"a","properties":{"a":{"$ref":"#/$defs/d0"}},"$defs":{)";
    for (int n = 0; n < levels; ++n) {
      text += fmt::format(R"("d{0}":{{"properties":{{"a":{{"$ref":"#/$defs/d{1}"}},)"
                          R"("b":{{"$ref":"#/$defs/d{1}"}}}}}},)",
                          n, n + 1);
    }
    return text + fmt::format(R"("d{}":{{"maxItems":{}}}}}}})", levels, limit);
  };
  CHECK(difference(fan(10, 1), fan(10, 2)).changes.size() == 1024);
  const Difference more = difference(fan(60, 1), fan(60, 2));
  CHECK(more.error.find("more than 100000 places") != std::string::npos);
}

TEST_CASE("The names that lead to a place are bounded, and stand in the message in part",
          "[schema-diff]") {
  const auto with = [](std::size_t size, int limit) {
    return fmt::format(R"({{"$id":"a","properties":{{"{}":{{"maxItems":{}}}}}}})",
                       std::string(size, 'n'), limit);
  };
  const std::size_t most = 2048 - std::string("a: ").size();
  CHECK(difference(with(most, 1), with(most, 2)).changes.size() == 1);
  CHECK(difference(with(most + 1, 1), with(most + 1, 2)).error ==
        "a: " + std::string(61, 'n') +
            "...: the names that lead here take 2049 bytes; at most 2048 are allowed");
  const std::string name(2049, 'n');
  CHECK(difference(R"({"$id":"a"})", R"({"$id":")" + name + R"("})").error ==
        std::string(64, 'n') +
            "...: the names that lead here take 2049 bytes; at most 2048 are allowed");
}

TEST_CASE("References are followed through objects and lists", "[schema-diff]") {
  const auto with = [](const char* target, int limit) {
    return fmt::format(
        R"({{"$id":"a","properties":{{"m":{{"$ref":"{}"}}}},"$defs":)"
        R"({{"list":[{{}},{{"maxItems":{}}}],"again":{{"$ref":"#/$defs/list/1"}}}}}})",
        target, limit);
  };
  for (const char* target : {"#/$defs/list/1", "#/$defs/again"}) {
    const Difference diff = difference(with(target, 1), with(target, 2));
    INFO(target << diff.error);
    REQUIRE(diff.changes.size() == 1);
    CHECK(to_line(diff.changes[0]) == "a: m: at most 1 item -> at most 2 items (looser)");
  }
}

TEST_CASE("References to nothing are compared as such", "[schema-diff]") {
  for (const char* nowhere :
       {"#/a~b", "#/$defs/none", "#/properties/a/-", "#anchor", "other.json"}) {
    const auto with = [](const char* target) {
      return fmt::format(R"({{"$id":"a","properties":{{"a":{{"$ref":"{}"}}}}}})", target);
    };
    const Difference diff = difference(with("#/$defs/x"), with(nowhere));
    INFO(nowhere << diff.error);
    REQUIRE(diff.changes.size() == 1);
    CHECK(to_line(diff.changes[0]) == fmt::format("a: a: refers to #/$defs/x -> {}", nowhere));
  }
}

TEST_CASE("Differences are sought as deep as documents go", "[schema-diff]") {
  const auto chain = [](int count, const char* last) {
    std::string text = R"({"$id":"a","properties":{"a":{"$ref":"#/$defs/d1"}},"$defs":{)";
    for (int n = 1; n < count; ++n) {
      text += fmt::format(R"("d{}":{{"properties":{{"a":{{"$ref":"#/$defs/d{}"}}}}}},)", n, n + 1);
    }
    return text + fmt::format(R"("d{}":{}}}}})", count, last);
  };
  CHECK(difference(chain(127, "{}"), chain(127, R"({"maxItems":1})")).changes.size() == 1);
  const Difference deeper = difference(chain(20'000, "{}"), chain(20'000, "{}"));
  CHECK(deeper.error.find("more than 128 deep") != std::string::npos);
}

TEST_CASE("A schema without a name is called schema", "[schema-diff]") {
  const std::string before = R"({"$schema": "https://json-schema.org/draft/2020-12/schema"})";
  const Difference diff =
      difference(before, before.substr(0, before.size() - 1) + R"(, "minItems": 2})");
  REQUIRE(diff.changes.size() == 1);
  CHECK(to_line(diff.changes[0]) == "schema: no limit -> at least 2 items (tighter)");
}

// Values of the wrong kind are somebody's mistake, and no reason to fall over.
TEST_CASE("Keywords with values of any kind can be compared", "[schema-diff]") {
  const std::string values[] = {"null", "true", "1", "\"a\"", "[]", "[1, {}]", "{}", "{\"a\": 1}"};
  for (const char* keyword :
       {"type", "enum", "required", "properties", "items", "allOf", "$ref", "maxLength", "x-a",
        "x-source", "x-sources", "propertyNames", "additionalProperties", "x-shape"}) {
    for (const std::string& a : values) {
      for (const std::string& b : values) {
        const auto with = [&](const std::string& value) {
          return R"({"$id": "urn:x", ")" + std::string(keyword) + "\": " + value + "}";
        };
        INFO(keyword << " " << a << " " << b);
        const Difference diff = difference(with(a), with(b));
        CHECK(diff.error.empty());
        if (a == b) CHECK(diff.changes.empty());
      }
    }
  }
}

TEST_CASE("No built-in schema differs from itself", "[schema-diff]") {
  for (const EmbeddedFile& file : embedded_schemas()) {
    const Difference diff = difference(std::string(file.text), std::string(file.text));
    CHECK(diff.error.empty());
    CHECK(diff.changes.empty());
  }
}

}  // namespace diallint::test
