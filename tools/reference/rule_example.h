// Good and bad examples of a rule, made by the same parts that the property tests go by: a valid
// document, and the same one spoiled by the rule.
#pragma once
#include <optional>
#include <string>

#include "diallint/instant.h"
#include "plan/plan.h"
#include "plan/rule.h"

namespace diallint {

/// The moment that examples are judged for: 2026-11-20T12:00:00Z.
inline constexpr Instant kExampleNow{1795176000, 0, false};

struct Example {
  std::string language;  ///< "json" or "csv"
  std::string good;      ///< what to show; long texts and lists are cut
  std::string bad;
  std::string good_text;  ///< the whole inputs that they are taken from
  std::string bad_text;
  std::string
      message;  ///< what the check of bad_text says; empty for rules that are off by default
};

/// The shortest of a few hundred made examples; always the same for the same plan. Nothing where
/// none can be made.
std::optional<Example> example_of(const Rule& rule, const Plan& plan);

}  // namespace diallint
