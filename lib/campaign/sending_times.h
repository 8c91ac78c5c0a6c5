// When requests are sent: from a start on, so many in a second.
#pragma once
#include <cstdint>

#include "diallint/error.h"
#include "diallint/instant.h"

namespace diallint {

/// kSetting: from there on no times can be written.
Error expect_start(const Instant& start);

/// When a request is sent before which `requests` have been, `rate` a second (0: all at once), in
/// milliseconds since 1970: not before its moment. Throws Refusal where no time can be written.
std::int64_t sending_time(std::int64_t start, std::uint64_t rate, std::uint64_t requests);

}  // namespace diallint
