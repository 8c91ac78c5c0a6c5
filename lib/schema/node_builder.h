// One node of a plan, out of one schema object.
#pragma once
#include <string>

#include "plan/plan.h"
#include "schema/node_site.h"
#include "schema/plan_build.h"

namespace diallint {

/// Fills in the node `id` out of the schema at the end of `way`, which stands at `pointer`. The
/// schemas of its members and items are compiled through `node_at`. Throws SchemaError.
void build_node(PlanBuild& build, const NodeAt& node_at, const std::string& pointer, Way way,
                NodeId id);

}  // namespace diallint
