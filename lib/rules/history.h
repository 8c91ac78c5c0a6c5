// Requests of a run against those that were sent before it.
#pragma once
#include "input/value_tree.h"
#include "plan/plan.h"

namespace diallint {

class CheckContext;

/// Whether a node's objects are looked up.
bool judges_history(const Node& node) noexcept;

/// Asks the history of the settings about a record that has been walked through, and tells it of
/// one that no error was found in.
void check_history(const Node& node, const ValueTree& record, CheckContext& context);

}  // namespace diallint
