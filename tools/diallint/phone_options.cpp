#include "diallint/phone_options.h"

#include <fmt/format.h>

#include <algorithm>
#include <new>

#include "base/ascii.h"
#include "base/printable.h"
#include "plan/rule_info.h"
#include "shared/did_you_mean.h"
#include "shared/failure.h"
#include "shared/option_values.h"

namespace diallint {
namespace {

constexpr std::size_t kMaxPlanSize = std::size_t{16} << 20;  // that of today has 90 KiB
constexpr std::int64_t kDaySeconds = 86'400;
constexpr std::int64_t kFreshDays = 180;

NumberingPlan plan_of(const FileToRead& file) {
  Result<NumberingPlan> result =
      NumberingPlan::parse(text_of_file("--numbering-plan", file, kMaxPlanSize));
  if (!result) {
    if (result.error().code == ErrorCode::kOutOfMemory) throw std::bad_alloc();
    // The message may quote the file, which might be one of customers, named by mistake: no more
    // of it is shown than the line.
    const std::string& message = result.error().message;
    const bool in_line = message.starts_with("line ");
    const std::string place = in_line ? message.substr(0, message.find(':')) + " of it" : "it";
    throw FatalError{
        fmt::format("--numbering-plan {}: {} is not a line of a numbering plan; "
                    "data/numbering-plan.txt shows the format",
                    printable(file.path), place)};
  }
  return *std::move(result);
}

std::vector<std::string> regions_of(const char* option, const std::vector<std::string>& lists,
                                    const NumberingPlan& plan) {
  std::vector<std::string> regions;
  for (const std::string& list : lists)
    for (const std::string_view word : split_list(list))
      regions.push_back(region_of(option, word, plan));
  if (regions.empty() && !lists.empty())
    throw FatalError{fmt::format("{} names no region; give some, as in US,CA", option)};
  return regions;
}

void expect_no_overlap(const PhonePolicy& policy) {
  for (const std::string& region : policy.denied_regions) {
    const auto& allowed = policy.allowed_regions;
    if (std::find(allowed.begin(), allowed.end(), region) == allowed.end()) continue;
    throw FatalError{fmt::format(
        "{} is in --phone-regions and in --deny-phone-regions; leave it in one of them", region)};
  }
}

void add_type(std::string_view word, std::vector<NumberType>& types) {
  if (word == "default") {
    types.insert(types.end(), std::begin(kDeniedTypes), std::end(kDeniedTypes));
    return;
  }
  std::vector<std::string_view> names = {"default"};
  for (auto type = NumberType::kPremiumRate; type <= NumberType::kMobile;
       type = static_cast<NumberType>(static_cast<int>(type) + 1))
    names.push_back(to_string(type));
  expect_one_of("--deny-phone-types", word, names);
  if (const auto type = parse_number_type(word)) types.push_back(*type);
}

std::optional<std::vector<NumberType>> types_of(const std::vector<std::string>& lists) {
  if (lists.empty()) return std::nullopt;
  std::vector<NumberType> types;
  for (const std::string& list : lists)
    for (const std::string_view word : split_list(list)) add_type(word, types);
  if (types.empty())
    throw FatalError{
        "--deny-phone-types names no type; give some, as in premium,pager, or 'default'"};
  return types;
}

bool is_on(const Settings& settings, std::string_view rule) {
  return effective_severity(*rule_named(rule), settings) != Severity::kOff;
}

}  // namespace

std::string region_of(const char* option, std::string_view word, const NumberingPlan& plan) {
  std::string region(word);
  for (char& c : region) c = to_upper(c);
  if (plan.has_region(region)) return region;
  throw FatalError{
      fmt::format("{}: the numbering plan has no region '{}'; {}", option, printable(word),
                  region == "UK" ? "did you mean 'GB'?"
                                 : "regions are ISO 3166 codes such as US or GB, and 001 "
                                   "for international services")};
}

void add_phone_options(Parser& parser, RawPhoneOptions& raw) {
  parser.group("Telephone numbers");
  parser.values("--phone-regions", raw.regions, "LIST", "only these may be called, as in US,CA");
  parser.values("--deny-phone-regions", raw.denied_regions, "LIST", "these may not be called");
  parser.values("--deny-phone-types", raw.denied_types, "LIST",
                "nor these types: premium,pager,... or default");
  parser.value("--numbering-plan", raw.plan.path, "FILE", "a newer plan than the one built in");
}

void apply_phone_options(const RawPhoneOptions& raw, Settings& settings) {
  if (!raw.plan.path.empty()) settings.numbering_plan = plan_of(raw.plan);
  const NumberingPlan& plan = settings.numbering_plan;
  PhonePolicy& policy = settings.phone_policy;
  policy.allowed_regions = regions_of("--phone-regions", raw.regions, plan);
  policy.denied_regions = regions_of("--deny-phone-regions", raw.denied_regions, plan);
  policy.denied_types = types_of(raw.denied_types);
  expect_no_overlap(policy);
  const bool has_regions = !policy.allowed_regions.empty() || !policy.denied_regions.empty();
  if (!has_regions && is_on(settings, "phone-region"))
    throw FatalError{
        "phone-region has no regions to check; give --phone-regions or --deny-phone-regions"};
}

std::string name_of_plan(const NumberingPlan& plan) {
  return fmt::format("numbering plan {} of {}", printable(plan.version()), plan.date());
}

std::string age_notice(const Settings& settings) {
  const auto published =
      parse_rfc3339(std::string(settings.numbering_plan.date()).append("T00:00:00Z"));
  if (!settings.now || !published || !is_on(settings, "phone-assignable")) return "";
  const std::int64_t days = (settings.now->seconds - published->seconds) / kDaySeconds;
  if (days <= kFreshDays) return "";
  return fmt::format(
      "the {} is {} days old and may not know the newest numbers; --numbering-plan takes a newer "
      "one",
      name_of_plan(settings.numbering_plan), days);
}

}  // namespace diallint
