#include "diallint/config_severities.h"

#include <algorithm>
#include <filesystem>

#include "diallint/config_check.h"
#include "plan/rule_info.h"

namespace diallint {
namespace {

std::vector<std::string> words_of(const Config& config, const std::string& key) {
  const ConfigValue* value = config.find(key);
  return value == nullptr ? std::vector<std::string>() : value->raw;
}

Severities of_file(const Config& config) {
  std::vector<std::string> levels;
  for (const auto& [rule, level] : config.table("severity"))
    levels.push_back(rule + "=" + level->raw.front());
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
  for (const auto& [rule, level] : severities(select, {}, {})) {
    // Off, or how severe a rule is that is on only where it is asked for.
    const auto known = result.find(rule);
    const bool wanted = level != Severity::kOff;
    if (!wanted || known == result.end() || known->second == Severity::kOff) result[rule] = level;
  }
  std::vector<std::string_view> selected = rules_of("--select", select);
  if (!selected.empty())
    for (const Rule* rule : all_rules())
      if (rule->reports_unreadable_input) selected.push_back(rule->id);
  for (const std::string_view rule : selected) {
    const auto known = result.find(rule);
    const bool enabled_by = rule_named(rule)->enabled_by != nullptr;
    if (!enabled_by && known != result.end() && known->second == Severity::kOff)
      result.erase(known);
  }
  for (const auto& [rule, level] : severities({}, ignore, levels)) result[rule] = level;
  return result;
}

void ignore_for_file(const Config& config, const std::string& path,
                     const std::vector<std::string>& enabled_by, Severities& severities) {
  if (path.empty()) return;
  for (const auto& [pattern, rules] : config.table("per-file-ignores")) {
    if (!fits_pattern(path_below(config.folder, path), pattern)) continue;
    for (const std::string_view rule : rules_of("per-file-ignores", rules->raw))
      if (std::find(enabled_by.begin(), enabled_by.end(), rule) == enabled_by.end())
        severities[std::string(rule)] = Severity::kOff;
  }
}

}  // namespace diallint
