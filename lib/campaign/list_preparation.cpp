#include "campaign/list_preparation.h"

#include <new>
#include <string>
#include <utility>

#include "api/ruleset_state.h"
#include "base/milliseconds.h"
#include "campaign/call_errors.h"
#include "campaign/sending_times.h"
#include "phone/national_number.h"

namespace diallint {
namespace {

CampaignShape shape_in(const Ruleset& rules, CampaignApi api) {
  const RulesetParts* compiled = RulesetAccess::parts(rules);
  if (compiled == nullptr) throw std::bad_alloc();  // GCOVR_EXCL_LINE: ./dev faults sees to it
  const Result<CampaignShape> shape = campaign_shape(*compiled->plan, api);
  if (!shape) throw Refusal{shape.error()};
  return *shape;
}

}  // namespace

ListPreparation::ListPreparation(const PrepareOptions& options_in, const Ruleset& rules_in)
    : options(options_in),
      rules(rules_in),
      shape(shape_in(rules, options.api)),
      plan(rules.settings().numbering_plan),
      start(ceil_millis(options.start)),
      judge(shape, options, rules),
      tokens(options.token_key, options.campaign),
      contacts(options, shape, plan) {
  if (Error wrong = expect_start(options.start)) throw Refusal{std::move(wrong)};
  const std::string& region = options.default_region;
  if (!region.empty() && calling_code_of(region, plan) == 0) {
    throw Refusal{
        {ErrorCode::kSetting,
         "the numbering plan has no such default region; regions are ISO 3166 codes such as "
         "US or GB"}};
  }
  if (Error wrong = judge.try_options(options, start)) throw Refusal{std::move(wrong)};
}

}  // namespace diallint
