// Options of runs with several threads that are compared with one.
#pragma once
#include <cstddef>
#include <cstdint>

#include "support/lint.h"

namespace diallint::test {

/// Without the rules that find numbers of fiction again and again.
inline LintOptions crew_options(unsigned jobs, InputFormat format, std::size_t step = SIZE_MAX) {
  LintOptions options;
  options.format = format;
  options.jobs = jobs;
  options.step = step;
  for (const char* rule : {"phone-assignable", "phone-duplicate"})
    options.settings.severity[rule] = Severity::kOff;
  return options;
}

}  // namespace diallint::test
