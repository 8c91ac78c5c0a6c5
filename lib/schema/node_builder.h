// One node of a plan, out of one schema object.
#pragma once
#include "plan/plan.h"
#include "schema/node_site.h"
#include "schema/plan_build.h"

namespace diallint {

/// Fills in the node `id` out of the schema at a place. The schemas of its members and items are
/// compiled through `node_at`, what is judged over the whole value by `assertions`. Throws
/// SchemaError.
void build_node(PlanBuild& build, AssertionCompiler& assertions, const NodeAt& node_at,
                SchemaPlace place, NodeId id);

}  // namespace diallint
