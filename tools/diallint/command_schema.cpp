#include <fmt/format.h>

#include <algorithm>

#include "base/embedded_files.h"
#include "base/printable.h"
#include "diallint/commands.h"
#include "shared/did_you_mean.h"
#include "shared/failure.h"
#include "shared/schema_loading.h"

namespace diallint {
namespace {

std::string with_newline(std::string_view text) {
  std::string out(text);
  if (!out.ends_with('\n')) out += '\n';
  return out;
}

std::string list(const Plan& plan) {
  std::size_t width = 0;
  for (const FileSchema& schema : kFileSchemas) width = std::max(width, schema.id.size());
  for (const Shape& shape : plan.shapes) width = std::max(width, shape.id.size());
  std::string out;
  for (const Shape& shape : plan.shapes)
    out += fmt::format("{:<{}}  {}\n", printable(shape.id), width, printable(shape.title));
  for (const FileSchema& schema : kFileSchemas)
    out += fmt::format("{:<{}}  {}\n", schema.id, width, schema.what);
  return out;
}

std::string embedded_schema(std::string_view name) {
  const auto files = embedded_schemas();
  const auto file = std::find_if(files.begin(), files.end(), [&](const EmbeddedFile& candidate) {
    return candidate.name == name;
  });
  if (file == files.end()) throw FatalError{"this build lacks that schema; rebuild it"};
  return with_newline(file->text);
}

}  // namespace

int show_schema(const Options& options) {
  const Plan plan = load_plan(options.schema_files);
  if (options.arguments.empty()) return print(list(plan));
  const std::string& id = options.arguments.front();
  if (const Shape* shape = plan.shape(id)) return print_json(with_newline(shape->schema_text));
  std::vector<std::string_view> ids;
  for (const FileSchema& schema : kFileSchemas) {
    if (id == schema.id) return print_json(embedded_schema(schema.file));
    ids.push_back(schema.id);
  }
  for (const Shape& shape : plan.shapes) ids.emplace_back(shape.id);
  throw FatalError{fmt::format("unknown shape '{}'{}", printable(id),
                               did_you_mean(id, ids, "'diallint schema' lists them"))};
}

}  // namespace diallint
