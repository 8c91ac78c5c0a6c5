// Which operation a method and a path stand for.
#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace diallint {

/// The three services, by their models.
enum class ServiceApi : std::uint8_t { kCampaigns, kCampaignsV2, kContacts };

/// What an operation does. Those of the two revisions of campaigns that do the same share a word.
enum class Action : std::uint8_t {
  kCreateCampaign,
  kDescribeCampaign,
  kDeleteCampaign,
  kCampaignState,
  kStartCampaign,
  kPauseCampaign,
  kResumeCampaign,
  kStopCampaign,
  kPutRequests,
  kStartContact,
};

/// One operation. Static storage.
struct Route {
  std::string_view method;
  std::string_view path;  ///< "/campaigns/{id}/state"; {id} is one segment
  std::string_view operation;
  ServiceApi api;
  Action action;
  std::string_view shape;  ///< of its body; empty: it has none
};

std::span<const Route> service_routes() noexcept;

/// A route, and what stands for {id} in the path, decoded.
struct RouteMatch {
  const Route* route = nullptr;  ///< null: there is none
  std::string id;
};

/// `path` is as it was sent, without a query.
RouteMatch match_route(std::string_view method, std::string_view path);

/// Percent-encoded bytes become what they stand for; what is no such code stays.
std::string percent_decoded(std::string_view text);

}  // namespace diallint
