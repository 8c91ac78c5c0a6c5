// Date-times as they are written in dial requests: read exactly, and what is wrong with them.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "diallint/instant.h"

namespace diallint {

/// Why a text is not the UTC date-time that the documents call for.
enum class TimeError : std::uint8_t {
  kNone,
  kEmpty,
  kShape,  ///< nothing like a date-time
  kSpace,  ///< a space in place of the T
  kDateOnly,
  kNoZone,
  kOffset,       ///< a numeric offset in place of Z
  kDate,         ///< a day that no calendar has
  kTime,         ///< an hour or minute out of range
  kLeapSecond,   ///< second 60
  kFraction,     ///< a point without digits behind it, or a comma
  kUnixTime,     ///< digits only, as a Unix timestamp
  kDayNumber,    ///< a count of days, as spreadsheets store a date
  kSpreadsheet,  ///< a date as spreadsheets write it
};

/// What a text says of a time.
struct TimeReading {
  std::optional<Instant> instant;  ///< where one can be read, with or without a fault
  TimeError fault = TimeError::kNone;
  bool lower_case = false;  ///< `t` or `z`
  unsigned fraction_digits = 0;
};

/// Reads a date-time; never fails, says what is wrong instead. Years 0000 to 9999.
TimeReading read_time(std::string_view text) noexcept;

/// Whether a text is the count of days since 1900 by which spreadsheets store a date-time of the
/// years 2009 to 2064: 45631.81597, 45631,8 or 45631.
bool is_day_number(std::string_view text) noexcept;

/// a - b in seconds as the text of a JSON number: "900.001", "-12". Exact to the nanosecond;
/// `finer` digits are dropped.
std::string seconds_between(const Instant& a, const Instant& b);

/// The instant `seconds` later (or earlier).
inline Instant shifted(Instant instant, std::int64_t seconds) noexcept {
  instant.seconds += seconds;
  return instant;
}

/// Reads many timestamps that share their hour quickly. One thread.
class TimeReader {
 public:
  /// Valid until the next call.
  const TimeReading& read(std::string_view text) noexcept;

  /// The second, in the count of Instant, of a date-time that is written as the documented example
  /// is, within the hour of the last such one that read() was given; nothing for any other.
  std::optional<std::int64_t> second_in_hour(std::string_view text) const noexcept;

 private:
  bool read_in_hour(std::string_view text) noexcept;

  TimeReading reading_;
  char hour_[13] = {};              // "2026-11-20T12"
  std::int64_t hour_seconds_ = -1;  // of that hour; -1: none yet (no instant of 1969 is remembered)
};

/// Appends what to_rfc3339() returns.
void append_rfc3339(std::string& out, const Instant& instant);

}  // namespace diallint
