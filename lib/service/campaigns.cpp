#include "service/campaigns.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <iterator>
#include <utility>

namespace diallint {
namespace {

constexpr std::string_view kInitialized = "Initialized";
constexpr std::string_view kRunning = "Running";
constexpr std::string_view kPaused = "Paused";
constexpr std::string_view kStopped = "Stopped";
constexpr std::string_view kStates[] = {kInitialized, kRunning, kPaused,
                                        kStopped,     "Failed", "Completed"};
// 123456789012 is the account that the service's own examples have.
constexpr std::string_view kArnHead = "arn:aws:connect-campaigns:us-east-1:123456789012:campaign/";

struct Transition {
  Action action;
  std::string_view from;
  std::string_view to;
};
constexpr Transition kTransitions[] = {
    {Action::kStartCampaign, kInitialized, kRunning}, {Action::kPauseCampaign, kRunning, kPaused},
    {Action::kResumeCampaign, kPaused, kRunning},     {Action::kStopCampaign, kRunning, kStopped},
    {Action::kStopCampaign, kPaused, kStopped},
};

}  // namespace

std::span<const std::string_view> campaign_states() noexcept { return kStates; }

bool is_campaign_state(std::string_view word) noexcept {
  return std::find(std::begin(kStates), std::end(kStates), word) != std::end(kStates);
}

std::string campaign_states_in_words() {
  return fmt::format("{} or {}", fmt::join(std::begin(kStates), std::end(kStates) - 1, ", "),
                     *std::rbegin(kStates));
}

bool is_campaign_id(std::string_view id) noexcept {
  return !id.empty() && id.size() <= kMostCampaignId;
}

std::string campaign_arn(std::string_view id) { return std::string(kArnHead) + std::string(id); }

Campaign& Campaigns::put(Campaign campaign) {
  std::string id = campaign.id;
  return all_.insert_or_assign(std::move(id), std::move(campaign)).first->second;
}

Campaign* Campaigns::find(std::string_view id, ServiceApi api) {
  if (id.starts_with(kArnHead)) id.remove_prefix(kArnHead.size());
  const auto found = all_.find(id);
  if (found == all_.end()) return nullptr;
  Campaign& campaign = found->second;
  return campaign.api.value_or(api) == api ? &campaign : nullptr;
}

void set_state(Campaign& campaign, std::string_view state) {
  campaign.state = state;
  campaign.queue.running = state == kRunning;
}

bool change_state(Campaign& campaign, Action action) {
  const auto* const transition = std::find_if(
      std::begin(kTransitions), std::end(kTransitions),
      [&](const Transition& one) { return one.action == action && one.from == campaign.state; });
  if (transition == std::end(kTransitions)) return false;
  set_state(campaign, transition->to);
  return true;
}

}  // namespace diallint
