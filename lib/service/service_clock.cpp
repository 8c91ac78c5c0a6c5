#include "service/service_clock.h"

#include <utility>

namespace diallint {
ServiceClock::ServiceClock(std::function<Instant()> machine, const std::optional<Instant>& now)
    : machine_(std::move(machine)) {
  if (now) set(*now);
}

Instant ServiceClock::now() const {
  return instant_of(fixed_ ? *fixed_ : floor_millis(machine_()) + offset_);
}

void ServiceClock::advance(Millis by) noexcept {
  if (fixed_)
    *fixed_ += by;
  else
    offset_ += by;
}

}  // namespace diallint
