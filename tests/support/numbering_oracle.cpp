#include "support/numbering_oracle.h"

#include <phonenumbers/phonemetadata.pb.h>
#include <phonenumbers/phonenumberutil.h>

#include <algorithm>
#include <array>
#include <map>
#include <stdexcept>
#include <utility>

// Exported by the library, declared in none of its installed headers.
namespace i18n::phonenumbers {
int metadata_size();
const void* metadata_get();
}  // namespace i18n::phonenumbers

namespace diallint::testing {

using i18n::phonenumbers::PhoneMetadata;
using i18n::phonenumbers::PhoneMetadataCollection;
using i18n::phonenumbers::PhoneNumber;
using i18n::phonenumbers::PhoneNumberDesc;
using i18n::phonenumbers::PhoneNumberUtil;

namespace {

const PhoneMetadataCollection& collection() {
  static const PhoneMetadataCollection parsed = [] {
    PhoneMetadataCollection all;
    if (!all.ParseFromArray(i18n::phonenumbers::metadata_get(),
                            i18n::phonenumbers::metadata_size())) {
      throw std::runtime_error("libphonenumber's metadata cannot be read");
    }
    return all;
  }();
  return parsed;
}

std::vector<std::pair<const char*, const PhoneNumberDesc*>> types_of(const PhoneMetadata& region) {
  return {{"premium", &region.premium_rate()},
          {"toll-free", &region.toll_free()},
          {"shared-cost", &region.shared_cost()},
          {"voip", &region.voip()},
          {"personal", &region.personal_number()},
          {"pager", &region.pager()},
          {"uan", &region.uan()},
          {"voicemail", &region.voicemail()},
          {"fixed", &region.fixed_line()},
          {"mobile", &region.mobile()}};
}

// Lengths [-1] mean "no number of this type"; none at all, those of the general description.
bool has_numbers(const PhoneNumberDesc& desc) {
  return desc.has_national_number_pattern() &&
         !(desc.possible_length_size() == 1 && desc.possible_length(0) == -1);
}

void append_range(std::string& text, const char* name, const PhoneNumberDesc& desc) {
  text.append(name);
  for (int i = 0; i < desc.possible_length_size(); ++i) {
    text.append(1, i == 0 ? ' ' : ',').append(std::to_string(desc.possible_length(i)));
  }
  text.append("\n  ").append(desc.national_number_pattern()).append("\n");
}

void append_region(std::string& text, const PhoneMetadata& region) {
  text.append("region ").append(region.id()).append("\n");
  if (region.has_leading_digits()) {
    text.append("leading\n  ").append(region.leading_digits()).append("\n");
  }
  append_range(text, "general", region.general_desc());
  for (const auto& [name, desc] : types_of(region)) {
    if (has_numbers(*desc)) append_range(text, name, *desc);
  }
}

using Type = PhoneNumberUtil::PhoneNumberType;
constexpr std::array<std::pair<Type, NumberType>, 12> kTypes = {{
    {PhoneNumberUtil::UNKNOWN, NumberType::kNone},
    {PhoneNumberUtil::PREMIUM_RATE, NumberType::kPremiumRate},
    {PhoneNumberUtil::TOLL_FREE, NumberType::kTollFree},
    {PhoneNumberUtil::SHARED_COST, NumberType::kSharedCost},
    {PhoneNumberUtil::VOIP, NumberType::kVoip},
    {PhoneNumberUtil::PERSONAL_NUMBER, NumberType::kPersonal},
    {PhoneNumberUtil::PAGER, NumberType::kPager},
    {PhoneNumberUtil::UAN, NumberType::kUan},
    {PhoneNumberUtil::VOICEMAIL, NumberType::kVoicemail},
    {PhoneNumberUtil::FIXED_LINE, NumberType::kFixed},
    {PhoneNumberUtil::FIXED_LINE_OR_MOBILE, NumberType::kFixedOrMobile},
    {PhoneNumberUtil::MOBILE, NumberType::kMobile},
}};

NumberType type_from(Type type) {
  const auto* found = std::find_if(kTypes.begin(), kTypes.end(),
                                   [&](const auto& pair) { return pair.first == type; });
  if (found == kTypes.end()) throw std::runtime_error("a type that libphonenumber did not have");
  return found->second;
}

}  // namespace

Opinion opinion_of(const NumberFacts& facts) {
  return {facts.verdict == NumberVerdict::kAssignable, std::string(facts.region), facts.type};
}

std::string installed_table() {
  std::map<int, std::vector<const PhoneMetadata*>> codes;
  for (const PhoneMetadata& region : collection().metadata()) {
    auto& regions = codes[region.country_code()];
    regions.insert(region.main_country_for_code() ? regions.begin() : regions.end(), &region);
  }
  std::string text("package libphonenumber\nversion installed\ndate 2022-10-01\n");
  for (const auto& [code, regions] : codes) {
    text.append("calling-code ").append(std::to_string(code)).append("\n");
    for (const PhoneMetadata* region : regions) append_region(text, *region);
  }
  return text;
}

std::vector<std::string> installed_examples() {
  std::vector<std::string> numbers;
  for (const PhoneMetadata& region : collection().metadata()) {
    for (const auto& [name, desc] : types_of(region)) {
      if (!desc->has_example_number()) continue;
      numbers.push_back(std::string(1, '+')
                            .append(std::to_string(region.country_code()))
                            .append(desc->example_number()));
    }
  }
  return numbers;
}

Opinion ask_libphonenumber(int calling_code, const std::string& national) {
  static const PhoneNumberUtil& util = *PhoneNumberUtil::GetInstance();
  const std::size_t zeros = std::min(national.find_first_not_of('0'), national.size() - 1);
  PhoneNumber number;
  number.set_country_code(calling_code);
  number.set_national_number(std::stoull(national));
  if (zeros > 0) {
    number.set_italian_leading_zero(true);
    number.set_number_of_leading_zeros(static_cast<int>(zeros));
  }
  Opinion opinion;
  util.GetRegionCodeForNumber(number, &opinion.region);
  if (opinion.region == "ZZ") opinion.region.clear();
  opinion.type = type_from(util.GetNumberType(number));
  opinion.valid = util.IsValidNumber(number);
  return opinion;
}

std::string trunk_prefix_by_libphonenumber(const std::string& region) {
  std::string prefix;
  PhoneNumberUtil::GetInstance()->GetNddPrefixForRegion(region, /*strip_non_digits=*/true, &prefix);
  return prefix;
}

std::string in_national_format(const std::string& e164) {
  const auto* util = PhoneNumberUtil::GetInstance();
  PhoneNumber number;
  std::string text;
  if (util->Parse(e164, "ZZ", &number) != PhoneNumberUtil::NO_PARSING_ERROR) return text;
  util->Format(number, PhoneNumberUtil::NATIONAL, &text);
  return text;
}

std::string read_by_libphonenumber(const std::string& text, const std::string& region) {
  const auto* util = PhoneNumberUtil::GetInstance();
  PhoneNumber number;
  std::string e164;
  if (util->Parse(text, region, &number) != PhoneNumberUtil::NO_PARSING_ERROR) return e164;
  if (util->IsValidNumber(number)) util->Format(number, PhoneNumberUtil::E164, &e164);
  return e164;
}

}  // namespace diallint::testing
