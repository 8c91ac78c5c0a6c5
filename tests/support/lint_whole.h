// A JSON text that is checked as a whole, where lint() has it read in stretches.
#pragma once
#include <string>
#include <string_view>

#include "base/padding.h"
#include "engine/check_driver.h"
#include "support/lint.h"

namespace diallint::test {

inline LintResult lint_whole(std::string_view text, const Settings& settings = test_settings()) {
  LintResult result;
  Collector collector(result.findings);
  CheckDriver driver(builtin_plan(), settings, collector);
  const std::string padded = std::string(text) + std::string(kPadding, '\0');
  driver.check_json(std::string_view(padded).substr(0, text.size()));
  result.summary = driver.summary();
  return result;
}

/// Whether reading on was given up, since no sound record came for long: held as a whole, a text is
/// read on to its end.
inline bool was_given_up(const LintResult& result) {
  for (const Located& one : result.findings) {
    if (one.finding.message.find("nothing from here on is read") != std::string::npos) return true;
  }
  return false;
}

}  // namespace diallint::test
