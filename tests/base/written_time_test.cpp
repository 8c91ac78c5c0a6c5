// Times in many forms, and which of them are certain to mean one moment.
#include "base/written_time.h"

#include <catch2/catch.hpp>
#include <string>

namespace diallint::test {
namespace {

// "2026-11-20T11:00:00.5Z offset", or "none".
std::string told(std::string_view text) {
  const auto time = read_written_time(text);
  if (!time) return "none";
  return to_rfc3339(time->instant) + (time->has_offset ? " offset" : "");
}

struct Row {
  const char* text;
  const char* moment;
};

}  // namespace

TEST_CASE("A moment is read where date, minute and zone are said", "[written_time]") {
  constexpr Row kRows[] = {
      {"2026-11-20T12:00:00Z", "2026-11-20T12:00:00Z"},
      {"2026-11-20t12:00:00.250z", "2026-11-20T12:00:00.25Z"},
      {"2026-11-20T12:00:00.123456789Z", "2026-11-20T12:00:00.123456789Z"},
      {"2026-11-20T12:00:00,5Z", "2026-11-20T12:00:00.5Z"},
      {"2026-11-20 12:00:00Z", "2026-11-20T12:00:00Z"},
      {"2026-11-20 12:00:00 UTC", "2026-11-20T12:00:00Z"},
      {"2026-11-20T12:00:00 Z", "2026-11-20T12:00:00Z"},
      {"2026-11-20T12:00Z", "2026-11-20T12:00:00Z"},
      {"2026-11-20 12:00 UTC", "2026-11-20T12:00:00Z"},
      {" 2026-11-20T12:00:00Z\r\n", "2026-11-20T12:00:00Z"},
      {"\"2026-11-20T12:00:00Z\"", "2026-11-20T12:00:00Z"},
      {"' 2026-11-20T12:00:00Z '", "2026-11-20T12:00:00Z"},
      {"2026-11-20T12:00:00+01:00", "2026-11-20T11:00:00Z offset"},
      {"2026-11-20T12:00:00+00:00", "2026-11-20T12:00:00Z offset"},
      {"2026-11-20T12:00:00.5-0530", "2026-11-20T17:30:00.5Z offset"},
      {"2026-11-20 12:00:00.123456+01", "2026-11-20T11:00:00.123456Z offset"},
      {"2026-11-20 12:00:00 +0100", "2026-11-20T11:00:00Z offset"},
      {"2026-11-20T12:00+01:00", "2026-11-20T11:00:00Z offset"},
      // a part is missing, or there is more than one way to read it
      {"2026-11-20T12:00:00", "none"},
      {"2026-11-20 12:00:00.123456", "none"},
      {"2026-11-20T12:00", "none"},
      {"2026-11-20", "none"},
      {"2026-11-20T12:00:00+01:00Z", "none"},
      {"2026-11-20T12:00:00+01:00[Europe/Berlin]", "none"},
      {"2026-11-20 12:00:00 America/New_York", "none"},
      {"2026-11-20T12:00:00 CET", "none"},
      {"2026-11-20 01:00 PM UTC", "none"},
      {"20261120T120000Z", "none"},
      {"1795176000", "none"},
      {"20/11/2026 12:00:00Z", "none"},
      // no such moment
      {"2026-02-30T12:00:00Z", "none"},
      {"2026-11-20T24:00:00Z", "none"},
      {"2026-11-20T12:00:60Z", "none"},
      {"2026-11-20T12:00:00.Z", "none"},
      {"", "none"},
      {"\"\"", "none"},
      {"'2026-11-20T12:00:00Z\"", "none"},
  };
  for (const Row& row : kRows) {
    INFO(row.text);
    CHECK(told(row.text) == row.moment);
  }
  CHECK(told("2026-11-20T12:00:00." + std::string(60, '1') + "Z") == "none");
}

}  // namespace diallint::test
