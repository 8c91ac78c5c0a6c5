// How a run is to judge: the moment, and how severe each rule is.
//
//   diallint::Settings settings;
//   settings.now = diallint::parse_rfc3339("2026-11-20T12:00:00Z");
//   settings.severity["token-empty"] = diallint::Severity::kError;
#pragma once
#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <string>

#include "diallint/finding.h"
#include "diallint/instant.h"

namespace diallint {

/// Plain data; copied into what is made from it.
struct Settings {
  /// The moment that expirationTime is judged against; without one the rules on the time window say
  /// nothing.
  std::optional<Instant> now;
  /// Severities that differ from a rule's own, by rule id; kOff silences the rule.
  std::map<std::string, Severity, std::less<>> severity;
  /// Member names as the AWS SDKs spell them (client_token, ClientToken) are taken without a finding.
  bool accept_sdk_names = false;
  /// Keys of maps (attribute names) are written as *** in messages and paths.
  bool mask_keys = false;
  /// Largest record, in bytes, that is read; a larger one is a finding, and the next one is read.
  std::size_t max_record_bytes = std::size_t{8} << 20;
};

}  // namespace diallint
