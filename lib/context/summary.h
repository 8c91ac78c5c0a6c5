// What a run comes to: its counts.
#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "diallint/finding.h"

namespace diallint {

/// An input that was not read, or not to its end.
struct UnreadInput {
  std::string file;    ///< as findings name it
  std::string reason;  ///< one line: what is wrong, and what to do
};

/// What a file of settings beside the data decides, so that whoever reads the report knows of it.
struct SettingsNotice {
  std::string file;
  std::vector<std::string> rules_off;  ///< that would be on without it, for some file at least
  bool sets_key = false;               ///< fingerprints are keyed with a secret that it names
};

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
  std::vector<UnreadInput> unread;       ///< not empty: the report is one of a part of the inputs
  std::vector<SettingsNotice> settings;  ///< one for each file that has something to say
};

}  // namespace diallint
