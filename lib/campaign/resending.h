// Requests that are sent again: when, in which batches, and which of them must not be.
#pragma once
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "campaign/answer_book.h"
#include "campaign/batch_requests.h"
#include "campaign/campaign_judge.h"
#include "campaign/filling_batches.h"
#include "campaign/manifest_rows.h"
#include "campaign/settling.h"
#include "diallint/reconcile.h"

namespace diallint {

/// In the order of the manifest. One thread.
class Resending {
 public:
  struct Sink {
    std::function<void(const ManifestRow& row, const RepairReason& why)> on_repair;
    std::function<void(PreparedBatch batch)> on_batch;
  };

  /// The judge outlives it.
  Resending(const ReconcileOptions& options, CampaignJudge& judge, Sink sink);

  /// How many requests there are that need not wait: an upper bound, as some may turn out to need
  /// repair. Those that were throttled come behind them.
  void expect_prompt(std::uint64_t most) noexcept { most_prompt_ = most; }

  /// Puts a request of the batch into one that is sent again. False: it must be mended first.
  bool send(const ManifestRow& row, std::string_view code, Remedy remedy,
            const BatchRequests& batch, std::size_t request);
  /// Hands the last batches on.
  void end();

 private:
  std::int64_t time(std::uint64_t requests) const;
  std::int64_t time_of_later(std::uint64_t requests, std::uint64_t batches) const;

  std::uint64_t rate_;
  CampaignJudge& judge_;
  Sink sink_;
  std::uint64_t most_prompt_ = 0;
  FillingBatches prompt_;
  FillingBatches later_;
  std::string renewed_;
};

}  // namespace diallint
