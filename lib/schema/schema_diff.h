// What has changed between two revisions of a schema, as diallint/schema_diff.h offers it.
#pragma once
#include <vector>

#include "diallint/schema_diff.h"

namespace diallint {

/// Throws SchemaError, whose place begins with the name of the text.
std::vector<SchemaChange> changes_between(const SchemaText& before, const SchemaText& after);

}  // namespace diallint
