#include "base/date_time.h"

#include <date/date.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>
#include <chrono>
#include <cstring>
#include <iterator>

#include "base/ascii.h"
#include "base/byte_blocks.h"

namespace diallint {
namespace {

constexpr std::int64_t kNanosPerSecond = 1'000'000'000;
constexpr std::size_t kUsualSize = 24;  // of `2024-12-05T19:35:00.000Z`

// Reads from the front of a text, never past its end.
class Scanner {
 public:
  explicit Scanner(std::string_view text) noexcept : text_(text) {}

  bool done() const noexcept { return at_ == text_.size(); }
  char peek() const noexcept { return done() ? '\0' : text_[at_]; }
  bool take(char c) noexcept {
    if (peek() != c) return false;
    ++at_;
    return true;
  }
  // Exactly `count` digits, or -1.
  int digits(unsigned count) noexcept {
    if (text_.size() - at_ < count) return -1;
    int value = 0;
    for (unsigned i = 0; i < count; ++i) {
      const char c = text_[at_ + i];
      if (!is_digit(c)) return -1;
      value = value * 10 + (c - '0');
    }
    at_ += count;
    return value;
  }

 private:
  std::string_view text_;
  std::size_t at_ = 0;
};

struct Fields {
  int year, month, day, hour, minute, second;
  std::int32_t nanos = 0;
  bool finer = false;
};

std::optional<std::int64_t> to_seconds(const Fields& f) noexcept {
  const date::year_month_day day{date::year{f.year}, date::month{static_cast<unsigned>(f.month)},
                                 date::day{static_cast<unsigned>(f.day)}};
  if (!day.ok()) return std::nullopt;
  const auto days = date::sys_days{day}.time_since_epoch();
  return std::chrono::seconds{days}.count() + f.hour * 3600 + f.minute * 60 + f.second;
}

// The fraction behind its point; false if there is no digit.
bool read_fraction(Scanner& in, Fields& f, unsigned& digits) noexcept {
  std::int32_t unit = static_cast<std::int32_t>(kNanosPerSecond / 10);
  for (; is_digit(in.peek()); ++digits) {
    const int digit = in.digits(1);
    f.nanos += digit * unit;
    f.finer = f.finer || (unit == 0 && digit != 0);
    unit /= 10;
  }
  return digits > 0;
}

// A text that is no RFC 3339 date-time at all: says what it seems to be.
TimeError guess(std::string_view text) noexcept {
  if (text.empty()) return TimeError::kEmpty;
  bool digits = true;
  bool separators = false;
  for (const char c : text) {
    digits = digits && (is_digit(c) || c == '.');
    separators = separators || c == '/';
  }
  if (is_day_number(text)) return TimeError::kDayNumber;
  if (digits && text.size() >= 9) return TimeError::kUnixTime;
  return separators && is_digit(text[0]) ? TimeError::kSpreadsheet : TimeError::kShape;
}

struct Zone {
  bool ok = false;
  TimeError fault = TimeError::kNone;
  std::int64_t offset = 0;  // seconds east of UTC
};

Zone read_zone(Scanner& in, TimeReading& reading) noexcept {
  if (in.take('Z')) return {true, TimeError::kNone, 0};
  if (in.take('z')) {
    reading.lower_case = true;
    return {true, TimeError::kNone, 0};
  }
  if (in.done()) return {true, TimeError::kNoZone, 0};
  const bool east = in.peek() == '+';
  if (!in.take('+') && !in.take('-')) return {};
  const int hours = in.digits(2);
  const bool minutes_follow = in.take(':') || !in.done();
  const int minutes = minutes_follow ? in.digits(2) : 0;
  if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) return {};
  const std::int64_t offset = hours * 3600 + minutes * 60;
  return {true, TimeError::kOffset, east ? offset : -offset};
}

bool read_date(Scanner& in, Fields& f) noexcept {
  f.year = in.digits(4);
  if (f.year < 0 || !in.take('-')) return false;
  f.month = in.digits(2);
  if (f.month < 0 || !in.take('-')) return false;
  f.day = in.digits(2);
  return f.day >= 0;
}

bool read_clock(Scanner& in, Fields& f) noexcept {
  f.hour = in.digits(2);
  if (f.hour < 0 || !in.take(':')) return false;
  f.minute = in.digits(2);
  if (f.minute < 0 || !in.take(':')) return false;
  f.second = in.digits(2);
  return f.second >= 0;
}

unsigned digit_value(char c) noexcept { return static_cast<unsigned char>(c) - unsigned{'0'}; }

unsigned two_digits(const char* text) noexcept {
  return digit_value(text[0]) * 10 + digit_value(text[1]);
}

void put_two_digits(char* at, unsigned value) noexcept {
  at[0] = static_cast<char>('0' + value / 10);
  at[1] = static_cast<char>('0' + value % 10);
}

// What eight bytes of a text are to be, looked at all at once.
class EightBytes {
 public:
  // GCOVR_EXCL_START: runs in the compiler alone
  /// `0` stands for any digit, all else for itself.
  consteval explicit EightBytes(const char (&form)[9]) {
    std::array<char, 8> bytes{};
    std::array<char, 8> digits{};
    for (std::size_t i = 0; i < bytes.size(); ++i) {
      bytes[i] = form[i];
      digits[i] = form[i] == '0' ? 15 : 0;
    }
    bytes_ = std::bit_cast<std::uint64_t>(bytes);
    digits_ = std::bit_cast<std::uint64_t>(digits);
  }
  // GCOVR_EXCL_STOP

  bool matches(const char* text) const noexcept {
    constexpr std::uint64_t kHighHalves = 0xF0F0F0F0F0F0F0F0;
    // Of a digit its value is left, to which 6 can be added.
    const std::uint64_t values = unaligned_load<std::uint64_t>(text) ^ bytes_;
    return ((values & ~digits_) | ((values + digits_ / 15 * 6) & kHighHalves)) == 0;
  }

 private:
  std::uint64_t bytes_;
  std::uint64_t digits_;  // the lower half of each byte that is to be one
};

TimeReading fault(TimeReading reading, TimeError why) noexcept {
  reading.fault = why;
  return reading;
}

}  // namespace

bool is_day_number(std::string_view text) noexcept {
  constexpr std::size_t kDays = 5;
  if (text.size() < kDays || (text[0] != '4' && text[0] != '5')) return false;
  if (!std::all_of(text.begin(), text.begin() + kDays, is_digit)) return false;
  if (text.size() == kDays) return true;
  return (text[kDays] == '.' || text[kDays] == ',') && text.size() > kDays + 1 &&
         std::all_of(text.begin() + kDays + 1, text.end(), is_digit);
}

TimeReading read_time(std::string_view text) noexcept {
  TimeReading reading;
  Scanner in(text);
  Fields f{};
  if (!read_date(in, f)) return fault(reading, guess(text));
  const date::year_month_day day{date::year{f.year}, date::month{static_cast<unsigned>(f.month)},
                                 date::day{static_cast<unsigned>(f.day)}};
  if (in.done()) return fault(reading, day.ok() ? TimeError::kDateOnly : TimeError::kDate);
  const bool space = in.peek() == ' ';
  reading.lower_case = in.peek() == 't';
  if (!in.take('T') && !in.take('t') && !in.take(' ')) return fault(reading, guess(text));
  if (!read_clock(in, f)) return fault(reading, TimeError::kShape);
  bool fraction_ok = true;
  if (in.peek() == ',') fraction_ok = false;
  if (in.take('.') || in.take(',')) {
    fraction_ok = read_fraction(in, f, reading.fraction_digits) && fraction_ok;
  }
  const Zone zone = read_zone(in, reading);
  if (!zone.ok || !in.done()) return fault(reading, TimeError::kShape);
  if (!day.ok()) return fault(reading, TimeError::kDate);
  if (f.hour > 23 || f.minute > 59 || f.second > 60) return fault(reading, TimeError::kTime);
  if (f.second == 60) return fault(reading, TimeError::kLeapSecond);
  if (!fraction_ok) return fault(reading, TimeError::kFraction);
  if (zone.fault == TimeError::kNoZone) return fault(reading, TimeError::kNoZone);
  reading.instant = Instant{*to_seconds(f) - zone.offset, f.nanos, f.finer};
  if (space) return fault(reading, TimeError::kSpace);
  return fault(reading, zone.fault);
}

std::optional<Instant> parse_rfc3339(std::string_view text) noexcept {
  const TimeReading reading = read_time(text);
  const bool readable = reading.fault == TimeError::kNone || reading.fault == TimeError::kOffset;
  return readable ? reading.instant : std::nullopt;
}

void append_rfc3339(std::string& out, const Instant& instant) {
  const date::sys_seconds point{std::chrono::seconds{instant.seconds}};
  const auto days = date::floor<date::days>(point);
  const date::year_month_day day{days};
  const auto in_day = static_cast<unsigned>((point - days).count());
  fmt::format_to(std::back_inserter(out), "{:04}", int{day.year()});
  char rest[] = "-00-00T00:00:00";
  put_two_digits(rest + 1, unsigned{day.month()});
  put_two_digits(rest + 4, unsigned{day.day()});
  put_two_digits(rest + 7, in_day / 3600);
  put_two_digits(rest + 10, in_day / 60 % 60);
  put_two_digits(rest + 13, in_day % 60);
  out.append(rest, sizeof rest - 1);
  if (instant.nanos != 0) {
    fmt::format_to(std::back_inserter(out), ".{:09}", instant.nanos);
    out.erase(out.find_last_not_of('0') + 1);
  }
  out += 'Z';
}

std::string to_rfc3339(const Instant& instant) {
  std::string text;
  append_rfc3339(text, instant);
  return text;
}

std::string seconds_between(const Instant& a, const Instant& b) {
  std::int64_t seconds = a.seconds - b.seconds;
  std::int64_t nanos = a.nanos - b.nanos;
  if (seconds > 0 && nanos < 0) {
    --seconds;
    nanos += kNanosPerSecond;
  } else if (seconds < 0 && nanos > 0) {
    ++seconds;
    nanos -= kNanosPerSecond;
  }
  const bool negative = seconds < 0 || nanos < 0;
  std::string text = negative ? "-" : "";
  text += fmt::format("{}", seconds < 0 ? -seconds : seconds);
  if (nanos != 0) {
    text += fmt::format(".{:09}", nanos < 0 ? -nanos : nanos);
    text.erase(text.find_last_not_of('0') + 1);
  }
  return text;
}

Instant current_time() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  const auto seconds = std::chrono::floor<std::chrono::seconds>(now);
  return {seconds.count(),
          static_cast<std::int32_t>(
              std::chrono::duration_cast<std::chrono::nanoseconds>(now - seconds).count()),
          false};
}

// `2024-12-05T19:35:00.000Z`, the form of the documented example, within the hour of the last one.
std::optional<std::int64_t> TimeReader::second_in_hour(std::string_view text) const noexcept {
  if (text.size() != kUsualSize || hour_seconds_ < 0) return std::nullopt;
  if (std::memcmp(text.data(), hour_, sizeof hour_) != 0) return std::nullopt;
  constexpr EightBytes kMinuteOn(":00:00.0");
  constexpr EightBytes kSecondOn(":00.000Z");
  const char* const behind_hour = text.data() + sizeof hour_;
  if (!kMinuteOn.matches(behind_hour) || !kSecondOn.matches(behind_hour + 3)) return std::nullopt;
  const unsigned minute = two_digits(behind_hour + 1);
  const unsigned second = two_digits(behind_hour + 4);
  if (minute > 59 || second > 59) return std::nullopt;
  return hour_seconds_ + minute * 60 + second;
}

bool TimeReader::read_in_hour(std::string_view text) noexcept {
  const std::optional<std::int64_t> second = second_in_hour(text);
  if (!second) return false;
  constexpr std::size_t kTenthAt = 20;
  const unsigned millis =
      digit_value(text[kTenthAt]) * 100 + two_digits(text.data() + kTenthAt + 1);
  reading_.fault = TimeError::kNone;
  reading_.lower_case = false;
  reading_.fraction_digits = 3;
  // In place: a copy's wide loads would wait for these stores.
  Instant& instant = reading_.instant.emplace();
  instant.seconds = *second;
  instant.nanos = static_cast<std::int32_t>(millis * 1'000'000);
  return true;
}

const TimeReading& TimeReader::read(std::string_view text) noexcept {
  if (read_in_hour(text)) return reading_;
  reading_ = read_time(text);
  const bool plain = reading_.fault == TimeError::kNone && !reading_.lower_case;
  if (plain && text.size() == kUsualSize && reading_.instant->seconds >= 0) {
    std::memcpy(hour_, text.data(), sizeof hour_);
    hour_seconds_ = reading_.instant->seconds - reading_.instant->seconds % 3600;
  }
  return reading_;
}

}  // namespace diallint
