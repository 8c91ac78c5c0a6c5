// One node of a plan, out of one schema object.
#pragma once
#include <functional>
#include <string>

#include "plan/plan.h"
#include "schema/plan_build.h"

namespace diallint {

/// Compiles the schema at a place of the document at work, once.
using NodeAt = std::function<NodeId(const std::string& pointer)>;

/// Fills in the node `id` out of the schema at the end of `way`, which stands at `pointer`. The
/// schemas of its members and items are compiled through `node_at`. Throws SchemaError.
void build_node(PlanBuild& build, const NodeAt& node_at, const std::string& pointer, Way way,
                NodeId id);

}  // namespace diallint
