#include "bindings/shared/checking.h"

#include <fmt/format.h>

#include <new>
#include <utility>

#include "api/ruleset_state.h"
#include "base/printable.h"
#include "diallint/phone_options.h"
#include "shared/did_you_mean.h"
#include "shared/failure.h"
#include "shared/option_values.h"

namespace diallint::bindings {
namespace {

// Checkers are kept for as many threads as are likely to check at once.
constexpr std::size_t kMostIdle = 16;

Settings settings_of(const RulesWords& words) {
  Settings settings;
  settings.severity = severities(words.select, words.ignore, words.severity);
  settings.accept_sdk_names = words.accept_sdk_names;
  settings.mask_keys = words.mask_keys;
  settings.envelope = words.envelope;
  RawPhoneOptions phone;
  phone.plan.path = words.numbering_plan;
  phone.regions = words.phone_regions;
  phone.denied_regions = words.deny_phone_regions;
  phone.denied_types = words.deny_phone_types;
  apply_phone_options(phone, settings);
  return settings;
}

Ruleset ruleset_of(const RulesWords& words) {
  std::vector<SchemaText> schemas;
  for (const auto& [name, text] : words.schemas) schemas.push_back({printable(name), text});
  Result<Ruleset> rules =
      schemas.empty() ? Result<Ruleset>(Ruleset::builtin()) : Ruleset::with_schemas(schemas);
  if (rules) rules = rules->with(settings_of(words));
  if (!rules) expect_none(rules.error());
  return *std::move(rules);
}

}  // namespace

void PlacedFindings::take(const SourceChunk& chunk, std::span<const Finding> findings) {
  locator_.open(chunk);
  for (const Finding& finding : findings)
    all_.push_back({finding, locator_.locate(finding.span), chunk.file});
}

CheckingRules::CheckingRules(const RulesWords& words) : CheckingRules(ruleset_of(words)) {}

CheckingRules::CheckingRules(Ruleset rules) : rules_(std::move(rules)) {
  if (RulesetAccess::parts(rules_) == nullptr) throw std::bad_alloc();
}

const Plan& CheckingRules::plan() const noexcept { return *RulesetAccess::parts(rules_)->plan; }

void CheckingRules::expect_shape(const std::string& shape, const std::string& listed_by) const {
  if (shape == "auto" || plan().shape(shape) != nullptr) return;
  std::vector<std::string_view> ids = {"auto"};
  for (const ShapeInfo& info : rules_.shapes()) ids.push_back(info.id);
  throw FatalError{fmt::format("unknown shape '{}'{}", printable(shape),
                               did_you_mean(shape, ids, listed_by + " lists them"))};
}

Settings CheckingRules::settings_at(const std::optional<Instant>& now) const {
  Settings settings = rules_.settings();
  settings.now = now;
  return settings;
}

std::unique_ptr<Checker> CheckingRules::take_checker() {
  const std::lock_guard lock(mutex_);
  if (idle_.empty()) return std::make_unique<Checker>(rules_);
  std::unique_ptr<Checker> checker = std::move(idle_.back());
  idle_.pop_back();
  return checker;
}

void CheckingRules::give_back(std::unique_ptr<Checker> checker) {
  const std::lock_guard lock(mutex_);
  if (idle_.size() < kMostIdle) idle_.push_back(std::move(checker));
}

void expect_none(const Error& error) {
  if (error.code == ErrorCode::kOutOfMemory) throw std::bad_alloc();
  if (error) throw FatalError{error.message};
}

RunOptions run_options(const CheckWords& words) {
  RunOptions options;
  options.shape = words.shape;
  options.max_findings = words.max_findings;
  options.jobs = words.jobs;
  options.format = input_format(words.format);
  for (const auto& [member, header] : words.csv_map) options.csv_map.push_back({member, header});
  return options;
}

}  // namespace diallint::bindings
