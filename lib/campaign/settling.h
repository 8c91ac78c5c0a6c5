// What becomes of each row of a manifest: it was taken, it must be mended, or it may be sent again.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "campaign/answer_book.h"
#include "campaign/batch_requests.h"
#include "campaign/campaign_judge.h"
#include "campaign/manifest_rows.h"
#include "campaign/outcome_tally.h"
#include "diallint/reconcile.h"

namespace diallint {

/// What must be mended before a row is sent again; texts are valid during the call alone.
struct RepairReason {
  std::string_view code;  ///< of the service; empty: none
  std::string_view rule;
  std::string_view reason;
};

/// What is found of a row. on_outcome() comes first, then on_request() where its request is known,
/// then one of the others, or nothing for a row that was taken.
class SettledRows {
 public:
  virtual ~SettledRows() = default;
  virtual void on_outcome(const ManifestRow& row, RowOutcome outcome, std::string_view code,
                          bool several) = 0;
  /// The request is that at the row's position in the batch.
  virtual void on_request(const ManifestRow& row, RowOutcome outcome,
                          const BatchRequests& batch) = 0;
  virtual void on_repair(const ManifestRow& row, const RepairReason& why) = 0;
  virtual void on_send(const ManifestRow& row, std::string_view code, Remedy remedy,
                       const BatchRequests& batch) = 0;
};

/// Reads the batches of rows that come in their order. One thread.
class Settling {
 public:
  /// All outlive it. `open` may throw what it likes.
  Settling(const AnswerBook& book, const OpenPrepared& open, CampaignJudge& judge,
           SettledRows& rows)
      : book_(book), open_(open), judge_(judge), rows_(rows) {}

  /// `request` is the row's number in the book.
  void settle(const ManifestRow& row, std::uint64_t request);

  /// What its answers ask for. Who has not been answered may have been taken, like those whose
  /// error is unknown.
  static Remedy remedy(const AnswerBook& book, std::uint64_t request);

 private:
  bool read_batch(const std::string& name);
  void mend(const ManifestRow& row, std::string_view code);

  const AnswerBook& book_;
  const OpenPrepared& open_;
  CampaignJudge& judge_;
  SettledRows& rows_;
  std::string batch_name_;
  BatchRequests batch_;
  bool batch_sound_ = false;
  std::string renewed_;
};

}  // namespace diallint
