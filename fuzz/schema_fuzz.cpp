// Hostile schemas and configurations: a plan or one line that says why there is none, never a
// crash, and a plan that was made can be used. Two schemas have differences, or one line says why
// they have none.
#include <string>

#include "diallint/config.h"
#include "diallint/schema_diff.h"
#include "harness.h"
#include "schema/schema_compiler.h"
#include "shared/failure.h"
#include "support/lint.h"

using namespace diallint;
using namespace diallint::fuzz;

namespace {

// Texts for whatever the schema says, with the shapes' usual members.
constexpr std::string_view kRecords =
    "{\"clientToken\":\"a\",\"phoneNumber\":\"+12025550147\",\"expirationTime\":"
    "\"2026-11-20T12:05:00.000Z\",\"attributes\":{\"k\":\"v\",\"l\":[1,{\"a\":null}]}}\n"
    "{\"a\":1,\"b\":[true,\"x\"],\"c\":{\"a\":-1.5e3}}\n[]\n\"text\"\n";

void use(const Plan& plan) {
  for (const InputFormat format : {InputFormat::kNdjson, InputFormat::kCsv}) {
    test::LintOptions options;
    options.format = format;
    options.step = 7;
    try {
      const test::LintResult result =
          test::lint(format == InputFormat::kCsv ? "a,b\n1,2\n" : kRecords, options, plan);
      const Counts& counts = result.summary.counts;
      expect(counts.records == counts.valid + counts.invalid + counts.unreadable, "records add up");
    } catch (const ReadError& error) {
      expect(is_one_line(error.what), "a reader says why it cannot read rows");
    }
  }
}

void check_schema(std::string_view text) {
  const PlanResult result = compile_plan({{"fuzz.schema.json", std::string(text)}});
  expect(result.plan.has_value() || is_one_line(result.error), "a plan, or why there is none");
  if (result.plan) use(*result.plan);
}

// The texts on both sides of a line feed; a schema has none to itself.
void check_difference(std::string_view text) {
  const std::size_t middle = std::min(text.find('\n'), text.size());
  const SchemaText older = {"old", std::string(text.substr(0, middle))};
  const SchemaText newer = {"new", std::string(text.substr(std::min(middle + 1, text.size())))};
  const auto there = diff_schemas(older, newer);
  if (!there) return expect(is_one_line(there.error().message), "why there are no differences");
  const auto none = diff_schemas(older, older);
  expect(none && none->empty(), "a schema does not differ from itself");
  const auto back = diff_schemas(newer, older);
  expect(back && there->empty() == back->empty(), "what differs does so from both sides");
}

void check_config(std::string_view text) {
  try {
    const Config config = parse_config("diallint.toml", text);
    for (const auto& [name, value] : config.values)
      expect(!value.origin.empty(), "keys have a place");
  } catch (const FatalError& failure) {
    expect(is_one_line(failure.message), "what is wrong is said in one line");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Bytes bytes(data, size);
  const std::size_t choice = bytes.choose(4);
  const std::string_view text = bytes.rest();
  switch (choice) {
    case 1:
      check_schema(text);
      break;
    case 3:
      check_difference(text);
      break;
    default:
      check_config(text);
  }
  return 0;
}
