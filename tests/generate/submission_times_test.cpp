// What is generated for any moment, rate and span that is taken lints clean at its own moment.
#include "generate/submission_times.h"

#include <catch2/catch.hpp>

#include "base/random.h"
#include "base/uint128.h"
#include "generate/generator_access.h"
#include "generate/time_text.h"
#include "support/lint.h"
#include "support/own_schema.h"

namespace diallint::test {
namespace {

constexpr std::int64_t kLastSecond = 253'402'300'799;  // 9999-12-31T23:59:59Z

RecipeSizes few() {
  RecipeSizes sizes;
  sizes.ordinary = 2;
  sizes.large = 0;
  sizes.rounds = 4;
  sizes.texts = sizes.texts_of_key = 4;
  return sizes;
}

// The moment `part` of `parts` seconds later, exactly.
Instant later(const Instant& now, Uint128 part, std::uint64_t parts) {
  constexpr std::int64_t kSecond = 1'000'000'000;
  const Uint128 nanos = part * kSecond / parts;
  const bool rest = part * kSecond % parts != 0;
  Instant moment = now;
  moment.seconds += static_cast<std::int64_t>(nanos / kSecond);
  moment.nanos += static_cast<std::int32_t>(nanos % kSecond);
  if (moment.nanos >= kSecond) {
    moment.nanos -= static_cast<std::int32_t>(kSecond);
    ++moment.seconds;
  }
  moment.finer = moment.finer || rest;
  return moment;
}

Instant submitted(const GeneratorOptions& options, std::uint64_t i) {
  if (options.rate > 0) return later(options.now, i, options.rate);
  if (options.submit_over == 0) return options.now;
  const std::uint64_t last = std::max<std::uint64_t>(options.count, 2) - 1;
  return later(options.now, static_cast<Uint128>(i) * options.submit_over, last);
}

// Whether the options are taken.
bool check_own_moments(const GeneratorOptions& options) {
  INFO("now " << options.now.seconds << " s " << options.now.nanos << " ns, rate " << options.rate
              << ", over " << options.submit_over << " s, count " << options.count);
  try {
    Generator generator = generator_from(builtin_plan(), options, few());
    for (std::uint64_t i = 0; i < options.count; ++i) {
      std::string text;
      generator.append(text);
      LintOptions linted;
      linted.format = InputFormat::kNdjson;
      linted.settings.now = submitted(options, i);
      const LintResult result = lint(text, linted);
      INFO(text);
      CHECK(result.brief() == "");
      CHECK(result.summary.counts.valid == 1);
    }
    return true;
  } catch (const GeneratorError&) {
    return false;
  }
}

std::string refusal(const GeneratorOptions& options) {
  try {
    generator_from(builtin_plan(), options, few());
  } catch (const GeneratorError& error) {
    return error.what();
  }
  return "taken";
}

GeneratorOptions options_at(const Instant& now, std::uint64_t count = 1) {
  GeneratorOptions options;
  options.now = now;
  options.count = count;
  return options;
}

}  // namespace

TEST_CASE("Requests lint clean at their own moment, whatever it is", "[submission]") {
  const Instant nows[] = {
      kNow,
      {0, 0, false},
      {-1, 999'000'000, false},  // the last milliseconds before 1970, and parts of them
      {-1, 999'999'999, true},
      {-1, 1, false},
      {-420, 300'000'000, false},  // expiry on either side of it
      {-62'167'219'200, 0, false},
      {-2'208'988'800, 123'456'789, false},
      {951'782'399, 500'000'000, false},  // before a leap day
  };
  Random random(5);
  for (const Instant& now : nows) {
    GeneratorOptions options = options_at(now, 12);
    CHECK(check_own_moments(options));
    options.seed = random.next();
    options.rate = 1 + random.below(1000);
    CHECK(check_own_moments(options));
    options.rate = 0;
    options.submit_over = 1 + random.below(5000);
    CHECK(check_own_moments(options));
  }
  for (int i = 0; i < rounds(100); ++i) {
    const auto nanos = static_cast<std::int32_t>(random.below(1'000'000'000));
    GeneratorOptions options = options_at(
        {random.between(-62'167'219'200, kLastSecond - 10'000), nanos, random.once_in(2)}, 10);
    options.seed = random.next();
    (random.once_in(2) ? options.rate : options.submit_over) = 1 + random.below(3000);
    CHECK(check_own_moments(options));
  }
}

TEST_CASE("At the end of the calendar requests are sound or refused", "[submission]") {
  int taken = 0;
  int refused = 0;
  for (std::int64_t before = 1200; before >= 0; before -= 60) {
    (check_own_moments(options_at({kLastSecond - before, 999'999'999, true}, 5)) ? taken
                                                                                 : refused)++;
  }
  CHECK(taken == 6);  // a window of 15 minutes fits
  CHECK(refused == 15);
  CHECK(refusal(options_at({kLastSecond, 0, false})).find("after the year 9999") !=
        std::string::npos);
  // Later requests may be too late where the first are not.
  GeneratorOptions options = options_at({kLastSecond - 1000, 0, false}, 200);
  CHECK(refusal(options) == "taken");
  options.submit_over = 200;
  CHECK(refusal(options).find("fewer requests") != std::string::npos);
  for (const std::int64_t seconds :
       {kLastSecond + 1, std::int64_t{-62'167'219'201}, INT64_MAX, INT64_MIN}) {
    CHECK(refusal(options_at({seconds, 0, false})).find("years 0000 to 9999") != std::string::npos);
  }
}

TEST_CASE("A window of a single moment takes what falls on a millisecond", "[submission]") {
  GeneratorOptions options = options_at(kNow, 10);
  const ExpiryRange one{600'000, 600'000};
  const SubmissionTimes::Bounds bounds = SubmissionTimes(options).bounds(one, {});
  CHECK(bounds.earliest == kNow.seconds * 1000 + 600'000);
  CHECK(bounds.latest == bounds.earliest);
  CHECK(bounds.usual_end == bounds.earliest);
  options.now.nanos = 1;
  CHECK_THROWS_WITH(SubmissionTimes(options).bounds(one, {}),
                    Catch::Contains("no whole millisecond"));
  options.now.nanos = 0;
  options.rate = 3;
  CHECK(SubmissionTimes(options).bounds(one, {3, 3}).earliest == bounds.earliest + 1000);
  CHECK_THROWS_WITH(SubmissionTimes(options).bounds(one, {1, 1}),
                    Catch::Contains("no whole millisecond"));
}

TEST_CASE("What the shape has no use for is refused", "[submission]") {
  GeneratorOptions options = options_at(kNow);
  options.shape = "aws-error";
  CHECK(refusal(options) == "taken");
  options.regions = {"GB"};
  CHECK(refusal(options) == "'aws-error' has no telephone number; leave out the regions");
  options.regions.clear();
  options.rate = 5;
  CHECK(refusal(options) ==
        "'aws-error' has no time of expiry; leave out the rate or submission period");
}

TEST_CASE("Times are written as the service's example is", "[submission]") {
  TimeText times;
  const std::tuple<std::int64_t, bool, const char*> rows[] = {
      {0, false, "1970-01-01T00:00:00.000Z"},
      {0, true, "1970-01-01T00:00:00Z"},
      {-1, false, "1969-12-31T23:59:59.999Z"},
      {-1000, true, "1969-12-31T23:59:59Z"},
      {-86'400'000, false, "1969-12-31T00:00:00.000Z"},
      {1'795'176'000'120, false, "2026-11-20T12:00:00.120Z"},
      {253'402'300'799'999, false, "9999-12-31T23:59:59.999Z"},
      {-62'167'219'200'000, true, "0000-01-01T00:00:00Z"},
  };
  for (const auto& [millis, whole, text] : rows) {
    std::string out;
    times.append(out, millis, whole);
    CHECK(out == text);
  }
}

}  // namespace diallint::test
