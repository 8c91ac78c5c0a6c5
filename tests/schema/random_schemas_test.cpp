// Schemas made up of all keywords that are understood, on the checker and on a stock validator
// (ajv): the same verdict on every document.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <sstream>

#include "base/random.h"
#include "schema/schema_compiler.h"
#include "support/build_paths.h"
#include "support/lint.h"
#include "support/process.h"

namespace diallint::test {
namespace {

using nlohmann::json;

// Few names, texts and numbers, so that documents and schemas meet.
class Maker {
 public:
  explicit Maker(std::uint64_t seed) : random_(seed) {}

  json schema(int depth) {
    if (random_.once_in(12)) return random_.once_in(3) ? json(false) : json(true);
    json schema = json::object();
    for (std::uint64_t n = 1 + random_.below(3); n > 0; --n) add_keyword(schema, depth);
    return schema;
  }

  // What stands at the top: an object, whose members have made-up schemas.
  json shape() {
    json top = schema(3);
    if (top.is_boolean()) top = json::object();
    top["type"] = "object";
    top["$defs"] = {{"a", schema(1)}, {"b", schema(1)}};
    top["$id"] = "https://example.com/random";
    top["x-shape"] = "thing";
    return top;
  }

  json document() {
    json object = json::object();
    for (const char* name : kNames) {
      if (random_.once_in(2)) object[name] = value(2);
    }
    return object;
  }

 private:
  static constexpr const char* kNames[] = {"a", "b", "cc", "d1"};

  json value(int depth) {
    switch (random_.below(depth > 0 ? 7 : 5)) {
      case 0:
        return nullptr;
      case 1:
        return random_.once_in(2);
      case 2:
        return number();
      case 3:
      case 4:
        return text();
      case 5: {
        json list = json::array();
        for (std::uint64_t n = random_.below(4); n > 0; --n) list.push_back(value(depth - 1));
        return list;
      }
      default: {
        json object = json::object();
        for (std::uint64_t n = random_.below(3); n > 0; --n) object[name()] = value(depth - 1);
        return object;
      }
    }
  }

  json number() {
    static const json kNumbers[] = {0, 1, 2, 3, -1, 1.5, 2.0, 4, 6};
    return kNumbers[random_.below(std::size(kNumbers))];
  }
  json text() {
    static const json kTexts[] = {"", "a", "ab", "abc", "1", "12", "\xC3\xA4", "\xF0\x9F\x98\x80"};
    return kTexts[random_.below(std::size(kTexts))];
  }
  std::string name() { return kNames[random_.below(std::size(kNames))]; }
  json names() {
    json list = json::array();
    for (const char* one : kNames) {
      if (random_.once_in(3)) list.push_back(one);
    }
    return list;
  }
  json type() {
    static const json kTypes[] = {"null",   "boolean", "number", "integer",
                                  "string", "array",   "object"};
    const json one = kTypes[random_.below(std::size(kTypes))];
    const json other = kTypes[random_.below(std::size(kTypes))];
    return random_.once_in(3) && one != other ? json{one, other} : one;
  }
  json pattern() {
    static const json kPatterns[] = {"^a", "^[a-z]*$", "b$", "^.$", "[0-9]", "^(a|ab)$"};
    return kPatterns[random_.below(std::size(kPatterns))];
  }
  json schemas(int depth) {
    json list = json::array();
    for (std::uint64_t n = 1 + random_.below(3); n > 0; --n) list.push_back(schema(depth));
    return list;
  }
  json schemas_by_name(int depth) {
    json all = json::object();
    for (std::uint64_t n = 1 + random_.below(3); n > 0; --n) all[name()] = schema(depth);
    return all;
  }
  json values() {
    json list = json::array();
    for (std::uint64_t n = 1 + random_.below(3); n > 0; --n) {
      const json one = value(1);
      if (std::find(list.begin(), list.end(), one) == list.end()) list.push_back(one);
    }
    return list;
  }
  // Bounds of one kind leave something between them: what allows nothing is refused.
  std::uint64_t least() { return random_.below(2); }
  std::uint64_t most() { return 1 + random_.below(3); }

  void add_keyword(json& to, int depth) {
    if (depth > 0 && !random_.once_in(3)) return add_applicator(to, depth - 1);
    switch (random_.below(21)) {
      case 0:
      case 1:
        to["type"] = type();
        return;
      case 2:
        to["enum"] = values();
        return;
      case 3:
        to["const"] = value(1);
        return;
      case 4:
        to["minimum"] = random_.once_in(2) ? json(1) : json(0.5);
        return;
      case 5:
        to["maximum"] = random_.once_in(2) ? json(2) : json(2.5);
        return;
      case 6:
        to["exclusiveMinimum"] = number();
        return;
      case 7:
        to["exclusiveMaximum"] = number();
        return;
      case 8:
        to["multipleOf"] = random_.once_in(2) ? json(2) : json(0.5);
        return;
      case 9:
        to["minLength"] = least();
        return;
      case 10:
        to["maxLength"] = most();
        return;
      case 11:
        to["minItems"] = least();
        return;
      case 12:
        to["maxItems"] = most();
        return;
      case 13:
        to["minProperties"] = least();
        return;
      case 14:
        to["maxProperties"] = most();
        return;
      case 15:
        to["pattern"] = pattern();
        return;
      case 16:
        to["uniqueItems"] = random_.once_in(2);
        return;
      case 17:
        to["required"] = names();
        return;
      case 18:
        to["dependentRequired"] = {{name(), names()}};
        return;
      case 19:
        to["$ref"] = random_.once_in(2) ? "#/$defs/a" : "#/$defs/b";
        return;
      default:
        to["additionalProperties"] = random_.once_in(2);
    }
  }

  void add_applicator(json& to, int depth) {
    switch (random_.below(18)) {
      case 0:
      case 1:
        to["properties"] = schemas_by_name(depth);
        return;
      case 2:
        to["patternProperties"] = {{"^[ab]", schema(depth)}};
        return;
      case 3:
        to["additionalProperties"] = schema(depth);
        return;
      case 4:
        to["propertyNames"] = schema(depth);
        return;
      case 5:
        to["items"] = schema(depth);
        return;
      case 6:
        to["prefixItems"] = schemas(depth);
        return;
      case 7:
        to["contains"] = schema(depth);
        return;
      case 8:
        to["minContains"] = random_.below(3);
        to["maxContains"] = random_.below(3);
        return;
      case 9:
      case 10:
        to["allOf"] = schemas(depth);
        return;
      case 11:
        to["anyOf"] = schemas(depth);
        return;
      case 12:
        to["oneOf"] = schemas(depth);
        return;
      case 13:
        to["not"] = schema(depth);
        return;
      case 14:
        to["if"] = schema(depth);
        return;
      case 15:
        to["then"] = schema(depth);
        return;
      case 16:
        to["else"] = schema(depth);
        return;
      default:
        to["dependentSchemas"] = schemas_by_name(depth);
    }
  }

  Random random_;
};

struct Trial {
  std::string schema;
  std::vector<std::string> documents;
  std::vector<bool> verdicts;
};

// What is refused (bounds that exclude each other, a required member that cannot be) is left out.
std::vector<Trial> all_trials(std::size_t& refused) {
  std::vector<Trial> trials;
  for (int seed = 0; seed < rounds(2'000); ++seed) {
    Maker maker(static_cast<std::uint64_t>(seed));
    Trial trial;
    trial.schema = maker.shape().dump();
    const PlanResult compiled = compile_plan({{"random.json", trial.schema}});
    if (!compiled.plan) {
      INFO(compiled.error);
      CHECK(compiled.error.starts_with("random.json#"));
      ++refused;
      continue;
    }
    LintOptions options;
    options.shape = "thing";
    options.format = InputFormat::kNdjson;
    std::string lines;
    for (int n = 0; n < 12; ++n) {
      trial.documents.push_back(maker.document().dump());
      lines += trial.documents.back() + "\n";
    }
    trial.verdicts.assign(trial.documents.size(), true);
    for (const Located& one : lint(lines, options, *compiled.plan).findings) {
      trial.verdicts[one.location.begin.line - 1] = false;
    }
    trials.push_back(std::move(trial));
  }
  return trials;
}

std::vector<json> verdicts_of_ajv(const std::vector<Trial>& trials) {
  const std::string folder = source_dir() + "/tests/node";
  INFO("ajv is missing: run `npm ci` in tests/node (./dev test does)");
  REQUIRE(std::filesystem::exists(folder + "/node_modules/ajv"));
  std::string input;
  for (const Trial& trial : trials) input += json{trial.schema, trial.documents}.dump() + "\n";
  const Scratch scratch;
  write_text(scratch.folder() / "pairs", input);
  const auto run = run_command(
      fmt::format("'{}' '{}/validate_pairs.mjs' < pairs", node_path(), folder), scratch);
  REQUIRE(run.err == "");
  REQUIRE(run.exit_code == 0);
  std::vector<json> verdicts;
  std::istringstream lines(run.out);
  for (std::string line; std::getline(lines, line);) verdicts.push_back(json::parse(line));
  return verdicts;
}

}  // namespace

TEST_CASE("ajv and the checker agree on made-up schemas", "[ajv]") {
  std::size_t refused = 0;
  const std::vector<Trial> trials = all_trials(refused);
  const std::vector<json> verdicts = verdicts_of_ajv(trials);
  REQUIRE(verdicts.size() == trials.size());
  std::size_t valid = 0;
  std::size_t invalid = 0;
  for (std::size_t i = 0; i < trials.size(); ++i) {
    for (std::size_t n = 0; n < trials[i].documents.size(); ++n) {
      INFO(trials[i].schema << "\n" << trials[i].documents[n]);
      CHECK(trials[i].verdicts[n] == verdicts[i][n].get<bool>());
      ++(trials[i].verdicts[n] ? valid : invalid);
    }
  }
  CHECK(refused < trials.size() / 4);
  CHECK(valid > trials.size());
  CHECK(invalid > trials.size());
}

}  // namespace diallint::test
