// What to do about a text that is no telephone number in E.164.
#pragma once
#include <string>
#include <string_view>

#include "diallint/numbering_plan.h"

namespace diallint {

/// "without spaces and punctuation and with +1 it is a number of US", if there is exactly one such
/// way; otherwise what the text is instead of a number, or a clause that fits all.
std::string phone_way_out(std::string_view text, const NumberingPlan& plan);

/// The first half of that alone, or nothing.
std::string phone_repair_in_words(std::string_view text, const NumberingPlan& plan);

}  // namespace diallint
