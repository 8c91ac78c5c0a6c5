#include "service/control_answers.h"

#include "service/verdicts.h"

namespace diallint {
namespace {

constexpr SummaryCount kCounts[] = {
    {"calls", &ServiceSummary::calls},
    {"refusedCalls", &ServiceSummary::refused_calls},
    {"troubledCalls", &ServiceSummary::troubled_calls},
    {"accepted", &ServiceSummary::accepted},
    {"repeated", &ServiceSummary::repeated},
    {"changed", &ServiceSummary::changed},
    {"failed", &ServiceSummary::failed},
    {"troubled", &ServiceSummary::troubled},
    {"waiting", &ServiceSummary::waiting},
    {"answered", &ServiceSummary::answered},
    {"unanswered", &ServiceSummary::unanswered},
    {"expired", &ServiceSummary::expired},
    {"campaignDeleted", &ServiceSummary::campaign_deleted},
};

}  // namespace

std::string time_text(Millis millis) { return to_rfc3339(instant_of(millis)); }

std::span<const SummaryCount> summary_counts() noexcept { return kCounts; }

void put_counts(JsonWriter& json, const ServiceState& state) {
  for (const SummaryCount& count : kCounts) json.put(count.name, state.summary.*count.member);
}

void put_campaigns(JsonWriter& json, ServiceState& state, std::size_t most) {
  json.name("campaigns").open('[');
  for (const auto& [id, campaign] : state.campaigns.all()) {
    if (most-- == 0) break;
    json.open('{').put("id", id).put("state", campaign.state).close('}');
  }
  json.close(']');
}

void put_call(JsonWriter& json, const ReceivedCall& call) {
  json.open('{').put("at", time_text(call.at)).put("operation", call.operation);
  if (!call.campaign.empty()) json.put("campaign", call.campaign);
  json.put("status", static_cast<std::uint64_t>(call.status));
  if (!call.exception.empty()) json.put("exception", call.exception);
  if (!call.trouble.empty()) json.put("trouble", call.trouble);
  json.put("accepted", call.accepted).put("repeated", call.repeated).put("failed", call.failed);
  json.close('}');
}

void put_request(JsonWriter& json, const Accepted& request, RequestView view) {
  json.open('{').put("id", request.id).put("operation", request.operation);
  if (!request.campaign.empty()) json.put("campaign", request.campaign);
  if (view != RequestView::kMasked) json.put("clientToken", request.token);
  json.put("received", time_text(request.received));
  if (request.expires) json.put("expires", time_text(*request.expires));
  json.put("fate", to_string(request.fate));
  if (request.fate != Fate::kWaiting) json.put("settled", time_text(request.settled));
  if (view == RequestView::kWithValues && !request.text.empty())
    json.name("request").raw(request.text);
  json.close('}');
}

std::string summary_in_json(ServiceState& state) {
  std::string out;
  JsonWriter json(out);
  json.open('{').put("now", to_rfc3339(state.clock.now()));
  put_counts(json, state);
  json.name("findings").open('{');
  for (const auto& [rule, count] : state.summary.findings) json.put(rule, count);
  json.close('}');
  put_campaigns(json, state, state.campaigns.all().size());
  json.close('}');
  return out;
}

std::string calls_in_json(const ServiceState& state) {
  std::string out;
  JsonWriter json(out);
  json.open('{').name("calls").open('[');
  for (const ReceivedCall& call : state.calls) put_call(json, call);
  json.close(']').close('}');
  return out;
}

std::string requests_in_json(const ServiceState& state, RequestView view) {
  std::string out;
  JsonWriter json(out);
  json.open('{').name("requests").open('[');
  for (const Accepted& request : state.requests.kept()) put_request(json, request, view);
  json.close(']').close('}');
  return out;
}

std::string verdicts_in_json(const ServiceState& state) {
  std::string out;
  JsonWriter json(out);
  json.open('{').name("verdicts").open('[');
  for (const VerdictInfo& line : service_verdicts()) {
    json.open('{').put("rule", line.rule);
    json.put("verdict", to_string(verdict_of(line.rule, state.options.verdicts)));
    json.put("usual", to_string(line.verdict));
    if (!line.source.empty()) json.put("source", line.source);
    json.put("reason", line.reason).close('}');
  }
  json.close(']').close('}');
  return out;
}

}  // namespace diallint
