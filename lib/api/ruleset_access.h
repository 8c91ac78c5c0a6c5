// What the library itself sees of a Ruleset.
#pragma once
#include "diallint/ruleset.h"

namespace diallint {

struct RulesetAccess {
  using Parts = Ruleset::Parts;
  /// Null where memory did not suffice.
  static const Parts* parts(const Ruleset& rules) noexcept { return rules.parts_.get(); }
};
using RulesetParts = RulesetAccess::Parts;

}  // namespace diallint
