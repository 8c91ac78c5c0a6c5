/// @file
/// What the service's answers mean, and what to do about each: mend the request, wait and retry, or
/// retry at once. For whoever sends: nothing here is needed to check.
///
///     for (const auto& failed : answer.failed_requests) {
///       const auto* guidance = diallint::guidance_for("connect-campaigns", failed.failure_code);
///       if (guidance != nullptr && guidance->remedy != diallint::Remedy::kMend)
///         retry_later(failed.client_token);  // the same token: a new one calls twice
///     }
#pragma once
#include <cstdint>
#include <span>
#include <string_view>

#include "diallint/export.h"

namespace diallint {

/// What helps.
enum class Remedy : std::uint8_t {
  kMend,           ///< the same request fails again: change it, or what it depends on
  kWaitThenRetry,  ///< the same request, later and more slowly
  kRetry,          ///< the same request with the same token
};

/// "mend", "wait-then-retry" or "retry". Static storage.
DIALLINT_API std::string_view name_of(Remedy remedy) noexcept;

/// The service that a call goes to, by the prefix of its permissions.
inline constexpr std::string_view kCampaignsService = "connect-campaigns";
inline constexpr std::string_view kContactsService = "connect";

/// One failure code or exception, as the service's documents and service models have it. Static
/// storage, UTF-8.
struct Guidance {
  std::string_view service;  ///< kCampaignsService or kContactsService
  std::string_view name;     ///< "RequestThrottled", "ConflictException"
  int http_status;           ///< of an exception; 0 for a failure code
  Remedy remedy;
  std::string_view meaning;  ///< one sentence without its full stop
  std::string_view advice;   ///< what to do, one or two sentences
};

/// All of them: failure codes first, then the exceptions of one service after the other, each in
/// alphabetical order. Static storage.
DIALLINT_API std::span<const Guidance> all_guidance() noexcept;

/// That of a failure code or exception of a service, or null. `service` may also be what SDKs call
/// it ("connectcampaigns", "connectcampaignsv2"). `name` is taken as it is written, but for a
/// namespace in front ("com.amazonaws.x#") and an address behind (":http://…"), as headers have.
DIALLINT_API const Guidance* guidance_for(std::string_view service, std::string_view name) noexcept;

}  // namespace diallint
