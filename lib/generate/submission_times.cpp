#include "generate/submission_times.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/uint128.h"

namespace diallint {
namespace {

constexpr std::uint64_t kYear = 31'622'400;  // seconds, the longest
// What four digits of a year can say.
constexpr std::int64_t kFirstSecond = -62'167'219'200;  // 0000-01-01T00:00:00Z
constexpr std::int64_t kLastSecond = 253'402'300'799;   // 9999-12-31T23:59:59Z
constexpr std::int64_t kLastMillis = kLastSecond * 1000 + 999;

}  // namespace

SubmissionTimes::SubmissionTimes(const GeneratorOptions& options)
    : rate_(options.rate),
      submit_over_(options.submit_over),
      last_(std::max<std::uint64_t>(options.count, 2) - 1) {
  if (rate_ > 0 && submit_over_ > 0) {
    throw GeneratorError("a rate and a submission period exclude each other; give one of them");
  }
  if (submit_over_ > 0 && options.count == 0) {
    throw GeneratorError("a submission period needs a count");
  }
  if (submit_over_ > kYear) {
    throw GeneratorError(fmt::format("a submission period is at most {} seconds, a year", kYear));
  }
  const Instant& now = options.now;
  if (now.seconds < kFirstSecond || now.seconds > kLastSecond) {
    throw GeneratorError("the moment must be in the years 0000 to 9999 of UTC");
  }
  constexpr std::int32_t kMillisecond = 1'000'000;
  now_.floor = now.seconds * 1000 + now.nanos / kMillisecond;
  now_.ceiling = now_.floor + (now.nanos % kMillisecond != 0 || now.finer ? 1 : 0);
}

SubmissionTimes::Millis SubmissionTimes::submitted_after(const MadeSoFar& before) const {
  if (rate_ == 0 && submit_over_ == 0) return {};
  const Uint128 millis =
      rate_ > 0 ? static_cast<Uint128>(before.records) * 1000
                : static_cast<Uint128>(std::min(before.documents, last_)) * submit_over_ * 1000;
  const std::uint64_t parts = rate_ > 0 ? rate_ : last_;
  const auto floor = static_cast<std::int64_t>(millis / parts);
  return {floor, floor + (millis % parts != 0 ? 1 : 0)};
}

SubmissionTimes::Bounds SubmissionTimes::bounds(const ExpiryRange& form,
                                                const MadeSoFar& before) const {
  const Millis after = submitted_after(before);
  Bounds bounds;
  bounds.earliest = now_.ceiling + after.ceiling + form.least;
  bounds.latest = now_.floor + after.floor + form.most;
  if (bounds.latest > kLastMillis) {
    throw GeneratorError(
        "a request would expire after the year 9999, which no RFC 3339 time can say; choose an "
        "earlier moment, or fewer requests");
  }
  if (bounds.earliest > bounds.latest) {
    throw GeneratorError(
        "no whole millisecond lies within the window of a request; choose a moment in whole "
        "seconds, and a rate or period that gives each request one");
  }
  const std::int64_t latest_of_first = now_.floor + form.most;
  bounds.usual_end = latest_of_first >= bounds.earliest ? latest_of_first : bounds.latest;
  return bounds;
}

}  // namespace diallint
