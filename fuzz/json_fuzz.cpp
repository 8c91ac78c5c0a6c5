// One JSON text: what diallint calls unreadable is what nlohmann's parser refuses; a text that
// comes a few bytes at a time is judged as one that comes at once, and a sound one that is read in
// stretches as one that is held as a whole.
#include <algorithm>
#include <string>
#include <tuple>

#include "harness.h"
#include "json_oracle.h"
#include "support/lint.h"
#include "support/lint_whole.h"

using namespace diallint;
using namespace diallint::fuzz;

namespace {

// How many findings are handed on together is no part of what they say.
std::string by_place(test::LintResult result) {
  std::stable_sort(result.findings.begin(), result.findings.end(),
                   [](const test::Located& a, const test::Located& b) {
                     return std::tie(a.finding.span.begin, a.finding.rule) <
                            std::tie(b.finding.span.begin, b.finding.rule);
                   });
  return result.counts() + "\n" + result.brief();
}

}  // namespace

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
  // How a break is told may depend on where a stretch ends, as the records do that it costs.
  if (is_foreign(text) || is_blank(text) || verdict != JsonVerdict::kSound) return 0;
  const test::LintResult whole = test::lint_whole(text);
  expect(by_place(whole) == by_place(result), "stretches say what the whole text does");
  return 0;
}
