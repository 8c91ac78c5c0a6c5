// What is known about a rule, put together from its constant and the schemas that use it.
#pragma once
#include <string>
#include <vector>

#include "plan/plan.h"
#include "plan/rule.h"

namespace diallint {

/// The documents that state the constraints which a rule checks, each once, in the plan's order.
std::vector<const SourceDocument*> sources_of(const Rule& rule, const Plan& plan);

/// The ids of the shapes in which the rule has something to check, in the plan's order.
std::vector<std::string_view> shapes_of(const Rule& rule, const Plan& plan);

/// Ids of all rules, in the order of the reference.
std::vector<std::string_view> rule_ids();

/// How severe a rule is under these settings: as they say, else its own, or off for one that they
/// do not ask for.
Severity effective_severity(const Rule& rule, const Settings& settings);

/// The severity of a rule where nothing else is said: "off" for one that a run has to ask for.
std::string_view effective_level(const Rule& rule);

/// The same in words: "error", "off; error where a run asks for it".
std::string level_in_words(const Rule& rule);

}  // namespace diallint
