#include "phone/region_counts.h"

namespace diallint {
namespace {

std::string name_of_place(std::size_t place) {
  if (place == place_of_region("001")) return "001";
  if (place >= place_of_region("")) return "";
  return {static_cast<char>('A' + place / 26), static_cast<char>('A' + place % 26)};
}

}  // namespace

void RegionTally::settle() noexcept {
  for (const std::uint16_t place : noted_) ++counts_[place];
  noted_.clear();
}

void RegionTally::take(RegionTally& other) noexcept {
  for (std::size_t place = 0; place < counts_.size(); ++place)
    counts_[place] += other.counts_[place];
  other.counts_.fill(0);
}

void RegionTally::clear() noexcept {
  noted_.clear();
  counts_.fill(0);
}

std::map<std::string, std::uint64_t> RegionTally::by_region() const {
  std::map<std::string, std::uint64_t> regions;
  for (std::size_t place = 0; place < counts_.size(); ++place)
    if (counts_[place] > 0) regions[name_of_place(place)] += counts_[place];
  return regions;
}

}  // namespace diallint
