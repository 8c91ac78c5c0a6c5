// The question that is asked of every number of every list, answered in few steps.
#pragma once
#include <optional>
#include <string_view>

#include "diallint/numbering_plan.h"

namespace diallint {

/// The region, as NumberFacts has it, of a number that is assignable and of no fiction. Nothing
/// where either is not so, or cannot be told at a glance. The number is `+` and four to fifteen
/// digits, the first not 0; sixteen readable bytes follow.
std::optional<std::string_view> region_at_a_glance(const NumberingPlan& plan,
                                                   std::string_view e164) noexcept;

}  // namespace diallint
