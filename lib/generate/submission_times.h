// When each request is submitted, and between which moments it may expire.
#pragma once
#include <cstdint>

#include "diallint/generate.h"
#include "generate/recipe.h"

namespace diallint {

/// What has been made before the request at hand.
struct MadeSoFar {
  std::uint64_t documents = 0;
  std::uint64_t records = 0;
};

class SubmissionTimes {
 public:
  /// Throws GeneratorError where the options contradict each other or name a moment that no
  /// RFC 3339 time can say.
  explicit SubmissionTimes(const GeneratorOptions& options);

  /// Milliseconds since 1970, both within the bounds. Whatever part of a millisecond lies in the
  /// moment of submission is on the safe side of both.
  struct Bounds {
    std::int64_t earliest = 0;
    std::int64_t latest = 0;
    std::int64_t usual_end = 0;  ///< also fits the first submission, as long as any time does
  };
  /// Of the request at hand. Throws GeneratorError where no time fits.
  Bounds bounds(const ExpiryRange& form, const MadeSoFar& before) const;

 private:
  struct Millis {
    std::int64_t floor = 0;
    std::int64_t ceiling = 0;
  };
  Millis submitted_after(const MadeSoFar& before) const;

  std::uint64_t rate_;
  std::uint64_t submit_over_;
  std::uint64_t last_;  // document of the submission
  Millis now_;
};

}  // namespace diallint
