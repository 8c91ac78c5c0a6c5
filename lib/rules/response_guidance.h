// What the service's answers mean, and what to do about each: mend the request, wait and retry, or
// retry at once.
#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace diallint {

/// What helps.
enum class Remedy : std::uint8_t {
  kMend,           ///< the same request fails again: change it, or what it depends on
  kWaitThenRetry,  ///< the same request, later and more slowly
  kRetry,          ///< the same request with the same token
};

/// The service that a call goes to, by the prefix of its permissions.
inline constexpr std::string_view kCampaignsService = "connect-campaigns";
inline constexpr std::string_view kContactsService = "connect";

/// One failure code or exception. Static storage.
struct Guidance {
  std::string_view service;
  std::string_view name;
  int http_status;  ///< of an exception; 0 for a failure code
  Remedy remedy;
  std::string_view meaning;  ///< one sentence
  std::string_view advice;   ///< what to do, one or two sentences
};

/// All of them: failure codes first, then the exceptions of one service after the other, each in
/// alphabetical order.
std::span<const Guidance> all_guidance() noexcept;

/// That of a failure code or exception of a service, or null. `name` is taken as it is written, but
/// for a namespace in front ("com.amazonaws.x#") and an address behind (":http://…"), as headers
/// have.
const Guidance* guidance_for(std::string_view service, std::string_view name) noexcept;

/// What the rules say of it: "ThrottlingException (HTTP 429): calls exceeded …. Wait, …."
std::string explained(const Guidance& guidance);

}  // namespace diallint
