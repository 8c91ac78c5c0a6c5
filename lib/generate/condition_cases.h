// Which cases a condition between members knows, and which of them an object is.
#pragma once
#include <set>
#include <string>
#include <vector>

#include "rules/condition.h"
#include "samples/sample.h"

namespace diallint {

/// The answers of an object to each question that a clause asks: "Channel=EMAIL", "UserInfo is
/// there". Nothing if the clause does not apply to the object, or applies for more than one reason,
/// so that a change to one of them would not show.
std::set<std::string> cases_of(const Clause& clause, const Sample& object);

/// The questions of a condition, in its order. They point into it.
std::vector<const Condition*> leaves_of(const Condition& condition);

}  // namespace diallint
