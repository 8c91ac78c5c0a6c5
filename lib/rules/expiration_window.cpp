// Rules on how far away the time is at which a request expires.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/date_time.h"
#include "context/check_context.h"
#include "plan/node_compiler.h"
#include "rules/expiration.h"
#include "rules/families.h"
#include "rules/mending.h"
#include "samples/boundary_values.h"
#include "samples/sample.h"

namespace diallint {
namespace {

// A hundred years: whatever is that far away is no time to call at.
constexpr std::int64_t kMaxSeconds = 3'155'760'000;

void compile_window(NodeCompiler& node, const nlohmann::json& value) {
  Check& check = node.add_check();
  check.minimum = node.whole_number(node.member(value, "minimum"), -kMaxSeconds, kMaxSeconds);
  node.set_limit(check, false,
                 node.whole_number(node.member(value, "maximum"), -kMaxSeconds, kMaxSeconds));
}

void compile_margin(NodeCompiler& node, const nlohmann::json& value) {
  node.add_check().minimum =
      node.whole_number(node.member(value, "minimum"), -kMaxSeconds, kMaxSeconds);
}

Figures seconds_figures(const Check& check, const std::string& actual) {
  Figures figures;
  figures.minimum = fmt::format("{}", check.minimum);
  if (check.maximum != INT64_MAX) figures.maximum = fmt::format("{}", check.maximum);
  figures.actual = actual;
  figures.unit = "s";
  return figures;
}

std::string early_message(const std::string& subject, const Check& check, const Instant& instant,
                          const Instant& now) {
  const std::string least = fmt::format("at least {} s after now are required", check.minimum);
  if (instant < now) {
    return fmt::format("{} is {} s in the past; {}", subject, seconds_between(now, instant), least);
  }
  return fmt::format("{} is {} s after now, {} s too early; {}", subject,
                     seconds_between(instant, now),
                     seconds_between(shifted(now, check.minimum), instant), least);
}

// The value's instant, or nothing: then no rule on its form is on that would have said so.
const Instant* instant_of(Value& value, CheckContext& context) {
  if (value.time == nullptr) value.time = &context.time_reader().read(value.string);
  return value.time->instant ? &*value.time->instant : nullptr;
}

// A time that lies as far away as the run asks for.
std::vector<Mending> mend_expiry(const Check&, const Value*, CheckContext& context) {
  const FixRequest* fixes = context.fixes();
  if (fixes == nullptr || !fixes->expires_in || !context.now()) return {};
  const auto seconds = static_cast<std::int64_t>(*fixes->expires_in);
  return {{&fix_kind::kNewExpiry, in_example_form(shifted(*context.now(), seconds))}};
}

bool report_unreadable(const Check& check, const Value& value, CheckContext& context) {
  context.report(check, value.span(), [&] {
    return fmt::format(
        "{} is not a date-time that can be read, so how far away it is cannot "
        "be told",
        context.subject());
  });
  return false;
}

bool check_window(const Check& check, Value& value, CheckContext& context) {
  const auto& now = context.now();
  if (!now) return true;
  const Instant* its = instant_of(value, context);
  if (its == nullptr) return report_unreadable(check, value, context);
  const Instant& instant = *its;
  const bool early = instant < shifted(*now, check.minimum);
  const bool late = instant > shifted(*now, check.maximum);
  if (!early && !late) return true;
  const std::string after_now = seconds_between(instant, *now);
  const std::string subject = context.subject();
  const bool kept = context.report(
      check, value.span(),
      [&] {
        return early
                   ? early_message(subject, check, instant, *now)
                   : fmt::format(
                         "{0} is {1}{2} s after now, {1}{3} s too late; at most {4} s are allowed",
                         subject, instant.finer ? "just over " : "", after_now,
                         seconds_between(instant, shifted(*now, check.maximum)), check.maximum);
      },
      seconds_figures(check, after_now));
  if (kept) offer_mending(check, value, context);
  return false;
}

bool check_margin(const Check& check, Value& value, CheckContext& context) {
  if (!context.now()) return true;
  const Instant* instant = instant_of(value, context);
  if (instant == nullptr) return report_unreadable(check, value, context);
  if (*instant >= shifted(*context.now(), check.minimum)) return true;
  const std::string after_now = seconds_between(*instant, *context.now());
  context.report(
      check, value.span(),
      [&] {
        return fmt::format(
            "{} is {} s after now; with less than {} s the dialer may not get to call",
            context.subject(), after_now, check.minimum);
      },
      seconds_figures(check, after_now));
  return true;
}

bool inject_window(const Check& check, Injection& injection) {
  Instant instant = injection.now;
  switch (injection.random.below(4)) {
    case 0:
      instant = shifted(injection.now, check.maximum + injection.random.between(1, 36'000));
      break;
    case 1:
      instant = shifted(injection.now, -injection.random.between(1, 36'000));
      break;
    case 2:
      instant = shifted(injection.now, check.minimum - 1);
      break;
    default:
      instant = shifted(injection.now, check.maximum);
      instant.nanos += 1'000'000;
  }
  injection.value = Sample::string(in_example_form(instant));
  return true;
}

std::string after(const Instant& now, std::int64_t seconds, std::int32_t millis) {
  Instant instant = shifted(now, millis < 0 ? seconds - 1 : seconds);
  instant.nanos += (millis < 0 ? 1000 + millis : millis) * 1'000'000;
  if (instant.nanos >= 1'000'000'000) {
    instant.nanos -= 1'000'000'000;
    ++instant.seconds;
  }
  return in_example_form(instant);
}

void boundary_window(const Check& check, BoundaryValues& boundary) {
  const auto seconds = [](std::int64_t n) { return fmt::format("{}-s", n); };
  boundary.valid_text(seconds(check.minimum), after(boundary.now, check.minimum, 0));
  boundary.invalid_text("under-" + seconds(check.minimum), after(boundary.now, check.minimum, -1));
  boundary.valid_text(seconds(check.maximum), after(boundary.now, check.maximum, 0));
  boundary.invalid_text("over-" + seconds(check.maximum), after(boundary.now, check.maximum, 1));
  boundary.invalid_text("past", after(boundary.now, -60, 0));
}

void boundary_margin(const Check& check, BoundaryValues& boundary) {
  boundary.valid_text(fmt::format("{}-s", check.minimum), after(boundary.now, check.minimum, 0));
  boundary.invalid_text(fmt::format("under-{}-s", check.minimum),
                        after(boundary.now, check.minimum, -1));
}

bool inject_margin(const Check& check, Injection& injection) {
  // Behind the earliest moment the window allows, which is far below the margin.
  const Instant instant = shifted(injection.now, check.minimum - injection.random.between(1, 60));
  injection.value = Sample::string(in_example_form(instant));
  return true;
}

constexpr std::string_view kWindowKeywords[] = {"x-expiration-window"};
constexpr std::string_view kMarginKeywords[] = {"x-expiration-margin"};

const Rule kWindow = {
    .id = "expiration-window",
    .title = "A request expires within the window that the service accepts, counted from now.",
    .severity = Severity::kError,
    .why =
        "The service refuses a request that expires too soon or too late. Most programs let "
        "requests live for hours.",
    .repair =
        "Compute the time when the batch is sent, not when the file is made, and leave it some "
        "room on either side. --now sets the moment to check against.",
    .keywords = kWindowKeywords,
    .stage = Stage::kSemantic,
    .compile = compile_window,
    .check = check_window,
    .inject_fault = inject_window,
    .boundary_values = boundary_window,
    .judges_any_kind = true,
    .mend = mend_expiry,
};

const Rule kMargin = {
    .id = "expiration-margin",
    .title = "A request leaves the dialer enough time to try.",
    .severity = Severity::kWarning,
    .why =
        "The request is accepted, but may expire before an agent is free, and the customer is not "
        "called.",
    .repair = "Let it expire later; the message names the least that the guide asks for.",
    .keywords = kMarginKeywords,
    .stage = Stage::kAdvice,
    .compile = compile_margin,
    .check = check_margin,
    .inject_fault = inject_margin,
    .boundary_values = boundary_margin,
    .judges_any_kind = true,
};

}  // namespace

std::span<const Rule* const> expiration_window_rules() noexcept {
  static constexpr const Rule* kRules[] = {&kWindow, &kMargin};
  return kRules;
}

}  // namespace diallint
