// What a run comes to: its counts.
#pragma once
#include <cstdint>
#include <map>
#include <string>

#include "diallint/finding.h"

namespace diallint {

/// Known when the run ends.
struct Summary {
  std::uint64_t files = 0;
  Counts counts;
  std::map<std::string, std::uint64_t> by_rule;   ///< exact, whatever was shown
  std::map<std::string, std::uint64_t> by_shape;  ///< records by the shape they were taken for
  /// Records that were read from inside others, by the envelope's name.
  std::map<std::string, std::uint64_t> by_envelope;
  /// Numbers to be called by the country that they belong to: ISO 3166-1 alpha-2, "001" for
  /// services that belong to none, "" for what no plan has. Only those that are E.164 are looked
  /// up.
  std::map<std::string, std::uint64_t> by_region;
  std::uint64_t shown = 0;  ///< findings that reached the sink
  std::uint64_t found = 0;  ///< findings there are
  std::uint64_t known = 0;  ///< others, which a baseline knows; in no other figure of findings
};

}  // namespace diallint
