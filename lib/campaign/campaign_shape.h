// What the schemas say of a campaign's batches: members, how many, how long.
#pragma once
#include <cstdint>
#include <string_view>

#include "diallint/error.h"
#include "diallint/prepare.h"
#include "plan/plan.h"

namespace diallint {

/// Points into the plan.
struct CampaignShape {
  std::string_view id;            ///< of the shape
  std::string_view list;          ///< the member with the requests
  const Member* phone = nullptr;  ///< of a request, however deep
  const Node* phone_node = nullptr;
  std::uint64_t most_requests = 0;  ///< of a batch
  std::uint64_t usual_expiry = 0;   ///< seconds: halfway between advice and the window's end
};

/// kSetting: the schemas have no such shape.
Result<CampaignShape> campaign_shape(const Plan& plan, CampaignApi api);

}  // namespace diallint
