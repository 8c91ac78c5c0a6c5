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

/// The same for the summary of fix.
inline constexpr std::string_view kFixSchema = "fix.schema.json";

/// The same for what is in a history.
inline constexpr std::string_view kHistorySchema = "history.schema.json";

/// The same for what the control API of diallint serve answers.
inline constexpr std::string_view kServeSchema = "serve.schema.json";

/// A built-in schema of files that are no inputs.
struct FileSchema {
  std::string_view id;    ///< as commands name it
  std::string_view file;  ///< among the embedded ones
  std::string_view what;  ///< one line
};
inline constexpr FileSchema kFileSchemas[] = {
    {"report", kReportSchema, "The report of --output-format json"},
    {"config", kConfigSchema, "Settings next to the data: diallint.toml"},
    {"pack", kPackSchema, "The manifest of a pack of fixtures"},
    {"baseline", kBaselineSchema, "The findings known to --baseline"},
    {"fix", kFixSchema, "The summary of diallint fix in JSON"},
    {"prepare", kPrepareSchema, "The summary of diallint prepare in JSON"},
    {"reconcile", kReconcileSchema, "The summary of diallint reconcile in JSON"},
    {"history", kHistorySchema, "The contents of a history in JSON"},
    {"serve", kServeSchema, "The control API of diallint serve"},
};

/// Compiles the built-in schemas. Each of `others` stands in for the built-in one of the same
/// `$id`, or is added.
PlanResult compile_with_builtin(std::vector<SchemaText> others);

}  // namespace diallint
