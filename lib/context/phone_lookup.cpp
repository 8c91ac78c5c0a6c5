#include "context/phone_lookup.h"

namespace diallint {
PhoneReader::PhoneReader(const Settings& settings, RegionTally& tally)
    : settings_(settings), tally_(tally) {
  const PhonePolicy& policy = settings.phone_policy;
  if (!policy.allowed_regions.empty()) denied_.set();
  for (const std::string& region : policy.allowed_regions) denied_.reset(place_of_region(region));
  for (const std::string& region : policy.denied_regions) denied_.set(place_of_region(region));
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
