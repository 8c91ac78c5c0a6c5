// What SDKs put around a response: members that are no part of it.
#pragma once
#include <nlohmann/json_fwd.hpp>
#include <span>
#include <string>

#include "plan/plan.h"
#include "plan/rule.h"

namespace diallint {

/// Reads the names of such members, for unknown-member, which says nothing of them.
void compile_envelope(NodeCompiler& node, const nlohmann::json& value);

/// Their names, as fold_name() writes them; empty if the node has none.
std::span<const std::string> envelope_of(const Node& node) noexcept;

}  // namespace diallint
