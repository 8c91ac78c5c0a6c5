// What became of the requests of a call.
#pragma once
#include <cstdint>

namespace diallint {

/// Of requests that were checked together with their responses. What cannot be compared, as one of
/// the documents cannot be read, is in none of the counts.
struct ResponseCounts {
  std::uint64_t taken = 0;
  std::uint64_t failed = 0;      ///< with a code of their own, or with the whole call
  std::uint64_t unanswered = 0;  ///< no response names them

  bool any() const noexcept { return taken + failed + unanswered > 0; }
  ResponseCounts& operator+=(const ResponseCounts& other) noexcept {
    taken += other.taken;
    failed += other.failed;
    unanswered += other.unanswered;
    return *this;
  }
};

}  // namespace diallint
