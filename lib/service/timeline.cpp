#include "service/timeline.h"

#include <utility>

namespace diallint {
namespace {

constexpr Millis kMinute = 60 * kMillisInSecond;
constexpr Millis kHour = 60 * kMinute;
constexpr Millis kDay = 24 * kHour;

/// Lengths that people read; each is a whole number of those before it.
constexpr Millis kSteps[] = {kMillisInSecond, 5 * kMillisInSecond, 15 * kMillisInSecond,
                             kMinute,         5 * kMinute,         15 * kMinute,
                             kHour,           6 * kHour,           kDay};

Millis longer_than(Millis step) noexcept {
  for (const Millis next : kSteps)
    if (next > step) return next;
  return step * 7;
}

std::int64_t floor_quotient(std::int64_t number, std::int64_t by) noexcept {
  const std::int64_t quotient = number / by;
  return number % by < 0 ? quotient - 1 : quotient;
}

}  // namespace

std::int64_t Timeline::index(Millis at) const noexcept { return floor_quotient(at, step_); }

void Timeline::add(Millis at, Mark mark) {
  ++counts_[index(at)][static_cast<std::size_t>(mark)];
  while (counts_.rbegin()->first - counts_.begin()->first >= kMostSteps) widen();
}

void Timeline::take_back(Millis at, Mark mark) {
  const auto found = counts_.find(index(at));
  --found->second[static_cast<std::size_t>(mark)];
  if (found->second == Counts{}) counts_.erase(found);
}

void Timeline::clear() {
  counts_.clear();
  step_ = kMillisInSecond;
}

void Timeline::widen() {
  const Millis next = longer_than(step_);
  std::map<std::int64_t, Counts> wider;
  for (const auto& [at, counts] : counts_) {
    Counts& sum = wider[floor_quotient(at, next / step_)];
    for (std::size_t i = 0; i < kMarks; ++i) sum[i] += counts[i];
  }
  counts_ = std::move(wider);
  step_ = next;
}

}  // namespace diallint
