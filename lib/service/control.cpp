#include "service/control.h"

#include <fmt/format.h>

#include <cmath>
#include <utility>

#include "service/body.h"
#include "service/control_answers.h"
#include "service/live.h"

namespace diallint {
namespace {

using nlohmann::json;

ServiceResponse refusal(std::string_view message, int status = 400) {
  ServiceResponse response;
  response.status = status;
  JsonWriter(response.body).open('{').put("message", message).close('}');
  return response;
}

bool is_count(const json& value) { return value.is_number_unsigned(); }

ServiceResponse move_clock(ServiceState& state, const json& body) {
  constexpr std::int64_t kMostSeconds = std::int64_t{10} * 366 * 24 * 60 * 60;
  const auto now = parse_rfc3339(text_member(body, "now"));
  const auto advance = body.find("advance");
  if (now) {
    state.clock.set(*now);
  } else if (advance != body.end() && advance->is_number() &&
             std::abs(advance->get<double>()) <= static_cast<double>(kMostSeconds)) {
    state.clock.advance(static_cast<Millis>(advance->get<double>() * 1000));
  } else {
    return refusal(
        "the clock takes {\"now\": \"2026-11-20T12:00:00Z\"} or {\"advance\": SECONDS}, ten years "
        "at "
        "most");
  }
  state.run_dialer(floor_millis(state.clock.now()));
  return with_body(summary_in_json(state));
}

ServiceResponse put_campaign(ServiceState& state, const json& body) {
  const std::string id = text_member(body, "id");
  const std::string word = text_member(body, "state");
  if (!is_campaign_id(id) || !is_campaign_state(word))
    return refusal(fmt::format("a campaign has an id of 1 to {} bytes and a state: {}",
                               kMostCampaignId, campaign_states_in_words()));
  const auto found = state.campaigns.all().find(id);
  if (found == state.campaigns.all().end() && !state.has_room(id.size()))
    return refusal("no more can be kept; reset the service");
  state.kept_bytes += id.size();
  if (found != state.campaigns.all().end())
    set_state(found->second, word);
  else
    set_state(state.campaigns.put({.id = id, .name = id}), word);
  return with_body(summary_in_json(state));
}

/// Takes a map of words and shares; false where it is none.
bool take_shares(const json& body, const char* name,
                 std::map<std::string, std::uint64_t, std::less<>>& shares) {
  const auto member = body.find(name);
  if (member == body.end()) return true;
  if (!member->is_object()) return false;
  shares.clear();
  for (const auto& [word, share] : member->items()) {
    if (!is_count(share)) return false;
    shares[word] = share.get<std::uint64_t>();
  }
  return true;
}

bool take_next(const json& body, std::vector<std::string>& next) {
  const auto member = body.find("next");
  next.clear();
  if (member == body.end()) return true;
  if (!member->is_array()) return false;
  for (const json& word : *member) next.push_back(word.is_string() ? word.get<std::string>() : "");
  return true;
}

bool take_count(const json& body, const char* name, std::uint64_t most, std::uint64_t& count) {
  const auto member = body.find(name);
  if (member == body.end()) return true;
  if (!is_count(*member) || member->get<std::uint64_t>() > most) return false;
  count = member->get<std::uint64_t>();
  return true;
}

ServiceResponse make_trouble(ServiceState& state, const json& body) {
  constexpr std::uint64_t kMostCalls = 1'000'000;
  constexpr std::uint64_t kMostLatency = 60'000;
  ServiceTrouble trouble = state.trouble.trouble();
  const bool sound = body.is_object() && take_shares(body, "calls", trouble.calls) &&
                     take_shares(body, "requests", trouble.requests) &&
                     take_next(body, trouble.next) &&
                     take_count(body, "callsPerSecond", kMostCalls, trouble.calls_per_second) &&
                     take_count(body, "burst", kMostCalls, trouble.burst) &&
                     take_count(body, "latency", kMostLatency, trouble.latency_ms);
  if (!sound)
    return refusal(
        "trouble takes calls and requests (objects of words and percentages), next (an array of "
        "words), callsPerSecond, burst and latency (whole numbers; milliseconds, 60000 at most)");
  const std::string fault = fault_of(trouble);
  if (!fault.empty()) return refusal(fault);
  state.trouble.set(std::move(trouble));
  return with_body(summary_in_json(state));
}

struct ControlRoute {
  std::string_view method;
  std::string_view name;
  ServiceResponse (*act)(ServiceState& state, const json& body);
};

ServiceResponse show_summary(ServiceState& state, const json& /*body*/) {
  return with_body(summary_in_json(state));
}
ServiceResponse show_calls(ServiceState& state, const json& /*body*/) {
  return with_body(calls_in_json(state));
}
ServiceResponse show_requests(ServiceState& state, const json& /*body*/) {
  return with_body(requests_in_json(state, RequestView::kWithToken));
}
ServiceResponse show_values(ServiceState& state, const json& /*body*/) {
  return with_body(requests_in_json(state, RequestView::kWithValues));
}
ServiceResponse show_verdicts(ServiceState& state, const json& /*body*/) {
  return with_body(verdicts_in_json(state));
}
ServiceResponse show_live(ServiceState& state, const json& /*body*/) {
  return with_body(live_in_json(state));
}
ServiceResponse start_again(ServiceState& state, const json& /*body*/) {
  state.reset();
  return with_body(summary_in_json(state));
}

constexpr ControlRoute kRoutes[] = {
    {"GET", "", show_summary},           {"GET", "calls", show_calls},
    {"GET", "requests", show_requests},  {"GET", "requests?values=true", show_values},
    {"GET", "verdicts", show_verdicts},  {"GET", "live", show_live},
    {"POST", "reset", start_again},      {"POST", "clock", move_clock},
    {"POST", "campaigns", put_campaign}, {"POST", "trouble", make_trouble},
};

}  // namespace

ServiceResponse control_not_kept() { return refusal("the state could not be kept", 500); }

ServiceResponse control(ServiceState& state, const ServiceRequest& request) {
  state.run_dialer(floor_millis(state.clock.now()));
  const std::string_view name = request.target.substr(kServiceControlPath.size());
  for (const ControlRoute& route : kRoutes)
    if (route.method == request.method && route.name == name)
      return route.act(state, parsed_body(request.body));
  return refusal(
      "the control API has GET calls, requests, requests?values=true, verdicts, live and the "
      "summary at "
      "its root, and POST reset, clock, campaigns and trouble",
      404);
}

}  // namespace diallint
