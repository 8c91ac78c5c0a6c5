// Rules on how the time at which a request expires is written.
#include "rules/expiration.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/ascii.h"
#include "base/date_time.h"
#include "base/time_forms.h"
#include "base/written_time.h"
#include "context/check_context.h"
#include "plan/node_compiler.h"
#include "rules/families.h"
#include "rules/mending.h"
#include "samples/boundary_values.h"
#include "samples/sample.h"

namespace diallint {

std::string in_example_form(Instant instant) {
  instant.nanos -= instant.nanos % 1'000'000;
  std::string text = to_rfc3339(instant);
  if (text.size() == 20) text.insert(19, ".000");
  while (text.size() < 24) text.insert(text.size() - 1, "0");
  return text;
}

namespace {

// --- expiration-format and expiration-style ----------------------------------------------------

void compile_format(NodeCompiler& node, const nlohmann::json& value) {
  node.add_check().parameters = ExampleText{node.text(node.member(value, "example"))};
}

void compile_style(NodeCompiler& node, const nlohmann::json& value) {
  Check& check = node.add_check();
  check.maximum = node.whole_number(node.member(value, "maxFractionDigits"), 0, 9);
}

// What no form of lib/base/time_forms.h tells.
std::string_view words_for(TimeError fault) {
  switch (fault) {
    case TimeError::kEmpty:
      return "is empty";
    case TimeError::kSpace:
      return "has a space where the T belongs";
    case TimeError::kDateOnly:
      return "is a date without a time";
    case TimeError::kNoZone:
      return "has no Z at its end, so its time zone is unknown";
    case TimeError::kOffset:
      return "has a zone offset; convert it to UTC and end it with Z";
    case TimeError::kDate:
      return "names a day that does not exist";
    case TimeError::kTime:
      return "names an hour, minute or second that does not exist";
    case TimeError::kLeapSecond:
      return "has second 60; write the second before or after it";
    case TimeError::kFraction:
      return "has a fraction of a second that is not a point and digits";
    case TimeError::kDayNumber:
      return "is a count of days, as a spreadsheet stores a date; export the column as text";
    case TimeError::kSpreadsheet:
      return "is a date as a spreadsheet writes it";
    case TimeError::kUnixTime:
      return "is a number in quotes";
    case TimeError::kShape:
    case TimeError::kNone:  // nobody asks
      break;
  }
  return "is not a date-time";
}

// A form does not say whether the calendar has its day, and the clock its minute.
bool names_a_moment(TimeError fault, std::string_view text) {
  constexpr std::size_t kHourAt = 11;
  if (fault == TimeError::kTime) return text.substr(kHourAt, 2) == "24";
  return fault != TimeError::kDate && fault != TimeError::kLeapSecond;
}

std::string_view words_for(TimeError fault, std::string_view text) {
  std::string_view words;
  if (names_a_moment(fault, text)) words = time_form_words(text);
  return words.empty() ? words_for(fault) : words;
}

// The same for a number without quotes.
std::string_view words_for_number(std::string_view number) {
  constexpr std::size_t kMilliseconds = 13;  // digits, from the year 2001 on
  if (is_day_number(number))
    return "it counts days, as a spreadsheet stores a date, but the service expects";
  if (number.size() == kMilliseconds && all_digits(number))
    return "it counts milliseconds since 1970, as JavaScript's Date.now() does, but the service "
           "expects";
  return "an older revision of the documentation described a Unix timestamp, the current one "
         "requires";
}

// The same moment in the documented form; one that lies between two milliseconds, the one before.
std::vector<Mending> mend_time(const Check&, const Value* value, CheckContext&) {
  if (value == nullptr || value->kind != Kind::kString) return {};
  const auto time = read_written_time(value->string);
  if (!time) return {};
  return {{time->has_offset ? &fix_kind::kTimeZone : &fix_kind::kTimeForm,
           in_example_form(time->instant)}};
}

bool check_format(const Check& check, Value& value, CheckContext& context) {
  if (value.kind == Kind::kNumber) {
    const bool kept = context.report(check, value.span(), [&] {
      return fmt::format("{} is a number; {} a UTC date-time such as {}", context.subject(),
                         words_for_number(value.text.bytes), check.as<ExampleText>().text);
    });
    if (kept) offer_mending(check, value, context);
    return false;
  }
  const TimeReading& reading = context.time_reader().read(value.string);
  value.time = &reading;
  if (reading.fault == TimeError::kNone) return true;
  const bool kept = context.report(check, value.span(), [&] {
    return fmt::format("{} {}; a UTC date-time such as {} is required", context.subject(),
                       words_for(reading.fault, value.string), check.as<ExampleText>().text);
  });
  if (kept) offer_mending(check, value, context);
  value.unsound = context.is_on(*check.rule);
  return reading.instant.has_value();
}

std::string words_for_style(const TimeReading& reading, std::int64_t digits) {
  if (reading.lower_case) return "has a lower-case t or z; the documented form has T and Z";
  const std::string_view writer = writer_of_fraction(reading.fraction_digits);
  return fmt::format("has {} digits after the second{}{}; the documented form has {}",
                     reading.fraction_digits, writer.empty() ? "" : ", ", writer, digits);
}

bool check_style(const Check& check, Value& value, CheckContext& context) {
  if (value.unsound || value.time == nullptr) return true;
  const TimeReading& reading = *value.time;
  const bool long_fraction = static_cast<std::int64_t>(reading.fraction_digits) > check.maximum;
  if (!long_fraction && !reading.lower_case) return true;
  const bool kept = context.report(check, value.span(), [&] {
    return fmt::format("{} {}", context.subject(), words_for_style(reading, check.maximum));
  });
  if (kept) offer_mending(check, value, context);
  return true;
}

std::string make_time(const Check&, Random& random, const Instant& now) {
  // Well inside the window and its margin, whatever limits a schema has: they are minutes, not
  // hours.
  constexpr std::int64_t kEarliest = 180;
  constexpr std::int64_t kLatest = 840;
  Instant instant = shifted(now, random.between(kEarliest, kLatest));
  instant.nanos = static_cast<std::int32_t>(random.below(1000)) * 1'000'000;
  return in_example_form(instant);
}

bool inject_format(const Check&, Injection& injection) {
  std::string& text = injection.value.text;
  const std::string day = text.substr(0, 10);
  switch (injection.random.below(9)) {
    case 0:
      text.pop_back();
      break;
    case 1:
      text.replace(text.size() - 1, 1, "+00:00");
      break;
    case 2:
      text = day;
      break;
    case 3:
      text = "2026-02-30" + text.substr(10);
      break;
    case 4:
      text.replace(17, 2, "60");
      break;
    case 5:
      text[10] = ' ';
      break;
    case 6:
      text = "in ten minutes";
      break;
    case 7:
      text.clear();
      break;
    default:
      injection.value =
          Sample::scalar(Kind::kNumber, fmt::format("{}", injection.now.seconds + 600));
  }
  return true;
}

void boundary_format(const Check&, BoundaryValues& boundary) {
  const std::string& text = boundary.value.text;
  const std::string date = text.substr(0, 10);
  const std::string minute = text.substr(0, 17);
  boundary.valid("its-own", boundary.value);
  boundary.invalid_text("no-zone", text.substr(0, text.size() - 1));
  boundary.invalid_text("offset-of-nothing", text.substr(0, text.size() - 1) + "+00:00");
  boundary.invalid_text("date-only", date);
  boundary.invalid_text("day-that-is-none", "2026-02-30" + text.substr(10));
  boundary.invalid_text("second-60", minute + "60" + text.substr(19));
  boundary.invalid_text("space-for-T", date + " " + text.substr(11));
  boundary.invalid_text("in-words", "in ten minutes");
  boundary.invalid_text("empty", "");
  const std::string unix_time = fmt::format("{}", boundary.now.seconds + 600);
  boundary.invalid_text("unix-time-in-quotes", unix_time);
  boundary.invalid("unix-time", Sample::scalar(Kind::kNumber, unix_time));
}

// The text with that many digits behind the second.
std::string with_fraction(const std::string& text, std::int64_t digits) {
  const std::string second = text.substr(0, 19);
  if (digits == 0) return second + "Z";
  return second + "." + std::string(static_cast<std::size_t>(digits), '5') + "Z";
}

void boundary_style(const Check& check, BoundaryValues& boundary) {
  const std::string& text = boundary.value.text;
  const auto digits = [](std::int64_t n) { return fmt::format("{}-digits", n); };
  boundary.valid_text("no-fraction", with_fraction(text, 0));
  boundary.valid_text(digits(check.maximum), with_fraction(text, check.maximum));
  boundary.invalid_text(digits(check.maximum + 1), with_fraction(text, check.maximum + 1));
  boundary.invalid_text("lower-case-t", text.substr(0, 10) + "t" + text.substr(11));
  boundary.invalid_text("lower-case-z", text.substr(0, text.size() - 1) + "z");
}

bool inject_style(const Check&, Injection& injection) {
  std::string& text = injection.value.text;
  switch (injection.random.below(3)) {
    case 0:
      text.back() = 'z';
      break;
    case 1:
      text[10] = 't';
      break;
    default:
      text.insert(text.size() - 1, "000");
      break;
  }
  return true;
}

// A time in the documented form, well within window and margin.
constexpr std::string_view kAtAGlance[] = {"expiration-style", "expiration-window",
                                           "expiration-margin"};
constexpr std::size_t kGlanceBytes = 24;
bool glance_at_time(const Step* format, std::string_view text, Span, CheckContext& context) {
  constexpr std::int64_t kFractionDigits = 3;
  const Check& style = *format[1].check;
  const Check& window = *format[2].check;
  const Check& margin = *format[3].check;
  if (!context.now() || style.maximum < kFractionDigits) return false;
  const auto second = context.time_reader().second_in_hour(text);
  if (!second) return false;
  // Fractions of a second are left to those who look closer.
  const std::int64_t after = *second - context.now()->seconds;
  return after > std::max(window.minimum, margin.minimum) && after < window.maximum;
}

constexpr std::string_view kFormatKeywords[] = {"x-expiration-format"};
constexpr std::string_view kStyleKeywords[] = {"x-expiration-style"};

const Rule kFormat = {
    .id = "expiration-format",
    .title = "A time is a UTC date-time that ends in Z.",
    .severity = Severity::kError,
    .why = "A time without a zone or with an offset is refused, or read as a different moment.",
    .repair = "Convert the time to UTC, and write it with T, seconds and a final Z.",
    .keywords = kFormatKeywords,
    .stage = Stage::kForm,
    .compile = compile_format,
    .check = check_format,
    .inject_fault = inject_format,
    .make = make_time,
    .boundary_values = boundary_format,
    .claims = set_of(Kind::kNumber),
    .judges_any_kind = true,
    .mend = mend_time,
    .glance = glance_at_time,
    .glance_over = kAtAGlance,
    .glance_bytes = "0123456789-T:.Z",
    .glance_min_bytes = kGlanceBytes,
    .glance_max_bytes = kGlanceBytes,
    .disagreement =
        "An older revision of the DialRequest page described a Unix timestamp; the current one "
        "shows "
        "a date-time string. The SDK's reference says 'no UTC offset or timezone', while the "
        "documented example ends in Z. The example is followed: a date-time in UTC with its Z.",
};

const Rule kStyle = {
    .id = "expiration-style",
    .title =
        "A time is written as the documented example is: upper-case T and Z, and no finer fraction "
        "of a second.",
    .severity = Severity::kWarning,
    .why =
        "RFC 3339 allows other forms, but the documentation does not show them, and not every "
        "reader accepts them.",
    .repair = "Write it like the example.",
    .keywords = kStyleKeywords,
    .stage = Stage::kForm,
    .compile = compile_style,
    .check = check_style,
    .inject_fault = inject_style,
    .boundary_values = boundary_style,
};

}  // namespace

std::span<const Rule* const> expiration_rules() noexcept {
  static constexpr const Rule* kRules[] = {&kFormat, &kStyle};
  return kRules;
}

}  // namespace diallint
