// Members whose values an object keeps until it ends, for the checks that compare them.
#pragma once
#include <cstdint>
#include <span>
#include <string>

#include "plan/plan.h"
#include "schema/node_site.h"

namespace diallint {

/// The slot of the object at work in which the member that `path` leads to (names, from that object
/// down) is kept. Throws SchemaError where the schema has no such member, or too many are kept.
std::uint8_t capture_member(NodeSite& site, std::span<const std::string> path);

/// The node of a member that has been captured.
NodeId captured_node(const NodeSite& site, std::span<const std::string> path);

}  // namespace diallint
