// A schema whose text somebody has read already, for its `$id`.
#pragma once
#include <memory>
#include <nlohmann/json.hpp>
#include <vector>

#include "diallint/schema_text.h"
#include "schema/schema_compiler.h"
#include "schema/schema_document.h"

namespace diallint {

struct ReadSchema {
  SchemaText schema;
  std::unique_ptr<SchemaJson<nlohmann::json>> document;  ///< null: not read, or it cannot be
};

/// The same as compile_plan(); no text that has been read is read again.
PlanResult compile_read_schemas(std::vector<ReadSchema> schemas);

}  // namespace diallint
