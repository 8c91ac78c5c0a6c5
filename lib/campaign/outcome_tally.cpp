#include "campaign/outcome_tally.h"

#include <algorithm>
#include <functional>
#include <string>
#include <utility>

namespace diallint {
namespace {

constexpr Millis kMillisInHour = 3600 * kMillisInSecond;
constexpr std::int64_t kHoursInDay = 24;

/// The next longer period, in whole parts of a day and then in days.
constexpr std::int64_t longer(std::int64_t hours) noexcept {
  return hours == 2 ? 3 * hours : 2 * hours;
}
static_assert(longer(longer(longer(longer(1)))) == kHoursInDay);

/// Rounded down, before 1970 as well.
constexpr std::int64_t floored(std::int64_t value, std::int64_t unit) noexcept {
  return value / unit - (value % unit < 0 ? 1 : 0);
}

std::uint64_t& count_in(OutcomeCounts& counts, std::size_t outcome) noexcept {
  const std::array<std::uint64_t*, 3> members = {&counts.taken, &counts.failed, &counts.unanswered};
  return *members[outcome];
}

}  // namespace

std::string_view to_string(RowOutcome outcome) noexcept {
  constexpr std::array<std::string_view, 3> kWords = {"taken", "failed", "unanswered"};
  return kWords[static_cast<std::size_t>(outcome)];
}

void OutcomeTally::note_time(RowOutcome outcome, Millis submission) {
  const std::int64_t hour = floored(submission, kMillisInHour);
  ++periods_[period_of(hour)][static_cast<std::size_t>(outcome)];
  while (periods_.size() > kMostPeriods) widen();
}

void OutcomeTally::note_region(RowOutcome outcome, std::string_view region) {
  RegionTally& tally = regions_[static_cast<std::size_t>(outcome)];
  tally.note(region);
  tally.settle();
}

std::int64_t OutcomeTally::period_of(std::int64_t hour) const noexcept {
  return floored(hour, hours_) * hours_;
}

void OutcomeTally::widen() {
  hours_ = longer(hours_);
  for (const auto& [hour, counts] : std::exchange(periods_, {})) {
    Counts& sum = periods_[period_of(hour)];
    std::transform(sum.begin(), sum.end(), counts.begin(), sum.begin(), std::plus<>());
  }
}

void OutcomeTally::hand_to(ReconcileSummary& summary) const {
  summary.period_hours = static_cast<std::uint64_t>(hours_);
  for (const auto& [hour, counts] : periods_) {
    OutcomePeriod& period = summary.by_period.emplace_back();
    period.from = instant_of(hour * kMillisInHour);
    for (std::size_t i = 0; i < counts.size(); ++i) count_in(period.counts, i) = counts[i];
  }
  for (std::size_t i = 0; i < regions_.size(); ++i)
    for (const auto& [region, count] : regions_[i].by_region())
      count_in(summary.by_region[region], i) = count;
}

}  // namespace diallint
