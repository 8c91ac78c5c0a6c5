// Which members of which shapes carry a rule, and with what limit.
#pragma once
#include <string>
#include <vector>

#include "plan/plan.h"
#include "plan/rule.h"

namespace diallint {

/// Places of one shape that carry the rule in the same way.
struct RuleLocation {
  std::string shape;
  std::vector<std::string> places;  ///< "attributes, each name"; empty text: the object itself
  std::string limit;                ///< "at most 200 characters"; may be empty
  const SourceDocument* source = nullptr;  ///< of the plan; null where none is named
};

/// In the order of the plan's shapes and of their schemas. What one shape takes over from another
/// is one location: "as dial-request".
std::vector<RuleLocation> rule_locations(const Rule& rule, const Plan& plan);

}  // namespace diallint
