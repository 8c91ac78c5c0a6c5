#include "campaign/settling.h"

#include <utility>

#include "api/reader_source.h"
#include "campaign/call_errors.h"
#include "rules/response_guidance.h"

namespace diallint {
namespace {

constexpr std::size_t kLargestBatch = std::size_t{16} << 20;

RowOutcome outcome_of(const AnswerBook& book, std::uint64_t request) {
  if (book.taken(request)) return RowOutcome::kTaken;
  return book.failed(request) ? RowOutcome::kFailed : RowOutcome::kUnanswered;
}

}  // namespace

Remedy Settling::remedy(const AnswerBook& book, std::uint64_t request) {
  return book.failed(request) ? remedy_of(book.code(request)) : Remedy::kRetry;
}

void Settling::settle(const ManifestRow& row, std::uint64_t request) {
  const RowOutcome outcome = outcome_of(book_, request);
  const std::string_view code =
      outcome == RowOutcome::kFailed ? book_.code(request) : std::string_view();
  rows_.on_outcome(row, outcome, code, book_.several(request));
  const bool found = read_batch(row.batch);
  const bool same =
      found && row.position < batch_.size() && batch_.token(row.position) == row.token;
  if (same) rows_.on_request(row, outcome, batch_);
  if (outcome == RowOutcome::kTaken) return;
  if (!found)
    return rows_.on_repair(row,
                           {code, "batch-unreadable", "its batch is gone, or no batch any more"});
  if (!same) {
    return rows_.on_repair(
        row, {code, "batch-changed",
              "another request stands at its place in the batch than when it was prepared"});
  }
  const Remedy wanted = remedy(book_, request);
  if (wanted == Remedy::kMend) return mend(row, code);
  rows_.on_send(row, code, wanted, batch_);
}

// The rule that explains why the service refused it, as of the moment when it was sent.
void Settling::mend(const ManifestRow& row, std::string_view code) {
  RequestJudge& judge = judge_.of(batch_);
  renewed_.clear();
  if (batch_.has_expiry(row.position))
    renewed_ = batch_.text(row.position);
  else
    judge.append_renewed(renewed_, batch_, row.position, row.submission);
  const RequestVerdict found = judge.judge_text(renewed_, row.submission);
  if (!found.rule.empty()) return rows_.on_repair(row, {code, found.rule, found.reason});
  const Guidance* guidance = guidance_for(kCampaignsService, code);
  rows_.on_repair(
      row, {code, "failure-code",
            guidance != nullptr ? guidance->advice
                                : "The code is not known; look it up in the service's documents."});
}

// Rows come in the order of their batches.
bool Settling::read_batch(const std::string& name) {
  if (name == batch_name_) return batch_sound_;
  batch_name_ = name;
  batch_sound_ = false;
  ByteReader reader;
  guarded([&] { reader = open_(name); });
  if (!reader) return false;
  ReaderSource source(reader);
  std::string text;
  append_all(source, text, kLargestBatch);
  return batch_sound_ = text.size() <= kLargestBatch && batch_.read(text);
}

}  // namespace diallint
