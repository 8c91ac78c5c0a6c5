// All that a run says, as one text: what must not depend on how an input comes is compared by it.
#pragma once
#include <fmt/format.h>

#include <cstdint>
#include <map>
#include <string>

#include "support/lint.h"

namespace diallint::test {

inline std::string counted_by(const char* what,
                              const std::map<std::string, std::uint64_t>& counts) {
  std::string text;
  for (const auto& [name, count] : counts) text += fmt::format("{} {} {}\n", what, name, count);
  return text;
}

/// A line for each finding, with its place, then the counts.
inline std::string everything(const LintResult& result) {
  std::string text;
  for (const auto& [finding, location] : result.findings) {
    text += fmt::format("{}:{}-{}:{} {} {} {} {} {} {}:{}\n", location.begin.line,
                        location.begin.column, location.end.line, location.end.column,
                        finding.span.begin, finding.record, finding.rule, finding.path,
                        finding.message, finding.first ? finding.first->number : 0,
                        finding.first ? finding.first->is_line : false);
  }
  const Summary& s = result.summary;
  text += counted_by("rule", s.by_rule) + counted_by("shape", s.by_shape) +
          counted_by("envelope", s.by_envelope) + counted_by("region", s.by_region);
  return text + fmt::format("{} e{} w{} i{} found {} shown {}\n", result.counts(), s.counts.errors,
                            s.counts.warnings, s.counts.infos, s.found, s.shown);
}

}  // namespace diallint::test
