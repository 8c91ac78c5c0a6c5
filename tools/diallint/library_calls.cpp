#include "diallint/library_calls.h"

#include <utility>
#include <vector>

#include "base/printable.h"
#include "shared/schema_loading.h"

namespace diallint {

Ruleset rules_for(const Options& options) {
  std::vector<SchemaText> schemas;
  for (const std::string& path : options.schema_files)
    schemas.push_back({printable(path), schema_text(path)});
  Result<Ruleset> rules =
      schemas.empty() ? Result<Ruleset>(Ruleset::builtin()) : Ruleset::with_schemas(schemas);
  if (rules) rules = rules->with(options.settings);
  return made(std::move(rules));
}

void LibraryCalls::fail(const Error& error, const std::string& place) const {
  if (thrown_) std::rethrow_exception(thrown_);
  if (error.code == ErrorCode::kOutOfMemory) throw std::bad_alloc();
  throw FatalError{place + printable(error.message)};
}

}  // namespace diallint
