// How many of a run's numbers belong to each region: what the report on a whole campaign shows.
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace diallint {

/// Regions as the numbering plan names them, each with a place in a table of this size.
inline constexpr std::size_t kRegionPlaces = 26 * 26 + 3;

/// The place of "GB", of "001" (a calling code that belongs to no country), of "" (no plan has the
/// number), and of all that no plan has.
inline std::size_t place_of_region(std::string_view region) noexcept {
  constexpr std::size_t kNowhere = kRegionPlaces - 3;
  if (region.size() == 2) {
    const auto letter = [](char c) {
      return static_cast<unsigned char>(c | 0x20) - std::size_t{'a'};
    };
    const std::size_t first = letter(region[0]);
    const std::size_t second = letter(region[1]);
    if (first < 26 && second < 26) return first * 26 + second;
  }
  return region.empty() ? kNowhere : region == "001" ? kNowhere + 1 : kNowhere + 2;
}

/// Counts numbers by region; no number is kept. What was noted since the last settle() can be taken
/// back. One thread.
class RegionTally {
 public:
  void note(std::string_view region) {
    noted_.push_back(static_cast<std::uint16_t>(place_of_region(region)));
  }
  /// How many are noted, and back to fewer.
  std::size_t noted() const noexcept { return noted_.size(); }
  void go_back(std::size_t noted) { noted_.resize(noted); }
  /// Counts what is noted, for good.
  void settle() noexcept;
  /// Adds what another one has counted, which begins anew. Neither has anything noted.
  void take(RegionTally& other) noexcept;

  /// Those that any counted number belongs to, by the name that the plan gives them.
  std::map<std::string, std::uint64_t> by_region() const;
  void clear() noexcept;

 private:
  static_assert(kRegionPlaces <= UINT16_MAX);

  std::vector<std::uint16_t> noted_;  // places
  std::array<std::uint64_t, kRegionPlaces> counts_{};
};

}  // namespace diallint
