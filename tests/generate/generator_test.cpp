// What dialgen makes is valid, varied, the same everywhere, and goes by the schemas alone.
#include "diallint/generate.h"

#include <sys/resource.h>

#include <catch2/catch.hpp>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "base/sha256.h"
#include "generate/generator_access.h"
#include "schema/schema_compiler.h"
#include "support/lint.h"
#include "support/own_schema.h"
#include "support/process.h"

namespace diallint::test {
namespace {

GeneratorOptions options_for(std::string shape, std::uint64_t seed = 1) {
  GeneratorOptions options;
  options.shape = std::move(shape);
  options.seed = seed;
  options.now = kNow;
  return options;
}

std::string lines(Generator& generator, int count) {
  std::string text;
  for (int i = 0; i < count; ++i) {
    generator.append(text);
    text += '\n';
  }
  return text;
}

LintOptions lint_options(const std::string& shape, InputFormat format) {
  LintOptions options;
  options.format = format;
  options.shape = shape;
  // What explains an answer of the service has something to say on valid ones.
  for (const char* rule : {"failure-code", "exception-meaning"}) {
    options.settings.severity[rule] = Severity::kOff;
  }
  return options;
}

}  // namespace

TEST_CASE("Documents of each shape lint clean", "[generate]") {
  for (const Shape& shape : builtin_plan().shapes) {
    Generator generator = generator_from(builtin_plan(), options_for(shape.id));
    LintOptions options = lint_options(shape.id, InputFormat::kNdjson);
    // Numbers are fewer than requests.
    options.settings.severity["phone-duplicate"] = Severity::kOff;
    const int count = rounds(100'000);
    const LintResult result = lint(lines(generator, count), options);
    INFO(shape.id);
    CHECK(result.brief().substr(0, 500) == "");
    CHECK(result.summary.counts.valid >= static_cast<std::uint64_t>(count) / 2);
  }
}

TEST_CASE("The same options give the same bytes, on every compiler", "[generate]") {
  // The digests were made once, by g++; clang gives the same.
  const std::pair<const char*, const char*> kDigests[] = {
      {"dial-request", "a83028c4cda28a79"},
      {"put-dial-request-batch", "b724032385626e68"},
      {"put-outbound-request-batch", "5f66587a791e84c2"},
      {"create-contact", "bfdd7d405d1aa4c5"},
      {"start-outbound-voice-contact", "0deef67dec5b5203"},
      {"put-dial-request-batch-response", "c4404df6fbaa5825"},
      {"aws-error", "6f73dee538e98af8"},
  };
  for (const auto& [shape, digest] : kDigests) {
    Generator generator = generator_from(builtin_plan(), options_for(shape, 7));
    Generator again = generator_from(builtin_plan(), options_for(shape, 7));
    Generator other = generator_from(builtin_plan(), options_for(shape, 8));
    const std::string text = lines(generator, 200);
    INFO(shape);
    CHECK(text == lines(again, 200));
    CHECK(text != lines(other, 200));
    CHECK(to_hex(sha256(text)).substr(0, 16) == digest);
  }
}

TEST_CASE("Memory does not grow with what is made", "[generate]") {
  const Scratch scratch;
  // Kilobytes at most, as the kernel counts them. GNU time would be one more package.
  const auto peak = [&](const char* count) {
    const Outcome outcome = run_command(
        fmt::format("dialgen valid --count {} --now 2026-11-20T12:00:00Z -o /dev/null", count),
        scratch);
    REQUIRE(outcome.exit_code == 0);
    rusage usage{};
    REQUIRE(::getrusage(RUSAGE_CHILDREN, &usage) == 0);
    return usage.ru_maxrss;
  };
  const long few = peak("10000");
  const long many = peak("1000000");
  INFO(few << " KiB for 10,000 requests, " << many << " KiB for a million");
  CHECK(many < few + few / 10);
}

TEST_CASE("Requests are varied", "[generate]") {
  Generator generator = generator_from(builtin_plan(), options_for("dial-request"));
  std::set<std::string> tokens;
  std::set<std::string> numbers;
  std::set<std::string> keys;
  std::set<std::string> values;
  std::map<bool, int> early;
  bool ascii = true;
  bool longest = false;
  for (int i = 0; i < 20'000; ++i) {
    std::string text;
    generator.append(text);
    const auto request = nlohmann::json::parse(text);
    tokens.insert(request["clientToken"].get<std::string>());
    longest = longest || request["clientToken"].get<std::string>().size() == 200;
    numbers.insert(request["phoneNumber"].get<std::string>());
    ++early[request["expirationTime"].get<std::string>() < "2026-11-20T12:08:30"];
    for (const auto& [key, value] : request["attributes"].items()) {
      keys.insert(key);
      values.insert(value.get<std::string>());
      ascii = ascii && value.get<std::string>().find('\xE5') == std::string::npos;
    }
  }
  CHECK(tokens.size() == 20'000);
  CHECK(numbers.size() == 20'000);
  CHECK(longest);
  CHECK(keys.size() > 50);
  CHECK(values.size() > 400);
  CHECK_FALSE(ascii);
  // Half of them expire in the first half of what window and margin leave.
  CHECK(early[true] > 9'000);
  CHECK(early[false] > 9'000);
}

TEST_CASE("Numbers come from the regions that were asked for", "[generate]") {
  GeneratorOptions options = options_for("dial-request");
  options.regions = {"GB", "FR"};
  Generator generator = generator_from(builtin_plan(), options);
  LintOptions linted = lint_options("dial-request", InputFormat::kNdjson);
  linted.settings.phone_policy.allowed_regions = {"FR", "GB"};
  CHECK(lint(lines(generator, 2000), linted).brief() == "");
  options.regions = {"XX"};
  CHECK_THROWS_WITH(generator_from(builtin_plan(), options),
                    Catch::Contains("region 'XX'") && Catch::Contains("AU, "));
}

TEST_CASE("Each number stands once before any stands twice", "[generate]") {
  GeneratorOptions options = options_for("dial-request");
  options.regions = {"SE"};
  Generator generator = generator_from(builtin_plan(), options);
  const auto all = static_cast<int>(generator.numbers());
  REQUIRE(all > 100);
  REQUIRE(all < 100'000);
  const LintOptions linted = lint_options("dial-request", InputFormat::kNdjson);
  std::string text = lines(generator, all);
  CHECK(lint(text, linted).brief() == "");
  CHECK_FALSE(generator.repeats_numbers());
  text += lines(generator, 1);
  CHECK(lint(text, linted).brief() == "phone-duplicate /phoneNumber\n");
  CHECK(generator.repeats_numbers());
}

TEST_CASE("Help says how many numbers there are", "[generate]") {
  Generator generator = generator_from(builtin_plan(), options_for("dial-request"));
  const std::uint64_t numbers = generator.numbers();
  const Scratch scratch;
  const Outcome help = run_command("dialgen valid --help", scratch);
  CHECK(help.out.find(fmt::format("{},{:03}", numbers / 1000, numbers % 1000)) !=
        std::string::npos);
}

TEST_CASE("Tables lint clean", "[generate]") {
  for (const char* shape : {"dial-request", "start-outbound-voice-contact", "create-contact"}) {
    GeneratorOptions options = options_for(shape);
    options.form = GeneratedForm::kRows;
    Generator generator = generator_from(builtin_plan(), options);
    const std::string text = generator.header() + "\n" + lines(generator, 5000);
    const LintResult result = lint(text, lint_options(shape, InputFormat::kCsv));
    INFO(shape << " " << generator.header());
    CHECK(result.brief().substr(0, 300) == "");
    CHECK(result.summary.counts.valid == 5000);
  }
  GeneratorOptions options = options_for("put-dial-request-batch");
  options.form = GeneratedForm::kRows;
  CHECK_THROWS_WITH(generator_from(builtin_plan(), options),
                    Catch::Contains("a table cannot hold"));
}

TEST_CASE("Batches hold as many requests as they are told", "[generate]") {
  GeneratorOptions options = options_for("dial-request");
  options.form = GeneratedForm::kBatches;
  Generator generator = generator_from(builtin_plan(), options);
  CHECK(generator.batch_size() == 25);
  std::string text;
  for (std::uint64_t records = 1; records <= 25; ++records) {
    generator.append_batch(text, records);
    text += '\n';
  }
  const LintResult result =
      lint(text, lint_options("put-dial-request-batch", InputFormat::kNdjson));
  CHECK(result.brief() == "");
  CHECK(result.summary.counts.valid == 325);
  const std::string before = text;
  CHECK(generator.write_batch(text, 26).code == ErrorCode::kSetting);
  CHECK(text == before);
  CHECK_THROWS_AS(generator.append_batch(text, 26), GeneratorError);
  CHECK_THROWS_AS(generator.append_batch(text, 0), GeneratorError);
  options.shape = "create-contact";
  CHECK_THROWS_WITH(generator_from(builtin_plan(), options),
                    Catch::Contains("no shape holds a list"));
}

TEST_CASE("Expiry goes with the moment at which a request is submitted", "[generate]") {
  GeneratorOptions options = options_for("dial-request");
  options.count = 3601;
  SECTION("so many a second") { options.rate = 1; }
  SECTION("all over a time") { options.submit_over = 3600; }
  Generator generator = generator_from(builtin_plan(), options);
  LintOptions linted = lint_options("dial-request", InputFormat::kNdjson);
  for (int i = 0; i < 3601; ++i) {
    linted.settings.now = Instant{kNow.seconds + i, 0, false};
    const std::string line = lines(generator, 1);
    INFO("request " << i);
    REQUIRE(lint(line, linted).brief() == "");
    if (i > 780) continue;  // until then there is a moment that fits both
    linted.settings.now = kNow;
    REQUIRE(lint(line, linted).brief() == "");
  }
}

TEST_CASE("A moment within a millisecond loses nothing at either end", "[generate]") {
  GeneratorOptions options = options_for("dial-request");
  options.now = {kNow.seconds, 123'456'789, true};
  Generator generator = generator_from(builtin_plan(), options);
  LintOptions linted = lint_options("dial-request", InputFormat::kNdjson);
  linted.settings.now = options.now;
  CHECK(lint(lines(generator, 20'000), linted).brief() == "");
}

namespace {

// The built-in dial request with other text in its schema.
Plan changed_plan(const std::string& from, const std::string& to) {
  std::vector<SchemaText> texts;
  for (const EmbeddedFile& file : embedded_schemas()) {
    if (file.text.find("\"x-shape\": \"dial-request\"") == std::string_view::npos) continue;
    std::string text(file.text);
    const std::size_t at = text.find(from);
    REQUIRE(at != std::string::npos);
    texts.push_back({"changed", text.replace(at, from.size(), to)});
  }
  PlanResult result = compile_plan(texts);
  INFO(result.error);
  REQUIRE(result.plan);
  return std::move(*result.plan);
}

}  // namespace

TEST_CASE("What cannot be made is said", "[generate]") {
  GeneratorOptions options = options_for("dial-request");
  options.submit_over = 60;
  CHECK_THROWS_WITH(generator_from(builtin_plan(), options), Catch::Contains("needs a count"));
  options.count = 10;
  options.submit_over = 40'000'000;
  CHECK_THROWS_WITH(generator_from(builtin_plan(), options), Catch::Contains("a year"));
  options.submit_over = 60;
  options.rate = 1;
  CHECK_THROWS_WITH(generator_from(builtin_plan(), options), Catch::Contains("exclude each other"));
  CHECK_THROWS_WITH(generator_from(builtin_plan(), options_for("no-such-shape")),
                    Catch::Contains("unknown shape 'no-such-shape'"));
  const Plan late =
      changed_plan("{\"minimum\": 30, \"maximum\": 900}", "{\"minimum\": 30, \"maximum\": 60}");
  CHECK_THROWS_WITH(generator_from(late, options_for("dial-request")),
                    Catch::Contains("margin is after its window"));
  const Plan american = changed_plan("\"^[\\\\d\\\\-+]*$\"", "\"^\\\\+1\\\\d*$\"");
  options = options_for("dial-request");
  options.regions = {"GB"};
  CHECK_THROWS_WITH(generator_from(american, options),
                    Catch::Contains("no number of the chosen regions fits"));
  options.regions = {"US"};
  Generator generator = generator_from(american, options);
  CHECK(lines(generator, 10).find("\"+1") != std::string::npos);
}

TEST_CASE("A generator can be moved", "[generate]") {
  Generator whole = generator_from(builtin_plan(), options_for("dial-request"));
  const std::string expected = lines(whole, 6);
  Generator first = generator_from(builtin_plan(), options_for("dial-request"));
  std::string text = lines(first, 2);
  Generator second = std::move(first);
  text += lines(second, 2);
  Generator third = generator_from(builtin_plan(), options_for("dial-request", 2));
  third = std::move(second);
  CHECK(text + lines(third, 2) == expected);
}

TEST_CASE("A schema that no table, no batch or no document can be made for is said to be one",
          "[generate]") {
  struct {
    const char* rest;
    GeneratedForm form;
    const char* says;
  } const kCases[] = {
      {R"("required":["a"],"properties":{"a":{"$ref":"#"}})", GeneratedForm::kDocuments,
       "must contain itself"},
      {R"("required":["a"],"properties":{"a":{"type":"string","minLength":1000000}})",
       GeneratedForm::kDocuments, "too large to generate"},
      {R"("x-record":true,"required":["a"],"properties":{"a":{"type":"number"}})",
       GeneratedForm::kRows, "a is not a string"},
      {R"("x-record":true,"properties":{"m":{"type":"object","additionalProperties":{"type":"string"}}},
          "allOf":[{"required":["m"]}])",
       GeneratedForm::kRows, "rows need different members"},
      {R"("x-record":true)", GeneratedForm::kBatches, "no shape holds a list"},
  };
  for (const auto& [rest, form, says] : kCases) {
    const Plan plan = plan_of(shape(rest));
    GeneratorOptions options = options_for("thing");
    options.form = form;
    INFO(rest);
    CHECK_THROWS_WITH(generator_from(plan, options), Catch::Contains(says));
  }
  // A batch of two lists: nobody can tell which of them is asked for.
  PlanResult two = compile_plan(
      {{"a.json", shape(R"("x-record":true,"required":["t"],"properties":{"t":{"maxLength":9}})")},
       {"b.json", R"({"$id":"urn:b","x-shape":"two","required":["p","q"],"properties":{
           "p":{"type":"array","items":{"$ref":"urn:a"}},
           "q":{"type":"array","items":{"$ref":"urn:a"}}}})"}});
  INFO(two.error);
  REQUIRE(two.plan);
  GeneratorOptions options = options_for("thing");
  options.form = GeneratedForm::kBatches;
  CHECK_THROWS_WITH(generator_from(*two.plan, options), Catch::Contains("has no list, or several"));
}

TEST_CASE("Values of every kind are written", "[generate]") {
  const Plan plan = plan_of(shape(
      R"("x-record":true,"required":["a","b","c"],"properties":{"a":{"type":["null","boolean"]},
         "b":{"type":"array","items":{"type":["number","null"]},"minItems":2},
         "c":{"type":"array"}})"));
  Generator generator = generator_from(plan, options_for("thing"));
  const std::string text = lines(generator, 200);
  CHECK(text.find("\"a\":null") != std::string::npos);
  CHECK(text.find("\"a\":true") != std::string::npos);
  CHECK(text.find(",null") != std::string::npos);
  CHECK(text.find("\"c\":[]") != std::string::npos);
  CHECK(lint(text, lint_options("thing", InputFormat::kNdjson), plan).brief() == "");
}

TEST_CASE("Other limits in a schema give other requests", "[generate]") {
  const std::pair<const char*, const char*> kChanges[] = {
      {"\"maxLength\": 200", "\"maxLength\": 20"},
      {"\"maxLength\": 200", "\"maxLength\": 5"},
      {"\"^[a-zA-Z0-9_\\\\-.]*$\"", "\"^[a-q]*$\""},
      {"{\"minimum\": 30, \"maximum\": 900}", "{\"minimum\": 3600, \"maximum\": 3601}"},
      {"{\"maximum\": 32768}", "{\"maximum\": 60}"},
      {"\"^.*$\"", "\"^[A-Z]{2}[0-9]+$\""},
  };
  for (const auto& [from, to] : kChanges) {
    INFO(to);
    const Plan plan = changed_plan(from, to);
    Generator generator = generator_from(plan, options_for("dial-request"));
    const std::string text = lines(generator, 2000);
    CHECK(lint(text, lint_options("dial-request", InputFormat::kNdjson), plan).brief() == "");
  }
  const Plan none = changed_plan("\"^[a-zA-Z0-9_\\\\-.]*$\"", "\"^[0-9]*$\"");
  CHECK_THROWS_WITH(generator_from(none, options_for("dial-request")),
                    Catch::Contains("must not repeat"));
  const Plan few = changed_plan("\"maxLength\": 200", "\"maxLength\": 2");
  Generator generator = generator_from(few, options_for("dial-request"));
  lines(generator, 256);
  CHECK_THROWS_WITH(lines(generator, 1), Catch::Contains("only 256 different tokens"));
}

TEST_CASE("What a generator cannot do it says by value", "[generate]") {
  const auto none = Generator::make(options_for("no-such-shape"));
  REQUIRE_FALSE(none);
  CHECK(none.error().code == ErrorCode::kSetting);
  CHECK(none.error().message == "unknown shape 'no-such-shape'");
  auto made = Generator::make(options_for("dial-request"));
  REQUIRE(made);
  Generator same = generator_from(builtin_plan(), options_for("dial-request"));
  std::string text = "before ";
  std::string other = text;
  CHECK_FALSE(made->write(text));
  same.append(other);
  CHECK(text == other);
}

}  // namespace diallint::test
