// Answers to a list that is reconciled in many places at once. Batch by batch it is said what
// became of the rows; what may be sent again goes through one place, in the order of the manifest.
#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "campaign/answer_book.h"
#include "campaign/manifest_rows.h"
#include "campaign/outcome_tally.h"
#include "campaign/resending.h"
#include "campaign/response_answers.h"
#include "campaign/settling.h"
#include "diallint/error.h"
#include "diallint/reconcile.h"
#include "diallint/ruleset.h"

namespace diallint {

/// What became of a row. Texts are valid during the call alone.
struct SettledRow {
  const ManifestRow* row = nullptr;
  RowOutcome outcome = RowOutcome::kUnanswered;
  std::string_view code;               ///< of a row that failed
  bool several = false;                ///< more than one answer names it
  bool has_region = false;             ///< its batch has its request
  std::string_view region;             ///< as of ReconcileSummary::by_region
  std::optional<Remedy> remedy;        ///< of a row that was not taken: what its answers ask for
  std::optional<RepairReason> repair;  ///< it must be mended
  /// It may be sent again: the only request of a batch, as BatchRequests reads it. Else empty.
  std::string_view request;
};

/// One thread; movable. No call throws.
class AnsweredPart {
 public:
  using TakeRow = std::function<void(const SettledRow& row)>;

  /// kSetting: as of Reconciler::make().
  static Result<AnsweredPart> make(const ReconcileOptions& options,
                                   const Ruleset& rules = Ruleset::builtin()) noexcept;
  ~AnsweredPart();
  AnsweredPart(AnsweredPart&&) noexcept;

  /// The rows of a batch with all answers that name one of them; its text is nothing where it is
  /// gone. kInput: two rows have one token.
  Error settle(const std::optional<std::string>& batch, std::span<const ManifestRow> rows,
               std::span<const Answer> answers, const TakeRow& take) noexcept;
  std::uint64_t expires_in() const noexcept;

 private:
  struct Parts;
  explicit AnsweredPart(std::unique_ptr<Parts> parts) noexcept;

  std::unique_ptr<Parts> parts_;
};

/// What may be sent again of all parts. One thread; movable. No call throws.
class ResentRows {
 public:
  /// `most_prompt` is how many rows there are for Remedy::kRetry. kSetting: as above.
  static Result<ResentRows> make(const ReconcileOptions& options, std::uint64_t most_prompt,
                                 Resending::Sink sink,
                                 const Ruleset& rules = Ruleset::builtin()) noexcept;
  ~ResentRows();
  ResentRows(ResentRows&&) noexcept;

  /// A row in the order of the manifest, with the request that AnsweredPart has given.
  Error add(const ManifestRow& row, std::string_view code, Remedy remedy,
            std::string_view request) noexcept;
  /// Behind the last row.
  Error finish() noexcept;

 private:
  struct Parts;
  explicit ResentRows(std::unique_ptr<Parts> parts) noexcept;

  std::unique_ptr<Parts> parts_;
};

/// What texts of responses say: the answers, and what ReconcileSummary counts of responses. `name`
/// is what the summary calls them.
struct ReadResponses {
  std::vector<Answer> answers;
  ReconcileSummary summary;
};
Result<ReadResponses> read_responses(std::string_view text, std::string_view name) noexcept;

}  // namespace diallint
