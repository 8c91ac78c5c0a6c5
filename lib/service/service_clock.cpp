#include "service/service_clock.h"

#include <utility>

namespace diallint {
namespace {

constexpr Millis kSecond = 1000;
constexpr std::int32_t kNanos = 1'000'000;  // of a millisecond

}  // namespace

Millis millis_of(const Instant& instant) noexcept {
  return instant.seconds * kSecond + instant.nanos / kNanos;
}

Instant instant_of_millis(Millis millis) noexcept {
  Millis seconds = millis / kSecond;
  Millis rest = millis % kSecond;
  if (rest < 0) {
    --seconds;
    rest += kSecond;
  }
  return {seconds, static_cast<std::int32_t>(rest) * kNanos, false};
}

ServiceClock::ServiceClock(std::function<Instant()> machine, const std::optional<Instant>& now)
    : machine_(std::move(machine)) {
  if (now) set(*now);
}

Instant ServiceClock::now() const {
  return instant_of_millis(fixed_ ? *fixed_ : millis_of(machine_()) + offset_);
}

void ServiceClock::advance(Millis by) noexcept {
  if (fixed_)
    *fixed_ += by;
  else
    offset_ += by;
}

}  // namespace diallint
