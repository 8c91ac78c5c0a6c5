// Where the rules of a shape are, and the values of a document that stand there.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "plan/plan.h"
#include "samples/sample.h"

namespace diallint {

/// What of a shape a rule may be broken on.
struct InjectionPoint {
  const Rule* rule = nullptr;
  const Check* check = nullptr;  ///< null: a rule without a keyword, such as duplicate-member
  NodeId node = kNoNode;  ///< what holds for the value; for a key, the node of the map's keys
  bool on_key = false;    ///< the rule is on the names of a map's entries
  bool whole = false;     ///< the rule looks at an object or array as a whole
  std::string path;       ///< JSON Pointer with * for every item and every entry of a map
};

/// Every rule at every place of a shape where it may be broken, in the order of the schema; a node
/// that is referred to from several places has its sites at each, and one that holds itself has
/// them once. Throws GeneratorError for more places than fixtures are made of.
std::vector<InjectionPoint> injection_points(const Plan& plan, const Shape& shape);

/// An entry of a map, on the way from a document to a value.
struct MapStep {
  Sample* map = nullptr;
  NodeId node = kNoNode;  ///< of the map
  std::size_t entry = 0;
};

/// A value, or a key, of a document that belongs to a site.
struct Match {
  Sample* value = nullptr;
  std::string* key = nullptr;  ///< where the site is on keys
  std::string pointer;         ///< JSON Pointer of the value; for a key, of the map it is in
  std::string record;          ///< of the record it is in
  std::vector<MapStep> maps;   ///< from the outermost to the innermost
};

/// All of them, in the order of the document. They point into it.
std::vector<Match> find_matches(const Plan& plan, const InjectionPoint& point, NodeId root,
                                Sample& document);

}  // namespace diallint
