// Trouble that is made on purpose: which call and which request meets it.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "base/random.h"
#include "diallint/local_service.h"
#include "service/routes.h"
#include "service/service_clock.h"

namespace diallint {

inline constexpr std::string_view kDrop = "drop";
inline constexpr std::string_view kCut = "cut";
inline constexpr std::string_view kNoTrouble = "none";
inline constexpr std::string_view kThrottling = "ThrottlingException";

/// What is wrong with the options, in words; empty where nothing is.
std::string fault_of(const ServiceTrouble& trouble);

/// Draws for one call after the other. The same seed and calls give the same trouble.
class TroubleMaker {
 public:
  TroubleMaker(ServiceTrouble trouble, std::uint64_t seed);

  /// What the next call meets: an exception that its API has, kDrop, kCut, or nothing.
  std::string for_call(ServiceApi api, Millis now);
  /// The failure code of the next request, or nothing.
  std::string for_request(ServiceApi api);

  const ServiceTrouble& trouble() const noexcept { return trouble_; }
  void set(ServiceTrouble trouble);
  std::uint64_t random_state() const noexcept { return random_.state(); }

 private:
  std::string drawn_for_call(Millis now);
  bool throttled(Millis now);

  ServiceTrouble trouble_;
  Random random_;
  std::size_t next_ = 0;
  double tokens_ = 0;  ///< in the bucket
  std::optional<Millis> filled_;
};

}  // namespace diallint
