// What a Ruleset shares with its copies and Checkers.
#pragma once
#include <memory>
#include <vector>

#include "api/ruleset_access.h"
#include "base/out_of_memory.h"
#include "diallint/ruleset.h"
#include "plan/plan.h"

namespace diallint {

struct Ruleset::Parts {
  std::shared_ptr<const Plan> plan;
  Settings settings;
  std::vector<Document> documents;
  std::vector<RuleInfo> rules;  // point into documents
  std::vector<ShapeInfo> shapes;
};

}  // namespace diallint
