// Lines of JSON: fault is found with those and only those that nlohmann's parser refuses, and it
// does not matter in what pieces they come. Of neighbouring lines with the same fault of form the
// first one is named.
#include <algorithm>
#include <set>

#include "harness.h"
#include "json_oracle.h"
#include "support/lint.h"

using namespace diallint;
using namespace diallint::fuzz;

namespace {

struct Lines {
  std::set<std::uint64_t> broken;
  std::set<std::uint64_t> unknown;  // the oracle cannot say
};

Lines read_lines(std::string_view text) {
  Lines lines;
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  for (std::uint64_t number = 1; !text.empty(); ++number) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.find_first_not_of(" \t\r") == std::string_view::npos) continue;
    // A mark at the front of a line that is not the first is no JSON; the oracle would drop it.
    const bool mark = line.starts_with("\xEF\xBB\xBF");
    const JsonVerdict verdict = mark ? JsonVerdict::kBroken : json_verdict(line);
    if (verdict == JsonVerdict::kBroken) lines.broken.insert(number);
    if (verdict == JsonVerdict::kUnknown) lines.unknown.insert(number);
  }
  return lines;
}

std::set<std::uint64_t> refused_lines(const test::LintResult& result) {
  std::set<std::uint64_t> refused;
  for (const test::Located& one : result.findings) {
    if (is_about_text(one.finding.rule)) refused.insert(one.location.begin.line);
  }
  return refused;
}

// From the first value on that goes on in the next line, what is left is one text.
bool spans_lines(const test::LintResult& result) {
  return std::any_of(result.findings.begin(), result.findings.end(), [](const test::Located& one) {
    return one.finding.message.find("goes on in the next line") != std::string::npos;
  });
}

void check_lines(std::string_view text, test::LintOptions options, std::size_t step) {
  const test::LintResult result = test::lint(text, options);
  const Lines lines = read_lines(text);
  std::set<std::uint64_t> refused = refused_lines(result);
  for (const std::uint64_t line : lines.unknown) refused.erase(line);
  for (const std::uint64_t line : lines.broken) {
    if (lines.broken.contains(line - 1)) refused.insert(line);
  }
  expect(spans_lines(result) || refused == lines.broken, "sound lines, and no others, are read");
  options.step = step;
  expect(test::lint(text, options).brief() == result.brief(), "pieces do not matter");
}

void check_long_lines(std::string_view text, test::LintOptions options, std::size_t step) {
  const std::string cut = test::lint(text, options).brief();
  options.step = step;
  expect(test::lint(text, options).brief() == cut, "pieces do not matter to long lines");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Bytes bytes(data, size);
  const std::size_t step = 1 + bytes.choose(64);
  const std::size_t most = bytes.byte();
  const std::string_view text = bytes.rest();
  if (is_foreign(text)) return 0;
  test::LintOptions options;
  options.format = InputFormat::kNdjson;
  // Every other input is read with a small limit on the size of a record.
  if (most % 2 == 0) {
    check_lines(text, options, step);
  } else {
    options.settings.max_record_bytes = 16 + most;
    check_long_lines(text, options, step);
  }
  return 0;
}
