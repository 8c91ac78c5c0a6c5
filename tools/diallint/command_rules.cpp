#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "diallint/commands.h"
#include "plan/rule_info.h"
#include "shared/schema_loading.h"

namespace diallint {
namespace {

std::string table() {
  std::size_t width = 0;
  for (const Rule* rule : all_rules()) width = std::max(width, rule->id.size());
  std::string text;
  for (const Rule* rule : all_rules())
    text +=
        fmt::format("{:<{}}  {:<7}  {}\n", rule->id, width, effective_level(*rule), rule->title);
  return text;
}

nlohmann::ordered_json as_json(const Rule& rule, const Plan& plan) {
  nlohmann::ordered_json sources = nlohmann::ordered_json::array();
  for (const SourceDocument* source : sources_of(rule, plan))
    sources.push_back({{"title", source->title}, {"url", source->url}, {"read", source->read}});
  nlohmann::ordered_json json = {{"id", rule.id},
                                 {"severity", to_string(rule.severity)},
                                 {"title", rule.title},
                                 {"why", rule.why},
                                 {"repair", rule.repair},
                                 {"keywords", rule.keywords},
                                 {"shapes", shapes_of(rule, plan)},
                                 {"sources", std::move(sources)}};
  if (rule.enabled_by != nullptr) json["optIn"] = true;
  if (!rule.disagreement.empty()) json["disagreement"] = rule.disagreement;
  return json;
}

}  // namespace

int list_rules(const Options& options) {
  const Plan plan = load_plan(options.schema_files);
  if (options.outputs.front().format == "text") return print(table());
  nlohmann::ordered_json rules = nlohmann::ordered_json::array();
  for (const Rule* rule : all_rules()) rules.push_back(as_json(*rule, plan));
  return print_json(rules.dump(2) + "\n");
}

}  // namespace diallint
