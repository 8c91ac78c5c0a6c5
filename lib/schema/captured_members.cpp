#include "schema/captured_members.h"

#include <fmt/format.h>

#include <algorithm>

namespace diallint {
namespace {

std::uint8_t new_slot(const NodeSite& site, Node& node) {
  if (node.captures == kNoCapture) {
    site.fail(fmt::format(
        "rules look at no more than {} members of an object and of those inside it", kNoCapture));
  }
  return node.captures++;
}

// A member of the node that path[0] names or, through it, one further down.
std::uint8_t capture_in(NodeSite& site, NodeId id, std::span<const std::string> path) {
  Node& node = site.build.plan.nodes[id];
  const auto found = std::find_if(node.members.begin(), node.members.end(),
                                  [&](const Member& member) { return member.name == path[0]; });
  if (found == node.members.end()) {
    site.fail(fmt::format("'{}' is not among the properties", path[0]));
  }
  if (found->capture == kNoCapture) found->capture = new_slot(site, node);
  if (path.size() == 1) return found->capture;
  const std::uint8_t from = capture_in(site, found->node, path.subspan(1));
  for (const Hoist& hoist : found->hoists) {
    if (hoist.from == from) return hoist.to;
  }
  found->hoists.push_back({from, new_slot(site, node)});
  return found->hoists.back().to;
}

}  // namespace

std::uint8_t capture_member(NodeSite& site, std::span<const std::string> path) {
  return capture_in(site, site.id, path);
}

NodeId captured_node(const NodeSite& site, std::span<const std::string> path) {
  NodeId id = site.id;
  for (const std::string& name : path) {
    const auto& members = site.build.plan.nodes[id].members;
    id = std::find_if(members.begin(), members.end(), [&](const Member& member) {
           return member.name == name;
         })->node;
  }
  return id;
}

}  // namespace diallint
