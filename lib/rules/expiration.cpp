// Rules on how the time at which a request expires is written.
#include "rules/expiration.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/date_time.h"
#include "context/check_context.h"
#include "plan/node_compiler.h"
#include "rules/families.h"
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

std::string_view words_for(TimeFault fault) {
  switch (fault) {
    case TimeFault::kShape:
    case TimeFault::kNone:  // nobody asks
      break;
    case TimeFault::kEmpty:
      return "is empty";
    case TimeFault::kSpace:
      return "has a space where the T belongs";
    case TimeFault::kDateOnly:
      return "is a date without a time";
    case TimeFault::kNoZone:
      return "has no Z at its end, so its time zone is unknown";
    case TimeFault::kOffset:
      return "has a zone offset; convert it to UTC and end it with Z";
    case TimeFault::kDate:
      return "names a day that does not exist";
    case TimeFault::kTime:
      return "names an hour, minute or second that does not exist";
    case TimeFault::kLeapSecond:
      return "has second 60; write the second before or after it";
    case TimeFault::kFraction:
      return "has a fraction of a second that is not a point and digits";
    case TimeFault::kUnixTime:
      return "is a Unix timestamp in quotes";
    case TimeFault::kDayNumber:
      return "is a count of days, as a spreadsheet stores a date; export the column as text";
    case TimeFault::kSpreadsheet:
      return "is a date as a spreadsheet writes it";
  }
  return "is not a date-time";
}

bool check_format(const Check& check, Value& value, CheckContext& context) {
  if (value.kind == Kind::kNumber) {
    const std::string_view what =
        is_day_number(value.text.bytes)
            ? "it counts days, as a spreadsheet stores a date, but the service expects"
            : "an older revision of the documentation described a Unix timestamp, the current one "
              "requires";
    context.report(check, value.span(),
                   fmt::format("{} is a number; {} a UTC date-time such as {}", context.subject(),
                               what, check.as<ExampleText>().text));
    return false;
  }
  const TimeReading& reading = context.time_reader().read(value.string);
  value.time = &reading;
  if (reading.fault == TimeFault::kNone) return true;
  context.report(check, value.span(),
                 fmt::format("{} {}; a UTC date-time such as {} is required", context.subject(),
                             words_for(reading.fault), check.as<ExampleText>().text));
  value.unsound = true;
  return reading.instant.has_value();
}

bool check_style(const Check& check, Value& value, CheckContext& context) {
  if (value.unsound || value.time == nullptr) return true;
  const TimeReading& reading = *value.time;
  const bool long_fraction = static_cast<std::int64_t>(reading.fraction_digits) > check.maximum;
  if (!long_fraction && !reading.lower_case) return true;
  context.report(check, value.span(),
                 reading.lower_case
                     ? fmt::format("{} has a lower-case t or z; the documented form has T and Z",
                                   context.subject())
                     : fmt::format("{} has {} digits after the second; the documented form has {}",
                                   context.subject(), reading.fraction_digits, check.maximum));
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

bool spoil_format(const Check&, Spoil& spoil) {
  std::string& text = spoil.value.text;
  const std::string day = text.substr(0, 10);
  switch (spoil.random.below(9)) {
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
      spoil.value = Sample::scalar(Kind::kNumber, fmt::format("{}", spoil.now.seconds + 600));
  }
  return true;
}

void edges_format(const Check&, Edges& edges) {
  const std::string& text = edges.value.text;
  const std::string date = text.substr(0, 10);
  const std::string minute = text.substr(0, 17);
  edges.holds("its-own", edges.value);
  edges.text_fails("no-zone", text.substr(0, text.size() - 1));
  edges.text_fails("offset-of-nothing", text.substr(0, text.size() - 1) + "+00:00");
  edges.text_fails("date-only", date);
  edges.text_fails("day-that-is-none", "2026-02-30" + text.substr(10));
  edges.text_fails("second-60", minute + "60" + text.substr(19));
  edges.text_fails("space-for-T", date + " " + text.substr(11));
  edges.text_fails("in-words", "in ten minutes");
  edges.text_fails("empty", "");
  const std::string unix_time = fmt::format("{}", edges.now.seconds + 600);
  edges.text_fails("unix-time-in-quotes", unix_time);
  edges.fails("unix-time", Sample::scalar(Kind::kNumber, unix_time));
}

// The text with that many digits behind the second.
std::string with_fraction(const std::string& text, std::int64_t digits) {
  const std::string second = text.substr(0, 19);
  if (digits == 0) return second + "Z";
  return second + "." + std::string(static_cast<std::size_t>(digits), '5') + "Z";
}

void edges_style(const Check& check, Edges& edges) {
  const std::string& text = edges.value.text;
  const auto digits = [](std::int64_t n) { return fmt::format("{}-digits", n); };
  edges.text_holds("no-fraction", with_fraction(text, 0));
  edges.text_holds(digits(check.maximum), with_fraction(text, check.maximum));
  edges.text_fails(digits(check.maximum + 1), with_fraction(text, check.maximum + 1));
  edges.text_fails("lower-case-t", text.substr(0, 10) + "t" + text.substr(11));
  edges.text_fails("lower-case-z", text.substr(0, text.size() - 1) + "z");
}

bool spoil_style(const Check&, Spoil& spoil) {
  std::string& text = spoil.value.text;
  switch (spoil.random.below(3)) {
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
    .spoil = spoil_format,
    .make = make_time,
    .edges = edges_format,
    .claims = set_of(Kind::kNumber),
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
    .spoil = spoil_style,
    .edges = edges_style,
};

}  // namespace

std::span<const Rule* const> expiration_rules() noexcept {
  static constexpr const Rule* kRules[] = {&kFormat, &kStyle};
  return kRules;
}

}  // namespace diallint
