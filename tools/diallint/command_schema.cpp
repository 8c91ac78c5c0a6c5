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

constexpr std::string_view kReport = "report";
constexpr std::string_view kConfig = "config";
constexpr std::string_view kPack = "pack";
constexpr std::string_view kBaseline = "baseline";
constexpr std::string_view kPrepare = "prepare";
constexpr std::string_view kReconcile = "reconcile";

std::string with_newline(std::string_view text) {
  std::string out(text);
  if (!out.ends_with('\n')) out += '\n';
  return out;
}

std::string list(const Plan& plan) {
  std::size_t width = kReport.size();
  for (const Shape& shape : plan.shapes) width = std::max(width, shape.id.size());
  std::string out;
  for (const Shape& shape : plan.shapes)
    out += fmt::format("{:<{}}  {}\n", printable(shape.id), width, printable(shape.title));
  return out + fmt::format("{:<{}}  {}\n", kReport, width, "The report of --output-format json") +
         fmt::format("{:<{}}  {}\n", kConfig, width, "Settings next to the data: diallint.toml") +
         fmt::format("{:<{}}  {}\n", kPack, width, "The manifest of a pack of fixtures") +
         fmt::format("{:<{}}  {}\n", kBaseline, width, "The findings known to --baseline") +
         fmt::format("{:<{}}  {}\n", kPrepare, width, "The summary of diallint prepare in JSON") +
         fmt::format("{:<{}}  {}\n", kReconcile, width,
                     "The summary of diallint reconcile in JSON");
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
  if (id == kReport) return print_json(embedded_schema(kReportSchema));
  if (id == kConfig) return print_json(embedded_schema(kConfigSchema));
  if (id == kPack) return print_json(embedded_schema(kPackSchema));
  if (id == kBaseline) return print_json(embedded_schema(kBaselineSchema));
  if (id == kPrepare) return print_json(embedded_schema(kPrepareSchema));
  if (id == kReconcile) return print_json(embedded_schema(kReconcileSchema));
  std::vector<std::string_view> ids = {kReport, kConfig, kPack, kBaseline, kPrepare, kReconcile};
  for (const Shape& shape : plan.shapes) ids.emplace_back(shape.id);
  throw FatalError{fmt::format("unknown shape '{}'{}", printable(id),
                               did_you_mean(id, ids, "'diallint schema' lists them"))};
}

}  // namespace diallint
