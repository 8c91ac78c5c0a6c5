#include "config_severities.h"

#include <algorithm>
#include <filesystem>

#include "config_check.h"
#include "rule_facts.h"

namespace diallint {
namespace {

std::vector<std::string> words_of(const Config& config, const std::string& key) {
  const ConfigValue* value = config.find(key);
  return value == nullptr ? std::vector<std::string>() : value->words;
}

Severities of_file(const Config& config) {
  std::vector<std::string> levels;
  for (const auto& [rule, level] : config.table("severity"))
    levels.push_back(rule + "=" + level->words.front());
  const std::vector<std::string> select = words_of(config, "select");
  const std::vector<std::string> ignore = words_of(config, "ignore");
  Severities result = severities(select, ignore, {});
  for (auto& [rule, level] : severities({}, {}, levels)) {
    // A level says how severe a rule is, not that one which is not selected is wanted after all.
    const auto off = result.find(rule);
    if (off == result.end()) result[rule] = level;
  }
  return result;
}

/// The path of an input as patterns see it.
std::string path_below(const std::string& folder, const std::string& path) {
  const std::string name = std::filesystem::path(path).filename().string();
  const std::string whole = folder_of(path) + "/" + name;
  return whole.starts_with(folder + "/") ? whole.substr(folder.size() + 1) : whole;
}

}  // namespace

Severities layered_severities(const Config& config, const std::vector<std::string>& select,
                              const std::vector<std::string>& ignore,
                              const std::vector<std::string>& levels) {
  Severities result = of_file(config);
  const Severities selected = severities(select, {}, {});
  if (!select.empty()) {
    for (const std::string_view id : rule_ids()) {
      const bool off = selected.contains(id);
      const auto at = result.find(id);
      if (off)
        result[std::string(id)] = Severity::kOff;
      else if (at != result.end() && at->second == Severity::kOff)
        result.erase(at);
    }
  }
  for (const auto& [rule, level] : severities({}, ignore, levels)) result[rule] = level;
  return result;
}

void ignore_for_file(const Config& config, const std::string& path,
                     const std::vector<std::string>& asked_for, Severities& severities) {
  if (path.empty()) return;
  for (const auto& [pattern, rules] : config.table("per-file-ignores")) {
    if (!fits_pattern(path_below(config.folder, path), pattern)) continue;
    for (const std::string_view rule : rules_of("per-file-ignores", rules->words))
      if (std::find(asked_for.begin(), asked_for.end(), rule) == asked_for.end())
        severities[std::string(rule)] = Severity::kOff;
  }
}

}  // namespace diallint
