// The order in which the checks of a node run, and the texts that pass several of them at a glance.
#pragma once
#include "plan/plan.h"

namespace diallint {

/// Sorts the node's checks by their stage and fills in what is derived from them: its steps, and
/// the texts that are accepted by their bytes and length alone. Called once all its keywords are
/// compiled.
void order_checks(Node& node);

/// When all nodes are complete: finds the plain maps.
void find_plain_maps(std::vector<Node>& nodes) noexcept;

}  // namespace diallint
