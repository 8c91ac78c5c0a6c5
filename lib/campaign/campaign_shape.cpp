#include "campaign/campaign_shape.h"

#include <fmt/format.h>

#include <algorithm>
#include <span>

#include "plan/member_names.h"

namespace diallint {
namespace {

struct ApiNames {
  std::string_view shape;
  std::string_view list;
  std::span<const std::string_view> phone;  // the way from a request to its number
};

constexpr std::string_view kPhoneV1[] = {"phoneNumber"};
constexpr std::string_view kPhoneV2[] = {"channelSubtypeParameters", "telephony",
                                         "destinationPhoneNumber"};
constexpr ApiNames kV1 = {"put-dial-request-batch", "dialRequests", kPhoneV1};
constexpr ApiNames kV2 = {"put-outbound-request-batch", "outboundRequests", kPhoneV2};

const Check* check_of(const Node& node, std::string_view rule) {
  const auto found = std::find_if(node.checks.begin(), node.checks.end(),
                                  [&](const Check& check) { return check.rule->id == rule; });
  return found == node.checks.end() ? nullptr : &*found;
}

const Member* member_at(const Plan& plan, const Node& record,
                        std::span<const std::string_view> way) {
  const Member* member = nullptr;
  const Node* node = &record;
  for (const std::string_view name : way) {
    member = member_named(*node, name);
    if (member == nullptr) return nullptr;
    node = &plan.node(member->node);
  }
  return member;
}

// Halfway between what is advised and the end of the window: somebody who sends early or late by as
// much is still within both.
std::uint64_t usual_expiry(const Node& time) {
  const Check* window = check_of(time, "expiration-window");
  if (window == nullptr) return 0;
  const Check* margin = check_of(time, "expiration-margin");
  const std::int64_t least =
      std::max(window->minimum, margin == nullptr ? window->minimum : margin->minimum);
  return static_cast<std::uint64_t>(std::max<std::int64_t>(0, (least + window->maximum) / 2));
}

Error lacks(const ApiNames& names) {
  return {ErrorCode::kSetting,
          fmt::format("the schema of '{}' has no {} with a time of expiry and a telephone number",
                      names.shape, names.list)};
}

}  // namespace

Result<CampaignShape> campaign_shape(const Plan& plan, CampaignApi api) {
  const ApiNames& names = api == CampaignApi::kV1 ? kV1 : kV2;
  const Shape* shape = plan.shape(names.shape);
  const Member* list =
      shape == nullptr ? nullptr : member_named(plan.node(shape->root), names.list);
  const NodeId items = list == nullptr ? kNoNode : plan.node(list->node).items;
  if (items == kNoNode) return lacks(names);
  const Node& record = plan.node(items);
  const Member* time = member_named(record, "expirationTime");
  const Member* phone = member_at(plan, record, names.phone);
  if (time == nullptr || phone == nullptr) return lacks(names);
  CampaignShape found{names.shape, names.list, phone, &plan.node(phone->node)};
  found.most_requests = static_cast<std::uint64_t>(
      std::max<std::int64_t>(1, tightest_maximum(plan.node(list->node).whole)));
  found.usual_expiry = usual_expiry(plan.node(time->node));
  return found;
}

}  // namespace diallint
