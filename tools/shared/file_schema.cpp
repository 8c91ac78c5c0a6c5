#include "shared/file_schema.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/embedded_files.h"
#include "engine/run.h"
#include "input/byte_source.h"
#include "schema/schema_compiler.h"

namespace diallint {
namespace {

constexpr const char* kShape = "file";

/// The plan of one built-in schema that is no shape of an input.
Plan plan_of(std::string_view name) {
  const auto files = embedded_schemas();
  const auto file = std::find_if(files.begin(), files.end(),
                                 [&](const EmbeddedFile& one) { return one.name == name; });
  auto schema = nlohmann::json::parse(file->text);
  schema["x-shape"] = kShape;
  return std::move(*compile_plan({{std::string(name), schema.dump()}}).plan);
}

/// Keeps the first error.
class FirstFault final : public Sink {
 public:
  explicit FirstFault(std::string_view text) : text_(text) {}
  void take(const SourceChunk& /*chunk*/, std::span<const Finding> findings) override {
    for (const Finding& finding : findings) {
      if (finding.severity != Severity::kError || !fault.empty()) continue;
      const std::string_view before = text_.substr(0, finding.span.begin);
      fault = fmt::format("line {}: {}{}{}", 1 + std::count(before.begin(), before.end(), '\n'),
                          finding.path, finding.path.empty() ? "" : ": ", finding.message);
    }
  }
  std::string fault;

 private:
  std::string_view text_;
};

}  // namespace

std::string first_fault(std::string_view text, std::string_view schema) {
  const Plan plan = plan_of(schema);
  const Settings settings;
  RunOptions options;
  options.format = InputFormat::kJson;
  options.shape = kShape;
  FirstFault first(text);
  Run run(plan, settings, options, first);
  TextSource source(text);
  run.check(source, std::string(schema));
  return std::move(first.fault);
}

}  // namespace diallint
