// One JSON text: what diallint calls unreadable is what nlohmann's parser refuses; a text that
// comes a few bytes at a time is judged as one that comes at once.
#include "harness.h"
#include "json_oracle.h"
#include "support/lint.h"

using namespace diallint;
using namespace diallint::fuzz;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Bytes bytes(data, size);
  const std::size_t step = 1 + bytes.choose(64);
  const std::string_view text = bytes.rest();
  test::LintOptions options;
  options.format = InputFormat::kJson;
  const test::LintResult result = test::lint(text, options);
  bool refused = false;
  for (const test::Located& one : result.findings) {
    expect(one.finding.span.end <= text.size(), "findings lie within the text");
    expect(one.finding.span.begin <= one.finding.span.end, "spans run forwards");
    refused = refused || is_about_text(one.finding.rule);
  }
  const JsonVerdict verdict = json_verdict(text);
  if (!is_foreign(text) && !is_blank(text) && verdict != JsonVerdict::kUnknown) {
    expect(refused == (verdict == JsonVerdict::kBroken), "sound texts, and no others, are read");
  }
  options.step = step;
  expect(test::lint(text, options).brief() == result.brief(), "pieces do not matter");
  return 0;
}
