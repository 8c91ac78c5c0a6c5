#include "campaign/sending_times.h"

#include "base/milliseconds.h"
#include "campaign/call_errors.h"

namespace diallint {
namespace {

// The years 0000 to 9999, less what an expiry may add.
constexpr std::int64_t kFirstSecond = -62'167'219'200;
constexpr std::int64_t kLastSecond = 253'370'764'799;

}  // namespace

Error expect_start(const Instant& start) {
  if (start.seconds >= kFirstSecond && start.seconds <= kLastSecond && start.nanos >= 0 &&
      start.nanos <= 999'999'999)
    return {};
  return {ErrorCode::kSetting,
          "the start must lie within the years 0000 to 9998, and its nanoseconds within one "
          "second"};
}

std::int64_t sending_time(std::int64_t start, std::uint64_t rate, std::uint64_t requests) {
  if (rate == 0) return start;
  const std::uint64_t millis = requests * static_cast<std::uint64_t>(kMillisInSecond);
  const auto behind = static_cast<std::int64_t>(millis / rate + (millis % rate != 0 ? 1 : 0));
  if (start + behind > kLastSecond * kMillisInSecond) {
    throw Refusal{{ErrorCode::kSetting,
                   "at this rate the last requests would be sent after the year 9998; choose a "
                   "higher rate"}};
  }
  return start + behind;
}

}  // namespace diallint
