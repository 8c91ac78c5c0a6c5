/// @file
/// What became of a prepared list: its rows and the service's responses, joined by token, and what
/// is to be done about those that were not taken.
///
///     #include <cstdio>
///     #include <diallint/reconcile.h>
///
///     int main() {
///       diallint::PrepareOptions options;
///       options.campaign = "0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f9";
///       options.start = *diallint::parse_rfc3339("2026-11-20T12:00:00Z");
///       const auto prepared = diallint::prepare("Phone\n+12025550101\n", options);
///       if (!prepared) return std::fputs(prepared.error().message.c_str(), stderr);
///       diallint::ReconcileOptions again;
///       again.start = *diallint::parse_rfc3339("2026-11-20T13:00:00Z");
///       const auto done = diallint::reconcile(*prepared, {}, again);  // nobody has answered
///       if (!done) return std::fputs(done.error().message.c_str(), stderr);
///       for (const diallint::PreparedFile& batch : done->retry)
///         std::printf("%s: %s", batch.name.c_str(), batch.text.c_str());
///     }
///
/// Responses are what SDKs, the AWS command line and the wire have of PutDialRequestBatch and
/// PutOutboundRequestBatch, in any order and as often as they come.
#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "diallint/checker.h"
#include "diallint/error.h"
#include "diallint/export.h"
#include "diallint/instant.h"
#include "diallint/prepare.h"
#include "diallint/ruleset.h"

namespace diallint {

/// When what may be sent again is sent. Plain data.
struct ReconcileOptions {
  Instant start = {};      ///< when the first batch is sent, taken in whole milliseconds
  std::uint64_t rate = 0;  ///< requests sent a second; 0: all at `start`, and those that were
                           ///< throttled a batch a second behind them
  std::optional<std::uint64_t> expires_in = {};           ///< as in PrepareOptions
  std::size_t max_response_bytes = std::size_t{1} << 20;  ///< a larger response is not read
};

/// Opens a file of a prepared folder by its name: "manifest.ndjson", and the batches that it
/// names, which are no paths. An empty reader: there is none. The manifest is opened twice.
using OpenPrepared = std::function<ByteReader(std::string_view name)>;

/// Takes what comes out, in the order of the manifest. Functions as in PrepareSink. CSV begins with
/// its header, which comes before anything else. No number and no token is in it.
struct ReconcileSink {
  /// CSV: list,row,line,batch,position,outcome,code for each row of the manifest.
  std::function<void(std::string_view csv)> on_outcome = {};
  /// CSV: list,row,line,batch,position,code,rule,reason of what must be mended before it is sent.
  std::function<void(std::string_view csv)> on_repair = {};
  /// A batch of what may be sent again: the same requests and tokens with a fresh expiry. Called
  /// "batch-000001.json"; of throttled requests "later-000001.json".
  std::function<void(const PreparedBatch&)> on_retry = {};
  /// Each request that was taken, as a history knows it, where it still stands in its batch; `when`
  /// is the first submission of its token.
  std::function<void(const SentRequest& sent)> on_taken = {};
};

/// A text among the responses that says nothing of any request.
struct UnreadResponse {
  std::string name;  ///< of the file
  std::uint64_t line = 0;
  std::string_view why;  ///< static
};

/// What became of some of the rows.
struct OutcomeCounts {
  std::uint64_t taken = 0;
  std::uint64_t failed = 0;
  std::uint64_t unanswered = 0;
};

/// Of those that were to be sent in a time.
struct OutcomePeriod {
  Instant from = {};
  OutcomeCounts counts = {};
};

/// rows == taken + failed + unanswered, and retry + repair == failed + unanswered, once all is
/// done. No value of a request is in it.
struct ReconcileSummary {
  std::uint64_t rows = 0;
  std::uint64_t taken = 0;
  std::uint64_t failed = 0;
  std::uint64_t unanswered = 0;
  std::map<std::string, std::uint64_t> failed_by_code = {};
  std::uint64_t answered_twice = 0;  ///< rows that more than one answer names

  /// By the hour in UTC for which the submission was planned, ascending, without those in which
  /// nothing was to be sent. A campaign that lasts long has longer periods: 48 at most.
  std::vector<OutcomePeriod> by_period = {};
  std::uint64_t period_hours = 1;
  /// By the region that the numbering plan has for the number, ISO 3166-1 alpha-2; "001": of a
  /// service without a country; "": in no plan. Rows whose batch cannot be read are not in it.
  std::map<std::string, OutcomeCounts> by_region = {};

  std::uint64_t responses = 0;  ///< objects with answers
  std::uint64_t answers = 0;
  std::uint64_t foreign = 0;                               ///< answers that name no row
  std::map<std::string, std::uint64_t> failed_calls = {};  ///< by exception; "unknown": no name
  std::uint64_t unread = 0;                       ///< texts that say nothing of any request
  std::vector<UnreadResponse> first_unread = {};  ///< ten at most

  std::uint64_t retry = 0;
  std::uint64_t repair = 0;
  std::map<std::string, std::uint64_t> repair_by_rule = {};
  std::uint64_t batches = 0;  ///< of what may be sent again
  std::optional<Instant> first_submission = {};
  std::optional<Instant> last_submission = {};
  std::uint64_t expires_in = 0;  ///< seconds
};

/// Joins a prepared list and its responses. Memory grows by some 30 bytes a row. One thread;
/// movable. No call throws.
class DIALLINT_API Reconciler {
 public:
  /// Reads the manifest. kSetting: the options make no request that the rules would pass. kInput:
  /// the folder has no manifest, or one that prepare did not make. Functions are copied.
  static Result<Reconciler> make(const ReconcileOptions& options, OpenPrepared open,
                                 ReconcileSink sink,
                                 const Ruleset& rules = Ruleset::builtin()) noexcept;
  ~Reconciler();
  Reconciler(Reconciler&&) noexcept;
  Reconciler& operator=(Reconciler&&) noexcept;

  /// Reads responses to their end. `name` is what the summary calls them. What cannot be read of
  /// them is counted, and the rest is read.
  Error read(const ByteReader& read, std::string_view name) noexcept;

  /// Hands everything on. Nothing is read after it.
  Error finish() noexcept;

  const ReconcileSummary& summary() const noexcept;

 private:
  struct Parts;
  explicit Reconciler(std::unique_ptr<Parts> parts) noexcept;

  std::unique_ptr<Parts> parts_;
};

/// A list that was reconciled as a whole; texts as in ReconcileSink.
struct Reconciled {
  std::string outcome;
  std::string repair;
  std::vector<PreparedFile> retry;
  std::string retry_manifest;  ///< NDJSON: when each batch is to be sent, and what is in it
  ReconcileSummary summary;
};

/// The same for what is in memory: each of the responses is the text of a file.
DIALLINT_API Result<Reconciled> reconcile(const Prepared& prepared,
                                          const std::vector<std::string>& responses,
                                          const ReconcileOptions& options,
                                          const Ruleset& rules = Ruleset::builtin()) noexcept;

}  // namespace diallint
