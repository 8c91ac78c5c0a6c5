// The check of a rule among those that judge an object or array as a whole.
#pragma once
#include "plan/plan.h"

namespace diallint {

/// Null: the node has none.
inline const Check* whole_check_of(const Node& node, const Rule& rule) noexcept {
  for (const Check& check : node.whole)
    if (check.rule == &rule) return &check;
  return nullptr;
}

}  // namespace diallint
