// How far ahead requests expire, against the chunk that is allowed: counted from findings, which
// hold the distance and never the time itself.
#pragma once
#include <array>
#include <cstdint>
#include <string>
#include <utility>

#include "diallint/finding.h"
#include "report/reporter.h"

namespace diallint {

class ExpiryHistogram {
 public:
  /// The finding of input number `file`; those of other rules are not counted.
  void take(std::uint32_t file, const Finding& finding);

  /// A section of HTML; empty where no expiry was found fault with. `complete` says that every
  /// finding of the run has been taken: only then is it known how many requests have none.
  std::string markup(const Summary& summary, bool complete) const;

 private:
  enum Bucket : std::uint8_t { kPast, kTooSoon, kTight, kLate, kLater, kMuchLater, kUnreadable };

  std::array<std::uint64_t, 7> counts_{};
  double minimum_ = 0;
  double maximum_ = 0;
  std::uint64_t records_ = 0;  // with a finding about their expiry
  std::pair<std::uint32_t, std::uint64_t> last_{0, UINT64_MAX};
};

}  // namespace diallint
