// Date-times: the project's own parser against the one of Howard Hinnant's date, and the parser
// that remembers the hour against the one that does not.
#include <date/date.h>

#include <algorithm>
#include <chrono>
#include <sstream>
#include <string>

#include "base/date_time.h"
#include "harness.h"

using namespace diallint;
using namespace diallint::fuzz;

namespace {

using Nanos = std::chrono::nanoseconds;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// `9999-99-99T99:99:99`, any of it a digit where there is a 9, and at least one more character.
bool has_form(std::string_view text) {
  constexpr std::string_view kForm = "9999-99-99T99:99:99";
  if (text.size() <= kForm.size()) return false;
  for (std::size_t i = 0; i < kForm.size(); ++i) {
    const char c = text[i] == 't' && i == 10 ? 'T' : text[i];
    if (kForm[i] == '9' ? !is_digit(c) : c != kForm[i]) return false;
  }
  return true;
}

// What RFC 3339 allows with Z; date reads the instant. Nothing where it is no such text.
std::optional<Instant> read_slowly(std::string_view text) {
  if (!has_form(text) || (text.back() != 'Z' && text.back() != 'z')) return std::nullopt;
  const std::string_view fraction = text.substr(19, text.size() - 20);
  if (!fraction.empty()) {
    if (fraction.size() < 2 || fraction[0] != '.') return std::nullopt;
    if (!std::all_of(fraction.begin() + 1, fraction.end(), is_digit)) return std::nullopt;
  }
  if (text.substr(17, 2) == "60") return std::nullopt;  // date would read a leap second
  date::sys_seconds whole;
  std::istringstream in(std::string(text.substr(0, 10)) + "T" + std::string(text.substr(11, 8)));
  in >> date::parse("%FT%T", whole);
  if (in.fail() || in.peek() != std::char_traits<char>::eof()) return std::nullopt;
  Instant instant{whole.time_since_epoch().count(), 0, false};
  std::string digits(fraction.empty() ? "" : fraction.substr(1));
  instant.finer = digits.size() > 9 && digits.find_first_not_of('0', 9) != std::string::npos;
  digits.resize(9, '0');
  instant.nanos = std::stoi(digits);
  return instant;
}

// The same with an offset, which date takes off.
std::optional<std::int64_t> seconds_with_offset(std::string_view text) {
  if (!has_form(text) || text.size() != 25 || (text[19] != '+' && text[19] != '-')) return {};
  if (text.substr(17, 2) == "60") return {};
  for (const std::size_t at : {20U, 21U, 23U, 24U})
    if (!is_digit(text[at])) return {};
  if (text[22] != ':' || text.substr(20, 2) > "23" || text.substr(23, 2) > "59") return {};
  date::sys_seconds instant;
  std::string copy(text);
  copy[10] = 'T';
  std::istringstream in(copy);
  in >> date::parse("%FT%T%Ez", instant);
  if (in.fail()) return {};
  return instant.time_since_epoch().count();
}

bool same(const TimeReading& a, const TimeReading& b) {
  return a.instant == b.instant && a.fault == b.fault && a.lower_case == b.lower_case &&
         a.fraction_digits == b.fraction_digits;
}

void check_one(std::string_view text, TimeReader& reader) {
  const TimeReading reading = read_time(text);
  const std::optional<Instant> slow = read_slowly(text);
  expect((reading.fault == TimeError::kNone) == slow.has_value(),
         "date-times, and no others, pass");
  if (slow) {
    expect(reading.instant == *slow, "the instant is date's");
    const auto again = parse_rfc3339(to_rfc3339(*reading.instant));
    expect(again && again->seconds == slow->seconds && again->nanos == slow->nanos,
           "an instant is written so that it is read again");
  }
  if (const auto seconds = seconds_with_offset(text)) {
    expect(reading.fault == TimeError::kOffset && reading.instant->seconds == *seconds,
           "offsets are taken off as date does it");
  }
  expect(same(reader.read(text), reading), "a remembered hour changes nothing");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Bytes bytes(data, size);
  TimeReader reader;
  for (int i = 0; i < 4 && !bytes.empty(); ++i) check_one(bytes.until('\n'), reader);
  return 0;
}
