// Rules on which numbers may be called at all. They are off until a run says what it wants.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <span>

#include "context/check_context.h"
#include "context/phone_lookup.h"
#include "plan/node_compiler.h"
#include "rules/advice.h"
#include "rules/families.h"
#include "samples/phone_samples.h"
#include "samples/sample.h"

namespace diallint {
namespace {

// --- phone-region ------------------------------------------------------------------------------

void compile_region(NodeCompiler& node, const nlohmann::json& value) {
  node.require_true(value);
  node.add_check();
}

// What may be called, as far as a line has room.
std::string choice_in_words(const std::vector<std::string>& allowed) {
  constexpr std::size_t kShown = 8;
  if (allowed.empty()) return "this run denies it";
  const std::span shown = std::span(allowed).first(std::min(allowed.size(), kShown));
  std::string words = fmt::format("{}", fmt::join(shown, ", "));
  if (shown.size() < allowed.size()) {
    words += fmt::format(" and {} more", allowed.size() - shown.size());
  }
  return "this run allows " + words;
}

// A number that no more basic rule has refused and that cannot be read may be anybody's.
bool report_unreadable(const Check& check, Value& value, std::string_view what,
                       CheckContext& context) {
  PhoneFacts& facts = context.phone_reader().read(value);
  if (facts.reported || !context.is_on(*check.rule)) return true;
  facts.reported = true;
  context.report(check, value.span(), [&] {
    return fmt::format("{} is not E.164, so its {} cannot be told{}", context.subject(), what,
                       advice(check, value, context));
  });
  return true;
}

bool check_region(const Check& check, Value& value, CheckContext& context) {
  PhoneReader& reader = context.phone_reader();
  PhoneFacts& facts = reader.read(value);
  reader.count(facts);
  if (facts.number.verdict == NumberVerdict::kNotE164)
    return report_unreadable(check, value, "region", context);
  if (!reader.judges_regions()) return true;
  if (facts.reported || reader.takes_region(facts.region())) return true;
  if (!context.is_on(*check.rule)) return true;
  facts.reported = facts.number.verdict != NumberVerdict::kAssignable;
  const PhonePolicy& policy = reader.policy();
  context.report(check, value.span(), [&] {
    return fmt::format("{} is a number of {}; {}", context.subject(),
                       region_in_words(facts.region()), choice_in_words(policy.allowed_regions));
  });
  return true;
}

bool names_regions(const Settings& settings) {
  const PhonePolicy& policy = settings.phone_policy;
  return !policy.allowed_regions.empty() || !policy.denied_regions.empty();
}

constexpr std::string_view kPhoneRegionKeywords[] = {"x-phone-region"};

const Rule kPhoneRegion = {
    .id = "phone-region",
    .title = "A telephone number belongs to a region that may be called.",
    .severity = Severity::kError,
    .why =
        "An unintended call to another country costs more, may be against the law there, and is a "
        "usual sign of fraud or of a shifted column.",
    .repair =
        "Correct the number, or allow its region. --phone-regions names the regions that may be "
        "called, --deny-phone-regions those that may not. Without either of them the rule is off.",
    .keywords = kPhoneRegionKeywords,
    .stage = Stage::kAdvice,
    .compile = compile_region,
    .check = check_region,
    // No spoil: which numbers are wrong is for each run to say.
    .judges_any_kind = true,
    .enabled_by = names_regions,
};

// --- phone-type --------------------------------------------------------------------------------

void compile_type(NodeCompiler& node, const nlohmann::json& value) {
  node.require_true(value);
  node.add_check();
}

bool check_type(const Check& check, Value& value, CheckContext& context) {
  PhoneReader& reader = context.phone_reader();
  if (!reader.judges_types()) return true;
  const PhoneFacts& all = reader.read(value);
  const NumberFacts& facts = all.number;
  if (facts.verdict == NumberVerdict::kNotE164)
    return report_unreadable(check, value, "type", context);
  if (facts.verdict != NumberVerdict::kAssignable) {
    if (all.reported || all.fiction) return true;
    context.report(check, value.span(), [&] {
      return fmt::format("{} is in no numbering plan, so its type cannot be told",
                         context.subject());
    });
    return true;
  }
  if (reader.takes_type(facts.type)) return true;
  context.report(check, value.span(), [&] {
    return fmt::format("{} is of type {} in {}; this run denies such numbers", context.subject(),
                       to_string(facts.type), region_in_words(facts.region));
  });
  return true;
}

bool inject_type(const Check&, Injection& injection) {
  std::string number = make_number_of(NumberType::kPremiumRate, injection.random);
  if (number.empty()) return false;
  injection.value = Sample::string(std::move(number));
  return true;
}

bool names_types(const Settings& settings) {
  return settings.phone_policy.denied_types.has_value();
}

constexpr std::string_view kPhoneTypeKeywords[] = {"x-phone-type"};

const Rule kPhoneType = {
    .id = "phone-type",
    .title = "A telephone number is of a type that may be called.",
    .severity = Severity::kError,
    .why =
        "Premium and shared-cost numbers charge the caller; pagers, voicemail and company "
        "access numbers have no customer at their other end.",
    .repair =
        "Ask the customer for another number. --deny-phone-types names the types that may not be "
        "called; 'default' means premium, shared-cost, pager, uan and voicemail. Without it "
        "the rule is off.",
    .keywords = kPhoneTypeKeywords,
    .stage = Stage::kAdvice,
    .compile = compile_type,
    .check = check_type,
    .inject_fault = inject_type,
    .judges_any_kind = true,
    .enabled_by = names_types,
};

}  // namespace

std::span<const Rule* const> phone_policy_rules() noexcept {
  static constexpr const Rule* kRules[] = {&kPhoneRegion, &kPhoneType};
  return kRules;
}

}  // namespace diallint
