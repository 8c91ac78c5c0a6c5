// Which schemas are compiled together: those built in, and those that somebody brings.
#pragma once
#include <string_view>
#include <vector>

#include "plan/plan.h"
#include "schema/schema_compiler.h"

namespace diallint {

/// The built-in file that describes the JSON report. It is no shape of an input.
inline constexpr std::string_view kReportSchema = "report.schema.json";

/// The same for diallint.toml.
inline constexpr std::string_view kConfigSchema = "config.schema.json";

/// The same for the manifest of a pack.
inline constexpr std::string_view kPackSchema = "pack.schema.json";

/// The same for a baseline.
inline constexpr std::string_view kBaselineSchema = "baseline.schema.json";

/// The same for the summary of prepare.
inline constexpr std::string_view kPrepareSchema = "prepare.schema.json";

/// The same for the summary of reconcile.
inline constexpr std::string_view kReconcileSchema = "reconcile.schema.json";

/// Compiles the built-in schemas. Each of `others` stands in for the built-in one of the same
/// `$id`, or is added.
PlanResult compile_with_builtin(std::vector<SchemaText> others);

}  // namespace diallint
