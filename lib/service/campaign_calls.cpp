#include "service/campaign_calls.h"

#include <algorithm>
#include <utility>

#include "api/validation_message.h"
#include "base/json_writer.h"
#include "service/body.h"
#include "service/exceptions.h"
#include "service/judgement.h"

namespace diallint {
namespace {

/// What a campaign that nobody has made by a call is described with.
constexpr std::string_view kUsualConfig =
    R"("dialerConfig":{"progressiveDialerConfig":{"bandwidthAllocation":1.0}},)"
    R"("outboundCallConfig":{"connectContactFlowId":"00000000-0000-4000-8000-000000000000"})";
constexpr std::string_view kUsualConfigV2 =
    R"("channelSubtypeConfig":{"telephony":{"outboundMode":{"progressive":)"
    R"({"bandwidthAllocation":1.0}},"defaultOutboundConfig":)"
    R"({"connectContactFlowId":"00000000-0000-4000-8000-000000000000"}}})";

/// All members but those that a campaign has of its own, as JSON.
std::string config_of(const nlohmann::json& body) {
  std::string out;
  for (const auto& [name, value] : body.items()) {
    if (name == "name" || name == "connectInstanceId") continue;
    JsonWriter(out).name(name).raw(canonical(value));
  }
  return out;
}

ServiceResponse create(ServiceState& state, const ServiceCall& call) {
  const CallJudgement judgement = judge_call(state, state.campaign_checker, call, "");
  if (!judgement.refusing.empty())
    return exception_response(call.route.api, "ValidationException",
                              validation_message(judgement.refusing));
  if (!state.has_room(call.body.size())) return exception_response(call.route.api, kThrottling);
  state.kept_bytes += call.body.size();
  const nlohmann::json body = parsed_body(call.body);
  Campaign campaign{.id = next_id(state),
                    .api = call.route.api,
                    .name = text_member(body, "name"),
                    .instance = text_member(body, "connectInstanceId"),
                    .config = config_of(body)};
  std::string answer;
  JsonWriter json(answer);
  json.open('{').put("id", campaign.id).put("arn", campaign_arn(campaign.id));
  const auto tags = body.find("tags");
  if (tags != body.end()) json.name("tags").raw(canonical(*tags));
  json.close('}');
  set_state(state.campaigns.put(std::move(campaign)), "Initialized");
  return with_body(std::move(answer));
}

ServiceResponse describe(const Campaign& campaign, ServiceApi api) {
  std::string body;
  JsonWriter json(body);
  json.open('{').name("campaign").open('{');
  json.put("id", campaign.id).put("arn", campaign_arn(campaign.id));
  json.put("name", campaign.name).put("connectInstanceId", campaign.instance);
  if (campaign.api)
    json.raw(campaign.config);
  else
    json.raw(api == ServiceApi::kCampaigns ? kUsualConfig : kUsualConfigV2);
  json.close('}').close('}');
  return with_body(std::move(body));
}

ServiceResponse change(Campaign& campaign, const ServiceCall& call) {
  if (change_state(campaign, call.route.action)) return with_body("{}");
  return exception_response(call.route.api, "InvalidCampaignStateException",
                            "the campaign's state does not allow this operation", campaign.state);
}

}  // namespace

ServiceResponse call_campaign(ServiceState& state, const ServiceCall& call) {
  if (call.route.action == Action::kCreateCampaign) return create(state, call);
  Campaign* campaign = state.campaigns.find(call.campaign, call.route.api);
  if (campaign == nullptr) return exception_response(call.route.api, "ResourceNotFoundException");
  if (call.route.action == Action::kDescribeCampaign) return describe(*campaign, call.route.api);
  if (call.route.action == Action::kCampaignState)
    return with_body("{\"state\":\"" + campaign->state + "\"}");
  if (call.route.action != Action::kDeleteCampaign) return change(*campaign, call);
  state.dialer.give_up(campaign->queue, state.requests, call.millis());
  const bool is_own =
      std::any_of(state.options.campaigns.begin(), state.options.campaigns.end(),
                  [&](const ServiceCampaign& one) { return one.id == campaign->id; });
  if (is_own) state.deleted.insert(campaign->id);
  state.campaigns.erase(std::string(campaign->id));
  return with_body("{}");
}

}  // namespace diallint
