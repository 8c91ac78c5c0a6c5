#include "plan/record_node.h"

namespace diallint {
namespace {

NodeId record_node_within(const Plan& plan, NodeId id, unsigned depth) {
  if (id == kNoNode || depth == 0) return kNoNode;
  const Node& node = plan.node(id);
  if (node.record) return id;
  if (const NodeId found = record_node_within(plan, node.items, depth - 1); found != kNoNode) {
    return found;
  }
  for (const Member& member : node.members) {
    const NodeId found = record_node_within(plan, member.node, depth - 1);
    if (found != kNoNode) return found;
  }
  return kNoNode;
}

}  // namespace

NodeId record_node(const Plan& plan, NodeId root) {
  constexpr unsigned kLevels = 4;
  return record_node_within(plan, root, kLevels);
}

}  // namespace diallint
