#include "samples/phone_samples.h"

#include <algorithm>
#include <vector>

namespace diallint {
namespace {

using Ranges = std::vector<FictionalRange>;

std::string draw(const FictionalRange& range, Random& random) {
  return number_in(range, random.below(range.count)).data();
}

// Those of one region each.
std::vector<Ranges> personal_by_region() {
  std::vector<Ranges> regions;
  for (const FictionalRange& range : fictional_ranges()) {
    if (!is_personal(range)) continue;
    if (regions.empty() || regions.back().back().region != range.region) regions.emplace_back();
    regions.back().push_back(range);
  }
  return regions;
}

}  // namespace

bool is_personal(const FictionalRange& range) noexcept {
  return range.type == NumberType::kFixed || range.type == NumberType::kMobile ||
         range.type == NumberType::kFixedOrMobile;
}

std::span<const FictionalRange> fictional_ranges() {
  static const Ranges kRanges = [] {
    const FictionalNumbers all(NumberingPlan::builtin());
    Ranges ranges(all.ranges().begin(), all.ranges().end());
    std::erase_if(ranges, [](const FictionalRange& r) { return r.type == NumberType::kNone; });
    return ranges;
  }();
  return kRanges;
}

std::string make_number(const Check&, Random& random, const Instant&) {
  static const std::vector<Ranges> kRegions = personal_by_region();
  const Ranges& ranges = kRegions[random.below(kRegions.size())];
  return draw(ranges[random.below(ranges.size())], random);
}

std::string make_number_of(NumberType type, Random& random) {
  Ranges ranges;
  for (const FictionalRange& range : fictional_ranges()) {
    if (range.type == type) ranges.push_back(range);
  }
  return ranges.empty() ? std::string() : draw(ranges[random.below(ranges.size())], random);
}

std::string_view region_in_words(std::string_view region) noexcept {
  if (region.empty()) return "no region";
  return region == "001" ? "an international service" : region;
}

}  // namespace diallint
