#include "region_tally.h"

namespace diallint {
namespace {

constexpr std::size_t kLetters = 26;
constexpr std::size_t kNowhere = kLetters * kLetters;
constexpr std::size_t kNoCountry = kNowhere + 1;  // "001"
constexpr std::size_t kNoRegion = kNowhere + 2;   // what no plan has

std::size_t letter(char c) noexcept {
  return static_cast<unsigned char>(c | 0x20) - std::size_t{'a'};
}

std::string name_of_place(std::size_t place) {
  if (place == kNoCountry) return "001";
  if (place >= kNowhere) return "";
  return {static_cast<char>('A' + place / kLetters), static_cast<char>('A' + place % kLetters)};
}

}  // namespace

std::size_t place_of_region(std::string_view region) noexcept {
  if (region.empty()) return kNowhere;
  if (region == "001") return kNoCountry;
  const std::size_t first = letter(region[0]);
  const std::size_t second = region.size() == 2 ? letter(region[1]) : kLetters;
  return first < kLetters && second < kLetters ? first * kLetters + second : kNoRegion;
}

std::map<std::string, std::uint64_t> RegionTally::by_region() const {
  std::map<std::string, std::uint64_t> regions;
  for (std::size_t place = 0; place < counts_.size(); ++place)
    if (counts_[place] > 0) regions[name_of_place(place)] += counts_[place];
  return regions;
}

}  // namespace diallint
