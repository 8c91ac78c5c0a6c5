// The judge of prepared requests, of whatever campaign they are for.
#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include "campaign/batch_requests.h"
#include "campaign/request_judge.h"
#include "diallint/prepare.h"
#include "diallint/reconcile.h"
#include "diallint/ruleset.h"

namespace diallint {

class CampaignJudge {
 public:
  /// Throws Refusal for options with which no request would be sound.
  CampaignJudge(const ReconcileOptions& options, const Ruleset& rules);

  /// That of the batch's campaign. Throws Refusal where the schemas have no such batches.
  RequestJudge& of(const BatchRequests& batch);
  /// How many requests a batch of the last one takes.
  std::uint64_t most_requests() const noexcept { return most_requests_; }
  std::uint64_t expires_in() const noexcept { return judge_->expires_in(); }
  std::int64_t start() const noexcept { return start_; }

 private:
  RequestJudge& use(const std::string& campaign, CampaignApi api);

  Ruleset rules_;
  std::int64_t start_;      // milliseconds since 1970
  PrepareOptions options_;  // those of the judge
  std::optional<RequestJudge> judge_;
  std::uint64_t most_requests_ = 1;
};

}  // namespace diallint
