#include "diallint/schema_diff.h"

#include <fmt/format.h>

#include <string_view>

#include "base/out_of_memory.h"
#include "base/printable.h"
#include "plan/node_compiler.h"
#include "schema/schema_diff.h"

namespace diallint {

Result<std::vector<SchemaChange>> diff_schemas(const SchemaText& before,
                                               const SchemaText& after) noexcept {
  using Changes = Result<std::vector<SchemaChange>>;
  return value_or_error<SchemaError>(
      [&]() -> Changes { return changes_between(before, after); },
      [](const SchemaError& error) -> Changes {
        return Error{ErrorCode::kSchema, printable(fmt::format("{}: {}", error.where, error.what))};
      });
}

std::string to_line(const SchemaChange& change) {
  const std::string_view drift = change.drift == Drift::kTighter  ? " (tighter)"
                                 : change.drift == Drift::kLooser ? " (looser)"
                                                                  : "";
  return fmt::format("{}: {}{}", change.place, change.description, drift);
}

}  // namespace diallint
