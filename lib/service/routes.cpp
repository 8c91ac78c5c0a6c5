#include "service/routes.h"

#include "base/ascii.h"

namespace diallint {
namespace {

using enum ServiceApi;
using enum Action;

// Methods and paths are those of the service models connectcampaigns 2021-01-30, connectcampaignsv2
// 2024-04-23 and connect 2017-08-08.
constexpr Route kRoutes[] = {
    {"PUT", "/campaigns", "CreateCampaign", kCampaigns, kCreateCampaign, "create-campaign"},
    {"GET", "/campaigns/{id}", "DescribeCampaign", kCampaigns, kDescribeCampaign, ""},
    {"DELETE", "/campaigns/{id}", "DeleteCampaign", kCampaigns, kDeleteCampaign, ""},
    {"GET", "/campaigns/{id}/state", "GetCampaignState", kCampaigns, kCampaignState, ""},
    {"POST", "/campaigns/{id}/start", "StartCampaign", kCampaigns, kStartCampaign, ""},
    {"POST", "/campaigns/{id}/pause", "PauseCampaign", kCampaigns, kPauseCampaign, ""},
    {"POST", "/campaigns/{id}/resume", "ResumeCampaign", kCampaigns, kResumeCampaign, ""},
    {"POST", "/campaigns/{id}/stop", "StopCampaign", kCampaigns, kStopCampaign, ""},
    {"PUT", "/campaigns/{id}/dial-requests", "PutDialRequestBatch", kCampaigns, kPutRequests,
     "put-dial-request-batch"},
    {"PUT", "/v2/campaigns", "CreateCampaign", kCampaignsV2, kCreateCampaign, "create-campaign-v2"},
    {"GET", "/v2/campaigns/{id}", "DescribeCampaign", kCampaignsV2, kDescribeCampaign, ""},
    {"DELETE", "/v2/campaigns/{id}", "DeleteCampaign", kCampaignsV2, kDeleteCampaign, ""},
    {"GET", "/v2/campaigns/{id}/state", "GetCampaignState", kCampaignsV2, kCampaignState, ""},
    {"POST", "/v2/campaigns/{id}/start", "StartCampaign", kCampaignsV2, kStartCampaign, ""},
    {"POST", "/v2/campaigns/{id}/pause", "PauseCampaign", kCampaignsV2, kPauseCampaign, ""},
    {"POST", "/v2/campaigns/{id}/resume", "ResumeCampaign", kCampaignsV2, kResumeCampaign, ""},
    {"POST", "/v2/campaigns/{id}/stop", "StopCampaign", kCampaignsV2, kStopCampaign, ""},
    {"PUT", "/v2/campaigns/{id}/outbound-requests", "PutOutboundRequestBatch", kCampaignsV2,
     kPutRequests, "put-outbound-request-batch"},
    {"PUT", "/contact/outbound-voice", "StartOutboundVoiceContact", kContacts, kStartContact,
     "start-outbound-voice-contact"},
    {"PUT", "/contact/create-contact", "CreateContact", kContacts, kStartContact, "create-contact"},
    {"PUT", "/contact/outbound-chat", "StartOutboundChatContact", kContacts, kStartContact,
     "start-outbound-chat-contact"},
    {"PUT", "/contact/task", "StartTaskContact", kContacts, kStartContact, "start-task-contact"},
};

/// Whether the path fits; `id` is then the segment that stands for {id}.
bool fits(std::string_view pattern, std::string_view path, std::string_view& id) noexcept {
  constexpr std::string_view kId = "{id}";
  const std::size_t at = pattern.find(kId);
  if (at == std::string_view::npos) return path == pattern;
  const std::string_view tail = pattern.substr(at + kId.size());
  if (path.size() <= at + tail.size() || !path.starts_with(pattern.substr(0, at)) ||
      !path.ends_with(tail))
    return false;
  id = path.substr(at, path.size() - at - tail.size());
  return id.find('/') == std::string_view::npos;
}

}  // namespace

std::span<const Route> service_routes() noexcept { return kRoutes; }

RouteMatch match_route(std::string_view method, std::string_view path) {
  for (const Route& route : kRoutes) {
    std::string_view id;
    if (method == route.method && fits(route.path, path, id)) return {&route, percent_decoded(id)};
  }
  return {};
}

std::string percent_decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const int high = text[i] == '%' && i + 2 < text.size() ? hex_digit(text[i + 1]) : -1;
    const int low = high >= 0 ? hex_digit(text[i + 2]) : -1;
    if (low >= 0) {
      out += static_cast<char>(high * 16 + low);
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

}  // namespace diallint
