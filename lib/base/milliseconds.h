// Instants in whole milliseconds, as requests and their batches are dated.
#pragma once
#include <cstdint>

#include "diallint/instant.h"

namespace diallint {

/// Since 1970 in UTC.
using Millis = std::int64_t;

inline constexpr Millis kMillisInSecond = 1000;
inline constexpr std::int32_t kNanosInMilli = 1'000'000;

inline Instant instant_of(Millis millis) noexcept {
  Millis seconds = millis / kMillisInSecond;
  Millis rest = millis % kMillisInSecond;
  if (rest < 0) {
    --seconds;
    rest += kMillisInSecond;
  }
  return {seconds, static_cast<std::int32_t>(rest) * kNanosInMilli, false};
}

/// The last one that is not behind the instant.
inline Millis floor_millis(const Instant& instant) noexcept {
  return instant.seconds * kMillisInSecond + instant.nanos / kNanosInMilli;
}

/// The first one that is not before the instant.
inline Millis ceil_millis(const Instant& instant) noexcept {
  const bool rest = instant.nanos % kNanosInMilli != 0 || instant.finer;
  return floor_millis(instant) + (rest ? 1 : 0);
}

}  // namespace diallint
