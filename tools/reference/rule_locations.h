// Which members of which shapes carry a rule, and with what limit.
#pragma once
#include <string>
#include <vector>

#include "plan/plan.h"
#include "plan/rule.h"

namespace diallint {

/// Places of one shape that carry the rule in the same way.
struct Carrier {
  std::string shape;
  std::vector<std::string> places;  ///< "attributes, each name"; empty text: the object itself
  std::string words;                ///< "at most 200 characters"; may be empty
  const Source* source = nullptr;   ///< of the plan; null where none is named
};

/// In the order of the plan's shapes and of their schemas. What one shape takes over from another
/// is one carrier: "as dial-request".
std::vector<Carrier> carriers_of(const Rule& rule, const Plan& plan);

}  // namespace diallint
