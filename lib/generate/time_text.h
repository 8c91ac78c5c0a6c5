// UTC times in the form of the service's documented example, 2024-12-05T19:35:00.000Z.
#pragma once
#include <cstdint>
#include <string>

namespace diallint {

/// Writes one time after the other; the day is put into words once as long as it stays the same.
class TimeText {
 public:
  /// Appends the moment, milliseconds since 1970 in the years 0000 to 9999. `whole_seconds` leaves
  /// the fraction out, which must be 0.
  void append(std::string& out, std::int64_t millis, bool whole_seconds);

 private:
  std::int64_t day_ = 0;
  std::string prefix_;  // of the day, with its T; empty: none yet
};

}  // namespace diallint
