// Reading times: every day of the calendar against date, and what is wrong with a text.
#include "base/date_time.h"

#include <date/date.h>
#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <sstream>

#include "base/random.h"
#include "support/lint.h"

namespace diallint::test {
namespace {

struct Fault {
  const char* text;
  TimeError fault;
  bool instant;  // whether a moment can be read all the same
};
constexpr Fault kFaults[] = {
    {"2024-12-05T19:35:00.000Z", TimeError::kNone, true},
    {"2024-12-05T19:35:00Z", TimeError::kNone, true},
    {"2024-12-05t19:35:00z", TimeError::kNone, true},
    {"2024-12-05T19:35:00.123456789012Z", TimeError::kNone, true},
    {"0000-01-01T00:00:00Z", TimeError::kNone, true},
    {"9999-12-31T23:59:59.999Z", TimeError::kNone, true},
    {"2024-02-29T00:00:00Z", TimeError::kNone, true},
    {"", TimeError::kEmpty, false},
    {" ", TimeError::kShape, false},
    {"now", TimeError::kShape, false},
    {"2024-12-05T19:35Z", TimeError::kShape, false},
    {"2024-12-05T19Z", TimeError::kShape, false},
    {"2024-12-5T19:35:00Z", TimeError::kShape, false},
    {"24-12-05T19:35:00Z", TimeError::kShape, false},
    {"+2024-12-05T19:35:00Z", TimeError::kShape, false},
    {"2024-12-05T19:35:00Z ", TimeError::kShape, false},
    {" 2024-12-05T19:35:00Z", TimeError::kShape, false},
    {"2024-12-05T19:35:00ZZ", TimeError::kShape, false},
    {"2024-12-05T19:35:00+1", TimeError::kShape, false},
    {"2024-12-05T19:35:00+24:00", TimeError::kShape, false},
    {"2024-12-05T19:35:00+01:60", TimeError::kShape, false},
    {"2024-12-05T19:35:00 UTC", TimeError::kShape, false},
    {"20241205T193500Z", TimeError::kShape, false},
    {"2024-W49-4T19:35:00Z", TimeError::kShape, false},
    {"2024-12-05", TimeError::kDateOnly, false},
    {"2024-02-30", TimeError::kDate, false},
    {"2024-12-05 19:35:00Z", TimeError::kSpace, true},
    {"2024-12-05T19:35:00", TimeError::kNoZone, false},
    {"2024-12-05T19:35:00.000", TimeError::kNoZone, false},
    {"2024-12-05T19:35:00+00:00", TimeError::kOffset, true},
    {"2024-12-05T19:35:00-00:00", TimeError::kOffset, true},
    {"2024-12-05T19:35:00+0530", TimeError::kOffset, true},
    {"2024-12-05T19:35:00-08", TimeError::kOffset, true},
    {"2023-02-29T19:35:00Z", TimeError::kDate, false},
    {"1900-02-29T19:35:00Z", TimeError::kDate, false},
    {"2024-00-05T19:35:00Z", TimeError::kDate, false},
    {"2024-13-05T19:35:00Z", TimeError::kDate, false},
    {"2024-12-00T19:35:00Z", TimeError::kDate, false},
    {"2024-12-32T19:35:00Z", TimeError::kDate, false},
    {"2024-12-05T24:00:00Z", TimeError::kTime, false},
    {"2024-12-05T23:60:00Z", TimeError::kTime, false},
    {"2024-12-05T23:59:61Z", TimeError::kTime, false},
    {"2024-12-05T23:59:60Z", TimeError::kLeapSecond, false},
    {"2024-12-05T19:35:00.Z", TimeError::kFraction, false},
    {"2024-12-05T19:35:00,5Z", TimeError::kFraction, false},
    {"1733427300", TimeError::kUnixTime, false},
    {"1733427300000", TimeError::kUnixTime, false},
    {"1733427300.5", TimeError::kUnixTime, false},
    {"45631.81597", TimeError::kDayNumber, false},
    {"45631,8", TimeError::kDayNumber, false},
    {"45631", TimeError::kDayNumber, false},
    {"59999.9", TimeError::kDayNumber, false},
    {"39999.9", TimeError::kShape, false},
    {"65631.81597", TimeError::kUnixTime, false},
    {"45631.", TimeError::kShape, false},
    {"45631.8x", TimeError::kShape, false},
    {"4563", TimeError::kShape, false},
    {"456310", TimeError::kShape, false},
    {"12/05/2024 19:35", TimeError::kSpreadsheet, false},
    {"05/12/24", TimeError::kSpreadsheet, false},
};

bool same(const TimeReading& a, const TimeReading& b) {
  return a.instant == b.instant && a.fault == b.fault && a.lower_case == b.lower_case &&
         a.fraction_digits == b.fraction_digits;
}

}  // namespace

TEST_CASE("Every day of the years 1 to 9999 is read as date reads it", "[time]") {
  using date::sys_days, date::days;
  const sys_days begin = date::year{1} / 1 / 1;
  const sys_days end = sys_days{date::year{9999} / 12 / 31} + days{1};
  std::uint64_t wrong = 0;
  const days step{static_cast<int>(every(29))};
  for (sys_days day = begin; day < end; day += step) {
    const date::year_month_day ymd{day};
    char text[32];
    *fmt::format_to(text, "{:04}-{:02}-{:02}T07:08:09.250Z", int{ymd.year()}, unsigned{ymd.month()},
                    unsigned{ymd.day()}) = '\0';
    const TimeReading reading = read_time(text);
    const std::int64_t seconds =
        std::int64_t{day.time_since_epoch().count()} * 86400 + 7 * 3600 + 8 * 60 + 9;
    wrong += reading.instant == Instant{seconds, 250'000'000, false} ? 0 : 1;
    if (day.time_since_epoch().count() % 997 != 0) continue;
    date::sys_time<std::chrono::milliseconds> parsed;
    std::istringstream in(text);
    in >> date::parse("%FT%TZ", parsed);
    wrong += !in.fail() && parsed.time_since_epoch().count() == seconds * 1000 + 250 ? 0 : 1;
    wrong += to_rfc3339(*reading.instant) == std::string(text, 22) + "Z" ? 0 : 1;
  }
  CHECK(wrong == 0);
}

TEST_CASE("Every day that no calendar has is refused", "[time]") {
  std::uint64_t wrong = 0;
  for (int year = 0; year <= 9999; year += year < 1890 ? 41 : year < 2110 ? 1 : 37) {
    for (unsigned month = 0; month <= 99; month += month < 14 ? 1 : 17) {
      for (unsigned day = 0; day <= 99; day += day < 33 ? 1 : 13) {
        const bool exists =
            (date::year{year} / static_cast<int>(month) / static_cast<int>(day)).ok();
        const auto reading =
            read_time(fmt::format("{:04}-{:02}-{:02}T00:00:00Z", year, month, day));
        wrong += reading.instant.has_value() == exists ? 0 : 1;
        wrong += (reading.fault == TimeError::kDate) == !exists ? 0 : 1;
      }
    }
  }
  CHECK(wrong == 0);
}

TEST_CASE("Faults of times", "[time]") {
  for (const auto& [text, fault, instant] : kFaults) {
    const TimeReading reading = read_time(text);
    INFO(text);
    CHECK(static_cast<int>(reading.fault) == static_cast<int>(fault));
    CHECK(reading.instant.has_value() == instant);
  }
}

TEST_CASE("No text is read past its end, whatever it is cut off at", "[time]") {
  const std::string whole = "2024-12-05T19:35:00.123+01:30";
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const std::vector<char> exactly(whole.begin(),
                                    whole.begin() + static_cast<std::ptrdiff_t>(size));
    const TimeReading reading = read_time({exactly.data(), exactly.size()});
    INFO(size);
    CHECK(reading.fault != TimeError::kNone);
    const bool offset = size >= 26 && (size == 26 || size == 29);
    CHECK(reading.instant.has_value() == offset);
  }
}

TEST_CASE("Offsets are taken off", "[time]") {
  const Instant utc = *read_time("2024-12-05T19:35:00Z").instant;
  for (const char* text : {"2024-12-05T20:35:00+01:00", "2024-12-06T01:05:00+05:30",
                           "2024-12-05T11:35:00-08:00", "2024-12-06T18:34:00+22:59"}) {
    CHECK(read_time(text).instant == utc);
  }
}

TEST_CASE("Fractions are exact, and finer than they can be held are known to be", "[time]") {
  CHECK(read_time("2024-12-05T19:35:00.000000001Z").instant->nanos == 1);
  CHECK(read_time("2024-12-05T19:35:00.1Z").instant->nanos == 100'000'000);
  const Instant finer = *read_time("2024-12-05T19:35:00.0000000001Z").instant;
  CHECK(finer.nanos == 0);
  CHECK(finer.finer);
  CHECK(finer > *read_time("2024-12-05T19:35:00Z").instant);
  CHECK(finer < *read_time("2024-12-05T19:35:00.000000001Z").instant);
  CHECK_FALSE(read_time("2024-12-05T19:35:00." + std::string(500, '0') + "Z").instant->finer);
  CHECK(read_time("2024-12-05T19:35:00." + std::string(300, '1') + "Z").fraction_digits == 300);
}

TEST_CASE("Differences in seconds", "[time]") {
  struct Row {
    Instant a, b;
    const char* text;
  };
  const Row rows[] = {{{10, 0}, {0, 0}, "10"},
                      {{0, 0}, {10, 0}, "-10"},
                      {{900, 1'000'000}, {0, 0}, "900.001"},
                      {{0, 0}, {0, 1}, "-0.000000001"},
                      {{1, 0}, {0, 999'999'999}, "0.000000001"},
                      {{0, 999'999'999}, {1, 0}, "-0.000000001"},
                      {{-5, 500'000'000}, {0, 0}, "-4.5"},
                      {{-1, 1}, {0, 0}, "-0.999999999"},
                      {{-2, 1}, {0, 0}, "-1.999999999"},
                      {{2, 0}, {0, 1}, "1.999999999"},
                      {{1, 1}, {0, 0}, "1.000000001"},
                      {{5, 0}, {5, 0}, "0"}};
  for (const Row& row : rows) CHECK(seconds_between(row.a, row.b) == row.text);
}

TEST_CASE("A reader that remembers the hour reads as one that does not", "[time]") {
  Random random(29);
  TimeReader reader;
  constexpr std::string_view kBytes = "0123456789TZtz:.-+ ";
  for (int i = 0; i < rounds(200'000); ++i) {
    const std::int64_t base = random.once_in(50) ? -5'000'000 : 1'795'176'000;
    Instant instant{base + random.between(-8000, 8000),
                    static_cast<std::int32_t>(random.below(1000)) * 1'000'000, false};
    std::string text = to_rfc3339(instant);
    if (text.size() == 20) text.insert(19, ".000");
    while (text.size() < 24) text.insert(text.size() - 1, "0");
    if (random.once_in(3)) text[random.below(text.size())] = random.one_of(kBytes);
    if (random.once_in(40)) text.resize(random.below(text.size()));
    INFO(text);
    if (!same(reader.read(text), read_time(text))) FAIL();
  }
}

TEST_CASE("Moments of known seconds", "[time]") {
  struct Row {
    const char* text;
    std::int64_t seconds;
    std::int32_t nanos;
  };
  const Row rows[] = {
      {"1970-01-01T00:00:00Z", 0, 0},
      {"1970-01-01T00:00:01Z", 1, 0},
      {"1970-01-01T00:01:00Z", 60, 0},
      {"1970-01-01T01:00:00Z", 3600, 0},
      {"1970-01-02T00:00:00Z", 86'400, 0},
      {"1970-02-01T00:00:00Z", 2'678'400, 0},
      {"1971-01-01T00:00:00Z", 31'536'000, 0},
      {"1969-12-31T23:59:59Z", -1, 0},
      {"0000-01-01T00:00:00Z", -62'167'219'200, 0},
      {"9999-12-31T23:59:59Z", 253'402'300'799, 0},
      {"2026-11-20T12:34:56.7Z", 1'795'178'096, 700'000'000},
      {"2026-11-20T12:34:56.789Z", 1'795'178'096, 789'000'000},
      {"2026-11-20T12:34:56.123456789Z", 1'795'178'096, 123'456'789},
      {"2026-11-20T12:34:56.999999999999Z", 1'795'178'096, 999'999'999},
      {"2026-11-20T13:35:57+01:01", 1'795'178'097, 0},
      {"2026-11-20T11:33:57-01:01", 1'795'178'097, 0},
      {"2026-11-20T13:34:57+01", 1'795'178'097, 0},
      {"2026-11-20T13:35:57+0101", 1'795'178'097, 0},
      {"2026-11-20T12:34:57-00:00", 1'795'178'097, 0},
      {"2026-11-21T12:33:57+23:59", 1'795'178'097, 0},
      {"2026-11-20 12:34:57Z", 1'795'178'097, 0},
      {"2026-11-20t12:34:57z", 1'795'178'097, 0},
  };
  for (const Row& row : rows) {
    INFO(row.text);
    const TimeReading reading = read_time(row.text);
    REQUIRE(reading.instant);
    CHECK(reading.instant->seconds == row.seconds);
    CHECK(reading.instant->nanos == row.nanos);
    if (reading.fault != TimeError::kNone || reading.lower_case || reading.instant->finer) continue;
    CHECK(to_rfc3339(*reading.instant) == row.text);
  }
}

TEST_CASE("Any character in the place of any other", "[time]") {
  const std::string whole = "2024-12-05T19:35:00.250Z";
  for (std::size_t at = 0; at < whole.size(); ++at) {
    for (const char c : std::string_view("/:;-.,+ TtZzx\xFF\0", 15)) {
      std::string text = whole;
      text[at] = c;
      const TimeReading reading = read_time(text);
      INFO(Catch::Detail::stringify(text));
      const bool lower = (at == 10 && c == 't') || (at >= 19 && c == 'z');
      const bool sound = c == whole[at] || (lower && (at == 10 || at == 23));
      const TimeError expected = sound                            ? TimeError::kNone
                                 : at == 10 && c == ' '           ? TimeError::kSpace
                                 : at == 19 && c == ','           ? TimeError::kFraction
                                 : at > 0 && at <= 10 && c == '/' ? TimeError::kSpreadsheet
                                                                  : TimeError::kShape;
      CHECK(static_cast<int>(reading.fault) == static_cast<int>(expected));
      CHECK(reading.lower_case == lower);
    }
  }
}

TEST_CASE("Fields at their ends", "[time]") {
  struct Row {
    const char* text;
    TimeError fault;
  };
  const Row rows[] = {
      {"2024-01-01T00:00:00Z", TimeError::kNone},
      {"2024-12-31T23:59:59Z", TimeError::kNone},
      {"2024-12-31T24:59:59Z", TimeError::kTime},
      {"2024-12-31T23:60:59Z", TimeError::kTime},
      {"2024-12-31T23:59:61Z", TimeError::kTime},
      {"2024-12-31T23:59:60Z", TimeError::kLeapSecond},
      {"2024-12-31T24:59:60Z", TimeError::kTime},
      {"2024-04-31T23:59:60Z", TimeError::kDate},
      {"2024-04-31", TimeError::kDate},
      {"2024-04-30", TimeError::kDateOnly},
      {"2024-04-30T00:00:00+23:59", TimeError::kOffset},
      {"2024-04-30T00:00:00+24:00", TimeError::kShape},
      {"2024-04-30T00:00:00+00:60", TimeError::kShape},
      {"2024-04-30T00:00:00+00:59", TimeError::kOffset},
      {"2024-04-30T00:00:00+", TimeError::kShape},
      {"2024-04-30T00:00:00+01:", TimeError::kShape},
      {"2024-04-30T00:00:00+01:0", TimeError::kShape},
      {"2024-04-30T00:00:00+01:000", TimeError::kShape},
      {"2024-04-30T00:00:00.,5Z", TimeError::kShape},
      {"2024-04-30T00:00:00,Z", TimeError::kFraction},
      {"2024-04-30T00:00:00,5", TimeError::kFraction},
      {"2024-04-30T00:00:00.5", TimeError::kNoZone},
      {"2024-04-30 00:00:00", TimeError::kNoZone},
      {"2024-04-30 00:00:00+01:00", TimeError::kSpace},
      {"12345678", TimeError::kShape},
      {"123456789", TimeError::kUnixTime},
      {"12345678.", TimeError::kUnixTime},
      {"1234567a9", TimeError::kShape},
      {"1/2", TimeError::kSpreadsheet},
      {"9/9", TimeError::kSpreadsheet},
      {"0/0", TimeError::kSpreadsheet},
      {"a/2", TimeError::kShape},
      {"40000", TimeError::kDayNumber},
      {"50000", TimeError::kDayNumber},
      {"59999,99", TimeError::kDayNumber},
      {"4000", TimeError::kShape},
      {"400000", TimeError::kShape},
      {"30000", TimeError::kShape},
      {"60000", TimeError::kShape},
      {"4000a", TimeError::kShape},
      {"40000.", TimeError::kShape},
      {"40000,", TimeError::kShape},
      {"40000.5.5", TimeError::kUnixTime},
      {"40000;5", TimeError::kShape},
      {"40000.x", TimeError::kShape},
      {"40000.0", TimeError::kDayNumber},
  };
  for (const Row& row : rows) {
    INFO(row.text);
    CHECK(static_cast<int>(read_time(row.text).fault) == static_cast<int>(row.fault));
  }
}

TEST_CASE("What stands behind a text is none of it", "[time]") {
  CHECK_FALSE(is_day_number(std::string_view("40005").substr(0, 4)));
  CHECK(is_day_number(std::string_view("40005.55").substr(0, 5)));
  CHECK_FALSE(is_day_number(std::string_view("40005.55").substr(0, 6)));
  CHECK(is_day_number(std::string_view("40005.5x").substr(0, 7)));
  CHECK(read_time(std::string_view("2024-12-05T19:35:00Zz").substr(0, 20)).fault ==
        TimeError::kNone);
  CHECK(read_time(std::string_view("2024-12-05T19:35:00Z").substr(0, 19)).fault ==
        TimeError::kNoZone);
}

TEST_CASE("Fractions have the digits that they are written with", "[time]") {
  for (unsigned digits = 1; digits <= 12; ++digits) {
    for (const char last : {'0', '9'}) {
      const std::string fraction = std::string(digits - 1, '0') + last;
      const TimeReading reading = read_time("2024-12-05T19:35:00." + fraction + "Z");
      INFO(fraction);
      CHECK(reading.fraction_digits == digits);
      REQUIRE(reading.instant);
      std::int64_t nanos = last - '0';
      for (unsigned n = digits; n < 9; ++n) nanos *= 10;
      CHECK(reading.instant->nanos == (digits > 9 ? 0 : nanos));
      CHECK(reading.instant->finer == (digits > 9 && last == '9'));
    }
  }
}

TEST_CASE("A time in the hour of the one before is read as it is alone", "[time]") {
  constexpr std::string_view kOthers = "/0123459:;-.,+ TtZzx\x80";
  for (const char* first :
       {"2026-11-20T12:34:56.789Z", "1970-01-01T00:00:00.000Z", "1969-12-31T23:59:59.000Z",
        "2026-11-20T12:34:56.789z", "2026-11-20T12:34:56.78Z", "2026-11-20T12:34:56.7891Z",
        "2026-11-20T13:34:56.78+1", "2026-11-20T12:34:60.789Z"}) {
    TimeReader reader;
    reader.read(first);
    for (std::size_t at = 0; at < 24; ++at) {
      for (const char c : kOthers) {
        std::string text = "2026-11-20T12:34:56.789Z";
        text[at] = c;
        INFO(first << " then " << Catch::Detail::stringify(text));
        TimeReader again = reader;
        CHECK(same(again.read(text), read_time(text)));
        text[20] = '9';
        CHECK(same(again.read(text), read_time(text)));
      }
    }
  }
}

TEST_CASE("An hour is remembered to its last millisecond", "[time]") {
  TimeReader reader;
  reader.read("2026-11-20T12:34:56.789Z");
  for (const char* text :
       {"2026-11-20T12:00:00.000Z", "2026-11-20T12:59:59.999Z", "2026-11-20T12:60:00.000Z",
        "2026-11-20T12:59:60.000Z", "2026-11-20T12:09:09.099Z", "2026-11-20T12:90:09.909Z",
        "2026-11-20T13:00:00.000Z", "2026-11-20T13:59:59.999Z", "1970-01-01T00:00:00.000Z",
        "1970-01-01T00:59:59.001Z", "1969-12-31T23:59:59.999Z", "1969-12-31T23:00:00.000Z",
        "2026-11-20T13:01:02.003Z", "2026-11-20T13:01:02.003", "2026-11-20T13:01:02.0034Z",
        "2026-11-20T13:01:02.003Zx", "2026-11-20T13:01:02.003Z ", "2026-11-20T13:01:02.003Z"}) {
    INFO(text);
    const TimeReading expected = read_time(text);
    const TimeReading& reading = reader.read(text);
    CHECK(same(reading, expected));
    CHECK(same(reader.read(text), expected));
  }
}

TEST_CASE("RFC 3339 there and back", "[time]") {
  for (const char* text : {"2026-11-20T12:00:00Z", "1969-12-31T23:59:59.5Z", "0000-01-01T00:00:00Z",
                           "9999-12-31T23:59:59.999999999Z"}) {
    const auto instant = parse_rfc3339(text);
    REQUIRE(instant);
    CHECK(to_rfc3339(*instant) == text);
  }
  CHECK(parse_rfc3339("2026-11-20T13:00:00+01:00") == parse_rfc3339("2026-11-20T12:00:00Z"));
  CHECK_FALSE(parse_rfc3339("2026-11-20"));
  CHECK_FALSE(parse_rfc3339("2026-11-20 12:00:00Z"));
  CHECK(to_rfc3339(kNow) == "2026-11-20T12:00:00Z");
}

}  // namespace diallint::test
