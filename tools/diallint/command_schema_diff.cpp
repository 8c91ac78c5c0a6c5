#include <fmt/format.h>

#include "base/printable.h"
#include "diallint/commands.h"
#include "diallint/ruleset.h"
#include "diallint/schema_diff.h"
#include "shared/failure.h"
#include "shared/schema_loading.h"

namespace diallint {
namespace {

/// The name of a shape comes first: a file of that name can be called ./NAME.
SchemaText revision(const std::string& word, const Ruleset& built_in) {
  for (const ShapeInfo& shape : built_in.shapes())
    if (shape.id == word) return {word, std::string(shape.schema)};
  return {word, schema_text(word)};
}

}  // namespace

int compare_schemas(const Options& options) {
  const Ruleset built_in = Ruleset::builtin();
  const auto changes = diff_schemas(revision(options.arguments[0], built_in),
                                    revision(options.arguments[1], built_in));
  if (!changes) throw FatalError{changes.error().message};
  std::string text;
  for (const SchemaChange& change : *changes) text += printable(to_line(change)) + "\n";
  print(text);
  return changes->empty() ? kExitOk : kExitFindings;
}

}  // namespace diallint
