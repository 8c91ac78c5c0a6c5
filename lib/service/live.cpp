#include "service/live.h"

#include <algorithm>

#include "service/control_answers.h"
#include "service/verdicts.h"

namespace diallint {
namespace {

constexpr std::size_t kMostCalls = 50;
constexpr std::size_t kMostRequests = 100;
constexpr std::size_t kMostCampaigns = 100;

/// Names of the members, in the order of Mark.
constexpr const char* kMarkNames[kMarks] = {"received", "answered", "unanswered", "expired", "due"};

void put_rules(JsonWriter& json, const ServiceState& state) {
  json.name("rules").open('[');
  for (const auto& [id, count] : state.summary.findings) {
    json.open('{').put("rule", id).put("count", count);
    json.put("verdict", to_string(verdict_of(id, state.options.verdicts)));
    if (const RuleInfo* rule = state.checker.ruleset().explain(id))
      json.put("title", rule->title).put("why", rule->why).put("repair", rule->repair);
    json.close('}');
  }
  json.close(']');
}

void put_findings(JsonWriter& json, const ServiceState& state) {
  json.name("lastFindings").open('[');
  for (auto one = state.findings.rbegin(); one != state.findings.rend(); ++one) {
    json.open('{').put("call", one->call).put("at", time_text(one->at)).put("rule", one->rule);
    json.put("path", one->path).put("message", one->message).close('}');
  }
  json.close(']');
}

void put_timeline(JsonWriter& json, const Timeline& timeline) {
  json.name("timeline").open('{');
  json.put("seconds", static_cast<std::uint64_t>(timeline.step() / kMillisInSecond));
  json.name("steps").open('[');
  for (const auto& [index, counts] : timeline.counts()) {
    json.open('{').put("at", time_text(index * timeline.step()));
    for (std::size_t i = 0; i < kMarks; ++i) json.put(kMarkNames[i], counts[i]);
    json.close('}');
  }
  json.close(']').close('}');
}

}  // namespace

std::string live_in_json(ServiceState& state) {
  std::string out;
  JsonWriter json(out);
  json.open('{').put("now", to_rfc3339(state.clock.now()));
  json.put("runs", state.clock.runs());
  put_counts(json, state);
  put_campaigns(json, state, kMostCampaigns);
  json.put("allCampaigns", std::uint64_t{state.campaigns.all().size()});
  put_rules(json, state);
  put_findings(json, state);
  put_timeline(json, state.dialer.timeline());
  json.name("lastCalls").open('[');
  const std::size_t calls = std::min(kMostCalls, state.calls.size());
  for (std::size_t i = 0; i < calls; ++i) put_call(json, state.calls[state.calls.size() - 1 - i]);
  json.close(']').name("lastRequests").open('[');
  const auto& kept = state.requests.kept();
  const std::size_t requests = std::min(kMostRequests, kept.size());
  for (std::size_t i = 0; i < requests; ++i)
    put_request(json, kept[kept.size() - 1 - i], RequestView::kMasked);
  json.close(']').close('}');
  return out;
}

}  // namespace diallint
