// The schemas of the program: those built in, and those the user brings.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "plan/plan.h"
#include "schema/schema_catalog.h"

namespace diallint {

/// The text of a schema file. Throws FatalError.
std::string schema_text(const std::string& path);

/// Compiles the built-in schemas. Each file of `paths` stands in for the built-in schema of the
/// same `$id`, or is added. Throws FatalError.
Plan load_plan(const std::vector<std::string>& paths);

}  // namespace diallint
