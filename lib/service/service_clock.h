// The service's own time: the machine's, or one that stands still until it is moved.
#pragma once
#include <cstdint>
#include <functional>
#include <optional>

#include "diallint/instant.h"

namespace diallint {

/// Since 1970 in UTC. Requests are dated to the millisecond.
using Millis = std::int64_t;

Millis millis_of(const Instant& instant) noexcept;
Instant instant_of_millis(Millis millis) noexcept;

class ServiceClock {
 public:
  ServiceClock(std::function<Instant()> machine, const std::optional<Instant>& now);

  Instant now() const;
  /// Stands still there from now on.
  void set(const Instant& now) { fixed_ = millis_of(now); }
  /// A clock that runs goes on running.
  void advance(Millis by) noexcept;
  bool stands_still() const noexcept { return fixed_.has_value(); }

 private:
  std::function<Instant()> machine_;
  std::optional<Millis> fixed_;
  Millis offset_ = 0;
};

}  // namespace diallint
