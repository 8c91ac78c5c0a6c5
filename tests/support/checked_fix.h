// Fixes of which the tests know what holds for all of them.
#pragma once
#include <set>

#include "support/fixed.h"

namespace diallint::test {

inline FixOptions all_fixes(const LintOptions& lint_options) {
  FixOptions options;
  options.unsafe = true;
  options.default_region = "US";
  options.expires_in = 600;
  options.shape = lint_options.shape;
  options.format = lint_options.format;
  options.name = lint_options.name;
  return options;
}

inline std::set<std::uint64_t> faulty(const LintResult& result) {
  std::set<std::uint64_t> records;
  for (const Located& located : result.findings)
    if (located.finding.severity == Severity::kError) records.insert(located.finding.record);
  return records;
}

/// Fixes a text and looks at what came of it by itself.
inline Fixed checked_fix(const std::string& text, const LintOptions& options,
                         const FixOptions& how) {
  const Ruleset rules = rules_of_tests(options.settings);
  Fixed result = fixed(text, how, rules);
  INFO("becomes\n" << result.text.substr(0, 3000));
  const Fixed again = fixed(result.text, how, rules);
  REQUIRE(again.text == result.text);
  REQUIRE(again.fixes.edits.empty());
  REQUIRE(result.fixes.edits.empty() == (result.text == text));
  const LintResult before = lint(text, options);
  const LintResult after = lint(result.text, options);
  for (const std::uint64_t record : faulty(after)) REQUIRE(faulty(before).contains(record));
  REQUIRE(after.summary.counts.errors <= before.summary.counts.errors);
  REQUIRE(after.summary.counts.errors == result.fixes.summary.after.errors);
  REQUIRE(after.summary.counts.records == before.summary.counts.records);
  return result;
}

}  // namespace diallint::test
