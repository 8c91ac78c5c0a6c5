#include "shared/schema_loading.h"

#include "base/printable.h"
#include "schema/schema_compiler.h"
#include "shared/failure.h"
#include "shared/text_file.h"

namespace diallint {

std::string schema_text(const std::string& path) { return text_of_file("the schema", path); }

Plan load_plan(const std::vector<std::string>& paths) {
  std::vector<SchemaText> schemas;
  for (const std::string& path : paths) schemas.push_back({printable(path), schema_text(path)});
  PlanResult result = compile_with_builtin(std::move(schemas));
  if (!result.plan) throw FatalError{result.error};
  return std::move(*result.plan);
}

}  // namespace diallint
