// What became of the rows of a list, by time and by the country of the number: counts that take as
// much memory for a million rows as for a thousand.
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string_view>

#include "base/milliseconds.h"
#include "diallint/reconcile.h"
#include "phone/region_counts.h"

namespace diallint {

enum class RowOutcome : std::uint8_t { kTaken, kFailed, kUnanswered };

/// As outcome.csv has it.
std::string_view to_string(RowOutcome outcome) noexcept;

/// One thread.
class OutcomeTally {
 public:
  /// The most periods; with more, each becomes longer.
  static constexpr std::size_t kMostPeriods = 48;

  /// Counts a row that was to be sent then.
  void note_time(RowOutcome outcome, Millis submission);
  /// Counts a row whose number belongs to the region.
  void note_region(RowOutcome outcome, std::string_view region);

  /// Puts what was counted into a summary.
  void hand_to(ReconcileSummary& summary) const;

 private:
  using Counts = std::array<std::uint64_t, 3>;  // by outcome

  std::int64_t period_of(std::int64_t hour) const noexcept;
  void widen();

  std::map<std::int64_t, Counts> periods_;  // by their first hour since 1970
  std::int64_t hours_ = 1;                  // of each
  std::array<RegionTally, 3> regions_;      // by outcome
};

}  // namespace diallint
