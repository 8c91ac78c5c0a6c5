/// @file
/// Points in time, in UTC and exact.
///
///     const diallint::Instant now = diallint::current_time();
///     std::string text = diallint::to_rfc3339(now);  // "2026-11-20T12:00:00Z"
#pragma once
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "diallint/export.h"

namespace diallint {

/// A point in time in UTC. `finer` says that digits other than 0 stand behind the ninth of the
/// fraction: enough to compare exactly with any instant of whole nanoseconds.
struct Instant {
  std::int64_t seconds = 0;  ///< since 1970-01-01T00:00:00Z
  std::int32_t nanos = 0;    ///< 0 to 999,999,999
  bool finer = false;

  friend auto operator<=>(const Instant&, const Instant&) = default;
};

/// RFC 3339 with Z and as many fractional digits as needed: "2026-11-20T12:00:00Z".
DIALLINT_API std::string to_rfc3339(const Instant& instant);

/// Reads an RFC 3339 date-time with `Z` or an offset; nothing if the text is anything else.
DIALLINT_API std::optional<Instant> parse_rfc3339(std::string_view text) noexcept;

/// Reads the wall clock once.
DIALLINT_API Instant current_time();

}  // namespace diallint
