#include "diallint/input_settings.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

#include "base/printable.h"
#include "diallint/config_severities.h"
#include "engine/csv_header.h"
#include "plan/rule_info.h"
#include "shared/did_you_mean.h"
#include "shared/failure.h"

namespace diallint {
namespace {

namespace fs = std::filesystem;

void expect_shape(const std::string& shape, const Plan& plan) {
  if (shape == "auto" || plan.shape(shape) != nullptr) return;
  std::vector<std::string_view> ids = {"auto"};
  for (const Shape& known : plan.shapes) ids.emplace_back(known.id);
  throw FatalError{fmt::format("--shape: unknown shape '{}'{}", printable(shape),
                               did_you_mean(shape, ids, "'diallint schema' lists them"))};
}

/// The node that a row of a CSV file is read as, or kNoNode.
NodeId node_of_rows(const std::string& shape, const Plan& plan) {
  if (const Shape* chosen = plan.shape(shape)) return record_node(plan, chosen->root);
  for (const Shape& known : plan.shapes)
    if (plan.node(known.root).record) return known.root;
  return kNoNode;
}

bool has_column(const Plan& plan, const Node& row, std::string_view column) {
  return std::any_of(row.members.begin(), row.members.end(), [&](const Member& member) {
    const bool is_map = plan.node(member.node).additional == Additional::kMap;
    return is_map ? column.starts_with(member.name + ".") && column.size() > member.name.size() + 1
                  : column == member.name;
  });
}

/// Before anything is read, rather than once a file.
void expect_members(const RunOptions& run, const Plan& plan) {
  const NodeId rows = node_of_rows(run.shape, plan);
  if (rows == kNoNode) return;  // the reader says so, if there is a CSV file at all
  for (const CsvMapping& mapping : run.csv_map) {
    if (has_column(plan, plan.node(rows), mapping.member)) continue;
    throw FatalError{fmt::format("--csv-map: unknown member '{}'; a row may have {}",
                                 printable(shown_column(mapping.member)),
                                 expected_csv_header(plan, rows))};
  }
}

}  // namespace

void expect_in_plan(const RunOptions& run, const Plan& plan, const Config& config) {
  try {
    expect_shape(run.shape, plan);
    expect_members(run, plan);
  } catch (const FatalError& failure) {
    if (config.file.empty()) throw;
    throw FatalError{fmt::format("with {}: {}", config.file, failure.message)};
  }
}

namespace {

std::vector<std::string> given(const Options& options, std::string_view option) {
  std::vector<std::string> values;
  for (const OptionUse& use : options.uses)
    if (use.option == option) values.push_back(use.value);
  return values;
}

/// Rules that the command line asks for by name.
std::vector<std::string> enabled_by(const Options& options) {
  std::vector<std::string> rules;
  const std::vector<std::string> selected = given(options, "--select");
  for (const std::string_view rule : rules_of("--select", selected)) rules.emplace_back(rule);
  for (const std::string& level : given(options, "--severity"))
    rules.push_back(level.substr(0, level.find('=')));
  return rules;
}

bool is_off(const Rule& rule, const Severities& severities) {
  const auto level = severities.find(rule.id);
  const bool by_itself = rule.enabled_by != nullptr;
  return level == severities.end() ? by_itself : level->second == Severity::kOff;
}

}  // namespace

InputSettings::InputSettings(const Options& options, const Plan& plan)
    : options_(options),
      plan_(plan),
      asked_for_(enabled_by(options)),
      without_file_(layered_severities({}, given(options, "--select"), given(options, "--ignore"),
                                       given(options, "--severity"))) {}

void InputSettings::read(const std::vector<Input>& inputs) {
  for (const Input& input : inputs) note(place_of(input), severities_of(input));
}

/// Standard input stands where its name says, if that is the name of a file.
std::string InputSettings::path_of(const Input& input) const {
  return real_path(input.path.empty() ? options_.config_path_of_stdin() : input.path);
}

const InputSettings::Found& InputSettings::find(const Input& input) {
  const bool is_same = found_.place != nullptr && found_.input.path == input.path;
  if (is_same) return found_;
  std::string path = path_of(input);
  const Place& place = place_at(path);
  return found_ = {input, std::move(path), &place};
}

const InputSettings::Place& InputSettings::place_at(const std::string& path) {
  const std::string parent = fs::path(path).parent_path().string();
  if (last_place_ != nullptr && parent == last_parent_) return *last_place_;
  const Place& place = place_in(folder_of(path), path);
  // Of a name that is a folder's, as that of standard input may be, the parent says nothing.
  std::error_code error;
  if (!fs::is_directory(path, error)) {
    last_parent_ = parent;
    last_place_ = &place;
  }
  return place;
}

const InputSettings::Place& InputSettings::place_in(const std::string& folder,
                                                    const std::string& path) {
  const auto [at, is_new] = places_.try_emplace(folder);
  if (!is_new) return at->second;
  at->second.config = config_for(options_, path);
  at->second.options = options_.with_config(at->second.config);
  expect_in_plan(at->second.options.run, plan_, at->second.config);
  return at->second;
}

Severities InputSettings::severities_of(const Input& input) {
  const Found& found = find(input);
  Severities severities = found.place->options.settings.severity;
  ignore_for_file(found.place->config, found.path, asked_for_, severities);
  return severities;
}

void InputSettings::note(const Place& place, const Severities& severities) {
  if (!place.config.is_found) return;
  for (const Rule* rule : all_rules())
    if (is_off(*rule, severities) && !is_off(*rule, without_file_))
      rules_off_[place.config.file].emplace(rule->id);
}

std::vector<SettingsNotice> InputSettings::notices() const {
  auto files = rules_off_;
  const bool sets_key = options_.config.is_found && options_.fingerprint_key.is_configured;
  if (sets_key) files.try_emplace(options_.config.file);
  std::vector<SettingsNotice> notices;
  for (const auto& [file, rules] : files)
    notices.push_back(
        {file, {rules.begin(), rules.end()}, sets_key && file == options_.config.file});
  return notices;
}

}  // namespace diallint
