// What each row of a contact list goes through, whether the list is read as a whole or in parts.
#pragma once
#include <cstdint>

#include "campaign/campaign_shape.h"
#include "campaign/contact_rows.h"
#include "campaign/request_judge.h"
#include "campaign/row_tokens.h"
#include "diallint/numbering_plan.h"
#include "diallint/prepare.h"
#include "diallint/ruleset.h"

namespace diallint {

/// Stays where it is made: its parts point into each other.
struct ListPreparation {
  /// Throws Refusal for options that make no request that the rules would pass.
  ListPreparation(const PrepareOptions& options, const Ruleset& rules);
  ListPreparation(const ListPreparation&) = delete;
  ListPreparation& operator=(const ListPreparation&) = delete;

  PrepareOptions options;
  Ruleset rules;
  CampaignShape shape;  // points into the rules
  NumberingPlan plan;
  std::int64_t start;  // milliseconds since 1970
  RequestJudge judge;
  RowTokens tokens;
  ContactRows contacts;
};

}  // namespace diallint
