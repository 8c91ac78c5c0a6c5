// Where the records of a shape are.
#pragma once
#include "plan/plan.h"

namespace diallint {

/// The node of the objects that are records, at or below `root`, or kNoNode.
NodeId record_node(const Plan& plan, NodeId root);

}  // namespace diallint
