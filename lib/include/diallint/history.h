/// @file
/// What earlier runs have sent: where it is kept is for the caller to say.
///
///     std::map<std::string, std::string> sent;  // from token to request
///     diallint::Settings settings;
///     settings.history.find_token = [&](std::string_view token, std::string_view request)
///         -> std::optional<diallint::PastUse> {
///       const auto found = sent.find(std::string(token));
///       if (found == sent.end()) return {};
///       return diallint::PastUse{*diallint::parse_rfc3339("2026-11-19T12:00:00Z"),
///                                 found->second == request};
///     };
///
/// A request stands in a history as its `request` text: the same for the same request, whatever the
/// order of its members, without the token and without what a retry changes (its expiry). It holds
/// the values; a history that lasts keeps keyed hashes of it, and of the token.
#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>

#include "diallint/instant.h"

namespace diallint {

/// When a token was used first, and whether for the same request.
struct PastUse {
  Instant first = {};
  bool same_request = false;
};

/// A request that is sent. The texts are valid during the call alone; UTF-8.
struct SentRequest {
  std::string_view token;    ///< not empty
  std::string_view request;  ///< as above
  std::string_view phone;    ///< that is called, as it is written; empty: none
  Instant when = {};         ///< it is sent
};

/// Functions that know what has been sent; all that are empty are not asked. They are called by
/// whichever thread checks, several at a time. One that throws ends the check with
/// ErrorCode::kCallback.
struct History {
  /// The first use of a token; nothing if there was none. For the rules token-reused and
  /// token-retried, which say nothing without it.
  std::function<std::optional<PastUse>(std::string_view token, std::string_view request)>
      find_token = {};
  /// How often a number was called, or was to be, since that moment. For the rule phone-recent.
  std::function<std::uint64_t(std::string_view phone, const Instant& since)> count_phone = {};
  /// Told of each request that a check finds no error in, whatever is found around it; more than
  /// once where its input is read again. `when` is the moment of judgement: without one it is not
  /// called.
  std::function<void(const SentRequest& sent)> on_sound = {};
};

}  // namespace diallint
