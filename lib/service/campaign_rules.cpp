#include "service/campaign_rules.h"

#include <exception>
#include <vector>

namespace diallint {

const Ruleset& new_campaign_rules() {
  static const Ruleset kRules = [] {
    std::vector<SchemaText> texts;
    for (const EmbeddedFile& file : embedded_service_schemas())
      texts.push_back({std::string(file.name), std::string(file.text)});
    Result<Ruleset> rules = Ruleset::with_schemas(texts);
    Settings settings;
    settings.envelope = "none";
    if (rules) rules = rules->with(settings);
    if (!rules) std::terminate();  // a test compiles them
    return *std::move(rules);
  }();
  return kRules;
}

}  // namespace diallint
