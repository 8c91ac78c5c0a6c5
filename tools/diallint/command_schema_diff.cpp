#include <fmt/format.h>

#include "base/printable.h"
#include "diallint/commands.h"
#include "schema/schema_diff.h"
#include "shared/failure.h"
#include "shared/schema_loading.h"

namespace diallint {
namespace {

/// The name of a shape comes first: a file of that name can be called ./NAME.
std::string revision(const std::string& word, const Plan& built_in) {
  if (const Shape* shape = built_in.shape(word)) return shape->schema_text;
  return schema_text(word);
}

}  // namespace

int compare_schemas(const Options& options) {
  const Plan built_in = load_plan({});
  const std::string& before = options.arguments[0];
  const std::string& after = options.arguments[1];
  const SchemaDiff diff =
      diff_schemas(before, revision(before, built_in), after, revision(after, built_in));
  if (!diff.error.empty()) throw FatalError{diff.error};
  std::string text;
  for (const SchemaChange& change : diff.changes) text += printable(to_line(change)) + "\n";
  print(text);
  return diff.changes.empty() ? kExitOk : kExitFindings;
}

}  // namespace diallint
