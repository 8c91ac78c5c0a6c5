// fix() for texts that Python holds.
#pragma once
#include <nanobind/nanobind.h>

#include <optional>

#include "diallint/fix.h"
#include "module/rules.h"

namespace diallint::python {

/// How one call is to fix.
struct FixWords {
  FixOptions options;
  std::optional<Instant> now;
};

/// (fixed text, fixes, counts before, offered, obstacle), where a fix is (kind, safe, rule, path,
/// record). Without the GIL but for a look at signals now and then. Throws FatalError.
nanobind::tuple fix_text(const Rules& rules, nanobind::bytes text, const FixWords& words);

/// (name, safe, what is done) of each kind.
nanobind::list kinds_of_fixes();

}  // namespace diallint::python
