// The campaigns that the service knows, and what may be done with one in which state.
#pragma once
#include <cstddef>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "service/dialer.h"
#include "service/routes.h"

namespace diallint {

/// The states that there are; only the newer campaigns have Completed.
std::span<const std::string_view> campaign_states() noexcept;
bool is_campaign_state(std::string_view word) noexcept;
/// "Initialized, Running, … or Completed".
std::string campaign_states_in_words();

inline constexpr std::size_t kMostCampaignId = 256;  ///< bytes
bool is_campaign_id(std::string_view id) noexcept;

struct Campaign {
  std::string id = {};
  std::string state = {};
  std::optional<ServiceApi> api = {};  ///< that has made it; nothing: both know it
  std::string name = {};
  std::string instance = {};  ///< of Amazon Connect
  std::string config = {};  ///< JSON members that DescribeCampaign shows beside these; may be empty
  DialQueue queue = {};
};

/// The name by which other services know a campaign; calls may give it in place of the id.
std::string campaign_arn(std::string_view id);

class Campaigns {
 public:
  Campaign& put(Campaign campaign);
  /// By id or ARN; null where the API knows of none. Valid until it is erased.
  Campaign* find(std::string_view id, ServiceApi api);
  void erase(const std::string& id) { all_.erase(id); }
  void clear() { all_.clear(); }
  std::map<std::string, Campaign, std::less<>>& all() noexcept { return all_; }

 private:
  std::map<std::string, Campaign, std::less<>> all_;
};

/// Puts the campaign into a state. Its dialler runs in Running alone.
void set_state(Campaign& campaign, std::string_view state);

/// Starts, pauses, resumes or stops. False where its state does not allow that; which do is not
/// documented: what was never started can be started, what is running paused, what is paused
/// resumed, and what is running or paused stopped.
bool change_state(Campaign& campaign, Action action);

}  // namespace diallint
