/// @file
/// How a run is to judge: the moment, and how severe each rule is.
///
///     diallint::Settings settings;
///     settings.now = diallint::parse_rfc3339("2026-11-20T12:00:00Z");
///     settings.severity["token-empty"] = diallint::Severity::kError;
#pragma once
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "diallint/export.h"
#include "diallint/finding.h"
#include "diallint/history.h"
#include "diallint/instant.h"
#include "diallint/numbering_plan.h"

namespace diallint {

/// The types that phone-type refuses unless a policy names others: numbers that cost the caller
/// dearly, and those at whose other end no person is.
inline constexpr NumberType kDeniedTypes[] = {NumberType::kPremiumRate, NumberType::kSharedCost,
                                              NumberType::kPager, NumberType::kUan,
                                              NumberType::kVoicemail};

/// How often a number may be called: what the rule phone-recent goes by.
struct CallLimit {
  std::uint64_t calls = 1;  ///< at most, in the time before the moment of judgement
  std::uint64_t seconds = 86'400;
};

/// Which numbers may be called at all. A list that is given switches its rule on: phone-region the
/// lists of regions, phone-type that of types.
struct PhonePolicy {
  /// Regions as the plan has them: ISO 3166-1 alpha-2 ("GB"; case does not count) or "001", for
  /// calling codes of no country. Those that the plan does not have never match.
  std::vector<std::string> allowed_regions;  ///< empty: all but the denied ones
  std::vector<std::string> denied_regions;
  /// Nothing: kDeniedTypes, where the rule is on for its severity.
  std::optional<std::vector<NumberType>> denied_types;
  /// Switches phone-recent on. Nothing: the default, where the rule is on for its severity.
  std::optional<CallLimit> call_limit;
};

/// How far the rules look for a client token or a number that appears twice.
enum class UniqueWithin : std::uint8_t {
  kRun,    ///< all inputs of a run
  kInput,  ///< each input by itself
  kBatch,  ///< each batch by itself; a request that stands alone is one
  kOff,    ///< nowhere: nothing is compared, or kept for it
};

/// Plain data; copied into what is made from it.
struct Settings {
  /// The moment that expirationTime is judged against; without one the rules on the time window say
  /// nothing.
  std::optional<Instant> now;
  /// If set, asked for the moment instead, each time that a piece of an input has been read: for
  /// streams that go on for long. Called by whichever thread checks, several at a time.
  std::function<Instant()> clock;
  UniqueWithin unique_within = UniqueWithin::kRun;
  /// Severities that differ from a rule's own, by rule id; kOff silences the rule.
  std::map<std::string, Severity, std::less<>> severity;
  /// Member names as the AWS SDKs spell them (client_token, ClientToken) are taken without a
  /// finding.
  bool accept_sdk_names = false;
  /// What requests may be wrapped in: "auto" for any envelope that envelope_names() lists, "none",
  /// or the name of one. Envelopes are looked for in JSON and NDJSON, in a record that fits no
  /// shape as it is; what is found in them points at the characters inside of the envelope.
  std::string envelope = "auto";
  /// Keys of maps (attribute names) are written as *** in messages and paths.
  bool mask_keys = false;
  /// The numbering plan that the rules on numbers go by. Shares the tables of the plan it is copied
  /// from.
  NumberingPlan numbering_plan = NumberingPlan::builtin();
  /// The rules phone-region and phone-type.
  PhonePolicy phone_policy;
  /// What was sent before.
  History history;
  /// Largest record, in bytes, that is read; a larger one is a finding, and the next one is read.
  std::size_t max_record_bytes = std::size_t{8} << 20;
};

/// "auto", "none", then the name of each envelope that is known.
DIALLINT_API std::span<const std::string_view> envelope_names() noexcept;

}  // namespace diallint
