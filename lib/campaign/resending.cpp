#include "campaign/resending.h"

#include <utility>

#include "base/milliseconds.h"
#include "campaign/sending_times.h"

namespace diallint {
namespace {

// How long the service answers a repeated token with the first request and dials nobody: the schema
// of clientToken has the source.
constexpr std::int64_t kTokenMillis = std::int64_t{7} * 24 * 60 * 60 * 1000;

}  // namespace

Resending::Resending(const ReconcileOptions& options, CampaignJudge& judge, Sink sink)
    : rate_(options.rate),
      judge_(judge),
      sink_(std::move(sink)),
      prompt_(
          "batch", [this](std::uint64_t requests, std::uint64_t) { return time(requests); },
          [this](const PreparedBatch& batch) { sink_.on_batch(batch); }),
      later_(
          "later",
          [this](std::uint64_t requests, std::uint64_t batches) {
            return time_of_later(requests, batches);
          },
          [this](const PreparedBatch& batch) { sink_.on_batch(batch); }) {}

std::int64_t Resending::time(std::uint64_t requests) const {
  return sending_time(judge_.start(), rate_, requests);
}

// Those that were throttled come behind all others. Without a rate, a batch each second.
std::int64_t Resending::time_of_later(std::uint64_t requests, std::uint64_t batches) const {
  if (rate_ > 0) return time(most_prompt_ + requests);
  return sending_time(judge_.start(), 1, batches + 1);
}

bool Resending::send(const ManifestRow& row, std::string_view code, Remedy remedy,
                     const BatchRequests& batch, std::size_t request) {
  RequestJudge& judge = judge_.of(batch);
  FillingBatches& batches = remedy == Remedy::kWaitThenRetry ? later_ : prompt_;
  batches.use(judge.head(), judge_.most_requests());
  const std::int64_t submission = batches.next_submission();
  if (remedy == Remedy::kRetry && submission - row.first_submission >= kTokenMillis) {
    sink_.on_repair(row,
                    {code, "token-forgotten",
                     "7 days after its first submission the service no longer knows the token, and "
                     "might call once more; find out whether the call was made"});
    return false;
  }
  renewed_.clear();
  judge.append_renewed(renewed_, batch, request, submission);
  const RequestVerdict found = judge.judge_text(renewed_, submission);
  if (!found.rule.empty()) return sink_.on_repair(row, {code, found.rule, found.reason}), false;
  // Where the sender adds the expiry, it does so again.
  if (!batch.has_expiry(request)) renewed_ = batch.text(request);
  batches.add(renewed_, row);
  return true;
}

void Resending::end() {
  prompt_.end();
  later_.end();
}

}  // namespace diallint
