// Hostile schemas and configurations: a plan or one line that says why there is none, never a
// crash, and a plan that was made can be used.
#include <sys/mman.h>
#include <unistd.h>

#include <string>

#include "config.h"
#include "failure.h"
#include "harness.h"
#include "lint.h"

using namespace diallint;
using namespace diallint::fuzz;

namespace {

bool is_one_line(std::string_view text) {
  return !text.empty() && text.find('\n') == std::string_view::npos;
}

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

void check_config(std::string_view text) {
  static const int kFile = ::memfd_create("diallint.toml", MFD_CLOEXEC);
  static const std::string kPath = "/proc/self/fd/" + std::to_string(kFile);
  expect(::ftruncate(kFile, 0) == 0, "a file in memory can be emptied");
  expect(::pwrite(kFile, text.data(), text.size(), 0) == static_cast<ssize_t>(text.size()),
         "a file in memory can be written");
  try {
    const Config config = read_config(kPath);
    for (const auto& [name, value] : config.values)
      expect(!value.origin.empty(), "keys have a place");
  } catch (const Failure& failure) {
    expect(is_one_line(failure.message), "what is wrong is said in one line");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Bytes bytes(data, size);
  const bool config = bytes.choose(2) == 0;
  const std::string_view text = bytes.rest();
  config ? check_config(text) : check_schema(text);
  return 0;
}
