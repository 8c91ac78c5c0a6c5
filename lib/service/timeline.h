// How many requests came, were dialled and expired when, and how many are still to expire when.
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <map>

#include "service/service_clock.h"

namespace diallint {

enum class Mark : std::uint8_t { kReceived, kAnswered, kUnanswered, kExpired, kDue };
inline constexpr std::size_t kMarks = 5;

/// Counts by step of time. However far the times lie apart, there are at most kMostSteps from the
/// first to the last: the steps then get longer.
class Timeline {
 public:
  static constexpr std::int64_t kMostSteps = 120;
  using Counts = std::array<std::uint64_t, kMarks>;

  void add(Millis at, Mark mark);
  /// What was added with the same time and mark comes no more.
  void take_back(Millis at, Mark mark);
  void clear();

  Millis step() const noexcept { return step_; }
  /// By the number of steps since 1970. Those with no request may be missing.
  const std::map<std::int64_t, Counts>& counts() const noexcept { return counts_; }

 private:
  std::int64_t index(Millis at) const noexcept;
  void widen();

  Millis step_ = kMillisInSecond;
  std::map<std::int64_t, Counts> counts_;
};

}  // namespace diallint
