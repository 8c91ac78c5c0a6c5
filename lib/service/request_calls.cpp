#include "service/request_calls.h"

#include <algorithm>
#include <utility>

#include "api/validation_message.h"
#include "base/json_writer.h"
#include "diallint/guidance.h"
#include "service/body.h"
#include "service/exceptions.h"
#include "service/judgement.h"

namespace diallint {
namespace {

constexpr std::string_view kFailAttribute = "diallint-fail";
constexpr std::string_view kInvalidInput = "InvalidInput";

/// The answers to the requests of a batch.
struct BatchAnswer {
  std::string successful;
  std::string failed;
};

/// The failure code that a request asks for by an attribute, or nothing.
std::string asked_failure(const nlohmann::json& request) {
  std::string word = text_member(request, "attributes", kFailAttribute);
  const auto channels = request.find("channelSubtypeParameters");
  if (channels != request.end() && channels->is_object()) {
    for (const nlohmann::json& channel : *channels)
      for (const char* name : {"attributes", "templateParameters"})
        if (word.empty()) word = text_member(channel, name, kFailAttribute);
  }
  const Guidance* known = guidance_for(kCampaignsService, word);
  return known != nullptr && known->http_status == 0 ? word : std::string();
}

class Batch {
 public:
  Batch(ServiceState& state, const ServiceCall& call, Campaign& campaign)
      : state_(state),
        call_(call),
        campaign_(campaign),
        scope_(token_scope(state, call.route.operation, campaign.id)) {}

  /// `has_failed`: the rules have found it invalid.
  void take(const nlohmann::json& request, bool has_failed) {
    std::string text = canonical(request);
    const Digest content = sha256(text);
    const std::string token = text_member(request, "clientToken");
    if (const TokenUse* use = state_.tokens.find(scope_, token, call_.millis())) {
      ++call_.log.repeated;
      ++state_.summary.repeated;
      if (use->content != content) ++state_.summary.changed;
      return succeed(token, use->id);
    }
    // Behind the token: what was taken once does not fail later, as with an expiry that has passed.
    if (has_failed) return fail(request, kInvalidInput, state_.summary.failed);
    std::string trouble = asked_failure(request);
    if (trouble.empty()) trouble = state_.trouble.for_request(call_.route.api);
    if (!trouble.empty()) return fail(request, trouble, state_.summary.troubled);
    if (!state_.has_room(text.size())) return fail(request, full_code(), state_.summary.troubled);
    accept(request, token, std::move(text), content);
  }

  std::string body() const {
    return "{\"successfulRequests\":[" + answer_.successful + "],\"failedRequests\":[" +
           answer_.failed + "]}";
  }

 private:
  std::string_view full_code() const noexcept {
    return call_.route.api == ServiceApi::kCampaignsV2 ? "BufferLimitExceeded" : "RequestThrottled";
  }

  void fail(const nlohmann::json& request, std::string_view code, std::uint64_t& count) {
    ++count;
    ++call_.log.failed;
    JsonWriter(answer_.failed)
        .open('{')
        .put("clientToken", text_member(request, "clientToken"))
        .put("failureCode", code)
        .close('}');
  }

  void succeed(const std::string& token, const std::string& id) {
    JsonWriter(answer_.successful).open('{').put("clientToken", token).put("id", id).close('}');
  }

  void accept(const nlohmann::json& request, const std::string& token, std::string text,
              const Digest& content) {
    Accepted accepted{.id = next_id(state_),
                      .operation = std::string(call_.route.operation),
                      .campaign = campaign_.id,
                      .token = token,
                      .text = std::move(text),
                      .content = content,
                      .received = call_.millis()};
    if (const auto expires = parse_rfc3339(text_member(request, "expirationTime")))
      accepted.expires = floor_millis(*expires);
    ++call_.log.accepted;
    ++state_.summary.accepted;
    state_.tokens.note(scope_, token, {accepted.id, content, accepted.received});
    succeed(token, accepted.id);
    campaign_.queue.add(state_.requests.next(), accepted.expires);
    state_.keep(std::move(accepted));
  }

  ServiceState& state_;
  const ServiceCall& call_;
  Campaign& campaign_;
  std::string scope_;
  BatchAnswer answer_;
};

bool accepts(const ServiceState& state, const Campaign& campaign) {
  const auto& states = state.options.accepting_states;
  return std::find(states.begin(), states.end(), campaign.state) != states.end();
}

}  // namespace

ServiceResponse put_requests(ServiceState& state, const ServiceCall& call) {
  const char* list = call.route.api == ServiceApi::kCampaigns ? "dialRequests" : "outboundRequests";
  const CallJudgement judgement = judge_call(state, state.checker, call, list);
  if (!judgement.refusing.empty())
    return exception_response(call.route.api, "ValidationException",
                              validation_message(judgement.refusing));
  Campaign* campaign = state.campaigns.find(call.campaign, call.route.api);
  if (campaign == nullptr) return exception_response(call.route.api, "ResourceNotFoundException");
  if (!accepts(state, *campaign))
    return exception_response(call.route.api, "InvalidCampaignStateException",
                              "the campaign does not take requests in its state", campaign->state);
  Batch batch(state, call, *campaign);
  std::size_t index = 0;
  for (const nlohmann::json& request : list_member(parsed_body(call.body), list))
    batch.take(request, judgement.failed.count(index++) > 0);
  return with_body(batch.body());
}

}  // namespace diallint
