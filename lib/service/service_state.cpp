#include "service/service_state.h"

#include <algorithm>
#include <utility>

#include "base/seed_stream.h"

namespace diallint {
namespace {

enum ServiceStream : std::uint64_t { kTroubleStream = 11, kAnswerStream = 12, kIdStream = 13 };

constexpr std::uint64_t kMostCalls = 100'000;
constexpr std::size_t kMostFindings = 50;

// The instance of all campaigns that nobody has made by a call.
constexpr std::string_view kInstance = "00000000-0000-4000-8000-000000000000";

}  // namespace

ServiceState::ServiceState(ServiceOptions chosen, const Ruleset& rules,
                           const Ruleset& campaign_rules)
    : options(std::move(chosen)),
      checker(rules),
      campaign_checker(campaign_rules),
      clock(options.clock, options.now),
      dialer(options.dialer, stream_seed(options.seed, kAnswerStream)),
      trouble(options.trouble, stream_seed(options.seed, kTroubleStream)),
      ids(stream_seed(options.seed, kIdStream)) {
  reset();
}

void ServiceState::reset() {
  clock = ServiceClock(options.clock, options.now);
  tokens.clear();
  dialer.reset(stream_seed(options.seed, kAnswerStream));
  trouble = TroubleMaker(options.trouble, stream_seed(options.seed, kTroubleStream));
  ids = Random(stream_seed(options.seed, kIdStream));
  requests.clear();
  calls.clear();
  findings.clear();
  kept_bytes = 0;
  summary = {};
  campaigns.clear();
  deleted.clear();
  ++resets;
  add_own_campaigns();
}

void ServiceState::add_own_campaigns() {
  std::set<std::string> there;  // of two with one id the second counts
  for (const auto& [id, campaign] : campaigns.all()) there.insert(id);
  for (const ServiceCampaign& one : options.campaigns) {
    if (there.count(one.id) > 0 || deleted.count(one.id) > 0) continue;
    Campaign campaign{.id = one.id, .name = one.id, .instance = std::string(kInstance)};
    set_state(campaigns.put(std::move(campaign)), one.state);
  }
}

bool ServiceState::has_room(std::size_t bytes) const noexcept {
  return requests.kept().size() < options.max_requests && kept_bytes + bytes <= options.max_bytes;
}

void ServiceState::keep(Accepted accepted) {
  kept_bytes += accepted.text.size();
  dialer.note(accepted);
  requests.add(std::move(accepted));
}

void ServiceState::keep(ReceivedCall call) {
  calls.push_back(std::move(call));
  if (calls.size() > std::min(kMostCalls, options.keep_settled)) calls.pop_front();
}

void ServiceState::keep(SeenFinding finding) {
  if (findings.size() == kMostFindings) findings.pop_front();
  findings.push_back(std::move(finding));
}

void ServiceState::run_dialer(Millis now) {
  for (auto& [id, campaign] : campaigns.all()) dialer.run(campaign.queue, requests, now);
  const std::uint64_t* counts = dialer.counts();
  summary.answered = counts[static_cast<std::size_t>(Fate::kAnswered)];
  summary.unanswered = counts[static_cast<std::size_t>(Fate::kUnanswered)];
  summary.expired = counts[static_cast<std::size_t>(Fate::kExpired)];
  summary.campaign_deleted = counts[static_cast<std::size_t>(Fate::kCampaignDeleted)];
  summary.waiting = requests.next() - summary.answered - summary.unanswered - summary.expired -
                    summary.campaign_deleted;
  forget_settled();
}

void ServiceState::forget_settled() {
  while (requests.kept().size() > options.keep_settled) {
    const Accepted& oldest = requests.kept().front();
    if (oldest.fate == Fate::kWaiting) return;
    kept_bytes -= oldest.text.size();
    tokens.forget(token_scope(*this, oldest.operation, oldest.campaign), oldest.token, oldest.id);
    requests.forget_oldest();
  }
}

std::string token_scope(const ServiceState& state, std::string_view operation,
                        std::string_view campaign) {
  if (campaign.empty()) return std::string(operation);
  return state.options.tokens_of_account ? std::string() : std::string(campaign);
}

std::string next_id(ServiceState& state) { return random_guid(state.ids, '8'); }

}  // namespace diallint
