#include "phone_reader.h"

namespace diallint {
namespace {

std::size_t letter(char c) noexcept {
  return static_cast<unsigned char>(c | 0x20) - std::size_t{'a'};
}

}  // namespace

std::size_t PhoneReader::place_of(std::string_view region) noexcept {
  if (region.empty()) return kNowhere;
  if (region == "001") return kNoCountry;
  const std::size_t first = letter(region[0]);
  const std::size_t second = region.size() == 2 ? letter(region[1]) : kLetters;
  return first < kLetters && second < kLetters ? first * kLetters + second : kNoRegion;
}

PhoneReader::PhoneReader(const Settings& settings) : settings_(settings) {
  const PhonePolicy& policy = settings.phone_policy;
  if (!policy.allowed_regions.empty()) denied_.set();
  for (const std::string& region : policy.allowed_regions) denied_.reset(place_of(region));
  for (const std::string& region : policy.denied_regions) denied_.set(place_of(region));
  if (policy.denied_types) {
    for (const NumberType type : *policy.denied_types) {
      denied_types_.set(static_cast<std::size_t>(type));
    }
  } else if (settings.severity.contains("phone-type")) {
    for (const NumberType type : kDeniedTypes) denied_types_.set(static_cast<std::size_t>(type));
  }
  judges_regions_ = denied_.any();
  judges_types_ = denied_types_.any();
}

}  // namespace diallint
