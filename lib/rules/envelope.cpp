#include "rules/envelope.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "plan/node_compiler.h"
#include "rules/structure.h"

namespace diallint {

void compile_envelope(NodeCompiler& node, const nlohmann::json& value) {
  if (!value.is_array()) node.fail("expected a list of member names");
  AllowedValues names;
  for (const auto& name : value) names.values.push_back(fold_name(node.text(name)));
  node.add_whole_check().parameters = std::move(names);
}

std::span<const std::string> envelope_of(const Node& node) noexcept {
  const auto found = std::find_if(node.whole.begin(), node.whole.end(),
                                  [](const Check& check) { return check.rule == &kUnknownMember; });
  if (found == node.whole.end()) return {};
  return found->as<AllowedValues>().values;
}

}  // namespace diallint
