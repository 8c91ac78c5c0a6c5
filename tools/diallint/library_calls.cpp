#include "diallint/library_calls.h"

#include <utility>
#include <vector>

#include "base/printable.h"
#include "shared/schema_loading.h"

namespace diallint {

Ruleset rules_for(const Options& options, const History& history) {
  std::vector<SchemaText> schemas;
  for (const std::string& path : options.schema_files)
    schemas.push_back({printable(path), schema_text(path)});
  Result<Ruleset> rules =
      schemas.empty() ? Result<Ruleset>(Ruleset::builtin()) : Ruleset::with_schemas(schemas);
  Settings settings = options.settings;
  settings.history = history;
  if (rules) rules = rules->with(settings);
  return made(std::move(rules));
}

void LibraryCalls::fail(const Error& error, const std::string& place) const {
  if (thrown_) std::rethrow_exception(thrown_);
  if (error.code == ErrorCode::kOutOfMemory) throw std::bad_alloc();
  throw FatalError{place + printable(error.message)};
}

History LibraryCalls::noted(const History& history) {
  History result;
  result.find_token = [&](std::string_view token, std::string_view request) {
    std::optional<PastUse> use;
    noted([&] { use = history.find_token(token, request); });
    return use;
  };
  result.count_phone = [&](std::string_view phone, const Instant& since) {
    std::uint64_t calls = 0;
    noted([&] { calls = history.count_phone(phone, since); });
    return calls;
  };
  return result;
}

}  // namespace diallint
