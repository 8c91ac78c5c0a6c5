#include "plan/rule_info.h"

#include <fmt/format.h>

#include <algorithm>

#include "diallint/settings.h"

namespace diallint {
namespace {

template <typename Visit>
void each_check(const Node& node, const Rule& rule, const Visit& visit) {
  for (const auto* checks : {&node.structure, &node.checks, &node.whole})
    for (const Check& check : *checks)
      if (check.rule == &rule) visit(check);
}

bool uses(const Node& node, const Rule& rule) {
  bool found = false;
  each_check(node, rule, [&](const Check&) { found = true; });
  return found;
}

/// Whether the rule checks anything in what can be reached from a node.
bool reaches(const Plan& plan, NodeId id, const Rule& rule, std::vector<bool>& visited) {
  if (id == kNoNode || visited[id]) return false;
  visited[id] = true;
  const Node& node = plan.node(id);
  if (uses(node, rule)) return true;
  for (const NodeId next : {node.items, node.map_key, node.map_value})
    if (reaches(plan, next, rule, visited)) return true;
  return std::any_of(node.members.begin(), node.members.end(), [&](const Member& member) {
    return reaches(plan, member.node, rule, visited);
  });
}

bool same(const SourceDocument& a, const SourceDocument& b) {
  return a.title == b.title && a.url == b.url;
}

}  // namespace

std::vector<const SourceDocument*> sources_of(const Rule& rule, const Plan& plan) {
  std::vector<const SourceDocument*> found;
  const auto add = [&](const Check& check) {
    if (check.source == nullptr) return;
    const bool known = std::any_of(found.begin(), found.end(), [&](const SourceDocument* s) {
      return same(*s, *check.source);
    });
    if (!known) found.push_back(check.source);
  };
  for (const Node& node : plan.nodes) each_check(node, rule, add);
  return found;
}

std::vector<std::string_view> shapes_of(const Rule& rule, const Plan& plan) {
  std::vector<std::string_view> found;
  for (const Shape& shape : plan.shapes) {
    std::vector<bool> visited(plan.nodes.size());
    if (reaches(plan, shape.root, rule, visited)) found.emplace_back(shape.id);
  }
  return found;
}

Severity effective_severity(const Rule& rule, const Settings& settings) {
  const auto found = settings.severity.find(rule.id);
  if (found != settings.severity.end()) return found->second;
  const bool enabled_by = rule.enabled_by == nullptr || rule.enabled_by(settings);
  return enabled_by ? rule.severity : Severity::kOff;
}

std::string_view effective_level(const Rule& rule) { return name_of(effective_severity(rule, {})); }

std::string level_in_words(const Rule& rule) {
  const std::string_view severity = to_string(rule.severity);
  return rule.enabled_by == nullptr ? std::string(severity)
                                    : fmt::format("off; {} where an option enables it", severity);
}

std::vector<std::string_view> rule_ids() {
  std::vector<std::string_view> ids;
  for (const Rule* rule : all_rules()) ids.push_back(rule->id);
  return ids;
}

}  // namespace diallint
