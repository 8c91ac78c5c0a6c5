// Schemas, compiled into the plan.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "diallint/schema_text.h"
#include "plan/plan.h"

namespace diallint {

/// A plan, or what is wrong with the schemas in one line: file, JSON Pointer, and what to do.
struct PlanResult {
  std::optional<Plan> plan;
  std::string error;
};

/// Compiles schemas that may refer to each other by `$id`. A keyword that no rule implements is an
/// error, so that no constraint is skipped in silence.
PlanResult compile_plan(const std::vector<SchemaText>& schemas);

}  // namespace diallint
