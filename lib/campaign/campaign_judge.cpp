#include "campaign/campaign_judge.h"

#include <utility>

#include "api/ruleset_state.h"
#include "base/milliseconds.h"
#include "campaign/call_errors.h"
#include "campaign/campaign_shape.h"
#include "campaign/sending_times.h"

namespace diallint {

CampaignJudge::CampaignJudge(const ReconcileOptions& options, const Ruleset& rules)
    : rules_(rules), start_(ceil_millis(options.start)) {
  if (Error wrong = expect_start(options.start)) throw Refusal{std::move(wrong)};
  options_.start = options.start;
  options_.expires_in = options.expires_in;
  // A campaign's id that is sound: it is the other options that are tried.
  use("0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f9", CampaignApi::kV1);
  if (Error wrong = judge_->try_options(options_, start_)) throw Refusal{std::move(wrong)};
}

RequestJudge& CampaignJudge::of(const BatchRequests& batch) {
  return use(batch.campaign(), batch.api());
}

RequestJudge& CampaignJudge::use(const std::string& campaign, CampaignApi api) {
  if (judge_ && options_.campaign == campaign && options_.api == api) return *judge_;
  const Result<CampaignShape> shape = campaign_shape(*RulesetAccess::parts(rules_)->plan, api);
  if (!shape) throw Refusal{shape.error()};
  most_requests_ = shape->most_requests;
  options_.campaign = campaign;
  options_.api = api;
  return judge_.emplace(*shape, options_, rules_);
}

}  // namespace diallint
