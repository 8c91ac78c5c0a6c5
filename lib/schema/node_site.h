// A schema object at work and the node that it becomes: what all who compile a part of it need.
#pragma once
#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "plan/plan.h"
#include "schema/assertion_compiler.h"
#include "schema/plan_build.h"

namespace diallint {

/// Compiles the schema at a place of the document at work, once.
using NodeAt = std::function<NodeId(const std::string& pointer)>;

struct NodeSite {
  PlanBuild& build;
  AssertionCompiler& assertions;
  const NodeAt& node_at;
  SchemaPlace place;  ///< of the schema object
  const nlohmann::json& schema;
  NodeId id;
  std::string keyword = {};        ///< at work: an error is said of it
  Assertion* assertion = nullptr;  ///< see rest()

  /// Nodes move while others are compiled, so it is looked up each time.
  Node& node() { return build.plan.nodes[id]; }

  Check& add(std::vector<Check>& list, const Rule& rule, std::string_view keyword_of_check);

  /// What is judged over the value as a whole.
  Assertion& rest();
  /// Leaves the keyword at work to be judged over the value as a whole.
  void leave();

  /// The place of a keyword, or of the object itself where it is empty.
  std::string place_of(std::string_view name) const;

  /// The value of a keyword that must be a string, or true. Throw SchemaError.
  std::string text(const nlohmann::json& value) const;
  void require_true(const nlohmann::json& value) const;

  /// Throws SchemaError at the keyword at work.
  [[noreturn]] void fail(const std::string& what) const;
};

/// A value in a few words, for an error message: "a string", "null", "17".
std::string describe_value(const nlohmann::json& value);

}  // namespace diallint
