// What a Ruleset shares with its copies and Checkers.
#pragma once
#include <memory>
#include <vector>

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

/// The error of an allocation that failed; allocates nothing.
inline Error out_of_memory() noexcept { return {ErrorCode::kOutOfMemory, "out of memory"}; }

}  // namespace diallint
