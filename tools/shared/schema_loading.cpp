#include "shared/schema_loading.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>

#include "base/printable.h"
#include "schema/schema_compiler.h"
#include "shared/failure.h"

namespace diallint {

std::string schema_text(const std::string& path) {
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  if (file) text << file.rdbuf();
  if (!file || text.fail())
    throw FatalError{fmt::format("cannot read the schema {}: {}; name a readable JSON Schema file",
                                 printable(path),
                                 errno != 0 ? std::strerror(errno) : "it is empty")};
  return std::move(text).str();
}

Plan load_plan(const std::vector<std::string>& paths) {
  std::vector<SchemaText> schemas;
  for (const std::string& path : paths) schemas.push_back({printable(path), schema_text(path)});
  PlanResult result = compile_with_builtin(std::move(schemas));
  if (!result.plan) throw FatalError{result.error};
  return std::move(*result.plan);
}

}  // namespace diallint
