#include "diallint/ruleset.h"

#include <fmt/format.h>

#include <algorithm>
#include <exception>
#include <functional>
#include <utility>

#include "api/reader_source.h"
#include "api/ruleset_state.h"
#include "base/edit_distance.h"
#include "base/printable.h"
#include "plan/rule_info.h"
#include "schema/schema_catalog.h"
#include "schema/schema_compiler.h"

namespace diallint {
namespace {

// Compiled once a process. An exception leaves it to the next call.
const std::shared_ptr<const Plan>& builtin_plan() {
  static const std::shared_ptr<const Plan> kPlan = [] {
    PlanResult result = compile_with_builtin({});
    if (!result.plan) std::terminate();  // a test compiles them
    return std::make_shared<const Plan>(std::move(*result.plan));
  }();
  return kPlan;
}

RuleInfo info_of(const Rule& rule, const Settings& settings) {
  return {rule.id,           rule.title, effective_severity(rule, settings), rule.why, rule.repair,
          rule.disagreement, {}};
}

void describe_rules(RulesetParts& parts) {
  std::vector<std::size_t> ends;
  for (const Rule* rule : all_rules()) {
    for (const SourceDocument* source : sources_of(*rule, *parts.plan)) {
      parts.documents.push_back({source->title, source->url, source->read});
    }
    parts.rules.push_back(info_of(*rule, parts.settings));
    ends.push_back(parts.documents.size());
  }
  std::size_t begin = 0;
  for (std::size_t i = 0; i < ends.size(); ++i) {
    parts.rules[i].documents = {parts.documents.data() + begin, ends[i] - begin};
    begin = ends[i];
  }
}

// What a function throws may be anything, so only the fact is passed on.
template <typename Return, typename... Arguments>
void pass_on_the_fact(std::function<Return(Arguments...)>& call) {
  if (!call) return;
  call = [inner = std::move(call)](Arguments... arguments) -> Return {
    try {
      return inner(arguments...);
    } catch (...) {
      throw CallbackFailed{};
    }
  };
}

std::shared_ptr<const RulesetParts> make_parts(std::shared_ptr<const Plan> plan,
                                               const Settings& settings) {
  auto parts = std::make_shared<RulesetParts>();
  parts->plan = std::move(plan);
  parts->settings = settings;
  parts->settings.now.reset();
  pass_on_the_fact(parts->settings.history.find_token);
  pass_on_the_fact(parts->settings.history.count_phone);
  pass_on_the_fact(parts->settings.history.on_sound);
  describe_rules(*parts);
  for (const Shape& shape : parts->plan->shapes) {
    parts->shapes.push_back({shape.id, shape.title, shape.schema_text});
  }
  return parts;
}

// What is wrong with the settings, in words, or an empty string.
std::string fault_of(const Settings& settings) {
  for (const auto& [id, severity] : settings.severity) {
    if (rule_named(id) != nullptr) continue;
    const std::string_view near = nearest_name(id, rule_ids());
    return fmt::format("unknown rule '{}' in severity{}; Ruleset::rules() lists all of them",
                       printable(id),
                       near.empty() ? "" : fmt::format(" (did you mean '{}'?)", near));
  }
  const auto names = envelope_names();
  if (std::find(names.begin(), names.end(), settings.envelope) == names.end()) {
    return fmt::format("unknown envelope '{}'; envelope_names() lists all of them",
                       printable(settings.envelope));
  }
  return {};
}

const Settings& no_settings() noexcept {
  static const Settings kNone;
  return kNone;
}

}  // namespace

Ruleset Ruleset::builtin() noexcept {
  try {
    return Ruleset(make_parts(builtin_plan(), Settings{}));
  } catch (const std::exception&) {
    return Ruleset(nullptr);
  }
}

Result<Ruleset> Ruleset::with_schemas(std::span<const SchemaText> schemas) noexcept {
  try {
    PlanResult result = compile_with_builtin({schemas.begin(), schemas.end()});
    if (!result.plan) return Error{ErrorCode::kSchema, std::move(result.error)};
    return Ruleset(make_parts(std::make_shared<const Plan>(std::move(*result.plan)), Settings{}));
  } catch (const std::exception&) {
    return out_of_memory();
  }
}

Result<Ruleset> Ruleset::with(const Settings& settings) const noexcept {
  if (parts_ == nullptr) return out_of_memory();
  try {
    std::string fault = fault_of(settings);
    if (!fault.empty()) return Error{ErrorCode::kSetting, std::move(fault)};
    return Ruleset(make_parts(parts_->plan, settings));
  } catch (const std::exception&) {
    return out_of_memory();
  }
}

const Settings& Ruleset::settings() const noexcept {
  return parts_ == nullptr ? no_settings() : parts_->settings;
}

const RuleInfo* Ruleset::explain(std::string_view rule) const noexcept {
  for (const RuleInfo& info : rules()) {
    if (info.id == rule) return &info;
  }
  return nullptr;
}

std::span<const RuleInfo> Ruleset::rules() const noexcept {
  return parts_ == nullptr ? std::span<const RuleInfo>() : parts_->rules;
}

std::span<const ShapeInfo> Ruleset::shapes() const noexcept {
  return parts_ == nullptr ? std::span<const ShapeInfo>() : parts_->shapes;
}

std::string_view version() noexcept { return DIALLINT_VERSION; }

}  // namespace diallint
