#include "diallint/reconcile.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "api/ruleset_state.h"
#include "base/milliseconds.h"
#include "campaign/answer_book.h"
#include "campaign/batch_requests.h"
#include "campaign/call_errors.h"
#include "campaign/campaign_shape.h"
#include "campaign/manifest_rows.h"
#include "campaign/outcome_tally.h"
#include "campaign/rejected_rows.h"
#include "campaign/request_judge.h"
#include "campaign/response_notes.h"
#include "campaign/retry_batches.h"
#include "campaign/sending_times.h"
#include "context/phone_lookup.h"
#include "generate/time_text.h"

namespace diallint {
namespace {

constexpr std::string_view kManifest = "manifest.ndjson";
constexpr std::string_view kOutcomeHeader = "list,row,line,batch,position,outcome,code\r\n";
constexpr std::string_view kRepairHeader = "list,row,line,batch,position,code,rule,reason\r\n";

constexpr std::size_t kLargestBatch = std::size_t{16} << 20;

// How long the service answers a repeated token with the first request and dials nobody: the schema
// of clientToken has the source.
constexpr std::int64_t kTokenMillis = std::int64_t{7} * 24 * 60 * 60 * 1000;

constexpr std::int64_t kSecond = 1000;

// The row, as both tables begin with it.
std::string line_of(const ManifestRow& row) {
  std::string out;
  append_safe_cell(out, row.list);
  out += fmt::format(",{},{},", row.row, row.line);
  append_safe_cell(out, row.batch);
  out += fmt::format(",{},", row.position);
  return out;
}

// The options of prepare that a request was made with, as far as they matter to the rules.
PrepareOptions options_of(const ReconcileOptions& options, const std::string& campaign,
                          CampaignApi api) {
  PrepareOptions prepare;
  prepare.campaign = campaign;
  prepare.api = api;
  prepare.start = options.start;
  prepare.expires_in = options.expires_in;
  return prepare;
}

}  // namespace

struct Reconciler::Parts {
  Parts(const ReconcileOptions& options_in, OpenPrepared open_in, ReconcileSink sink_in,
        const Ruleset& rules_in)
      : options(options_in),
        open(std::move(open_in)),
        sink(std::move(sink_in)),
        rules(rules_in),
        notes(book, summary),
        prompt(
            "batch", [this](std::uint64_t requests, std::uint64_t) { return time(requests); },
            [this](const PreparedBatch& batch) { hand_on(batch); }),
        later(
            "later",
            [this](std::uint64_t requests, std::uint64_t batches) {
              return time_of_later(requests, batches);
            },
            [this](const PreparedBatch& batch) { hand_on(batch); }) {}

  // --- the beginning ---

  void begin() {
    if (Error wrong = expect_start(options.start)) throw Refusal{std::move(wrong)};
    start = ceil_millis(options.start);
    // A campaign's id that is sound: it is the other options that are tried.
    use_campaign("0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f9", CampaignApi::kV1);
    if (Error wrong = judge->try_options(judged, start)) throw Refusal{std::move(wrong)};
    summary.expires_in = judge->expires_in();
    each_row([&](const ManifestRow& row) {
      if (book.add_request(row.token)) return;
      throw ReadError{
          fmt::format("row {} of the manifest has the token of an earlier one; it has "
                      "to be as diallint prepare has written it",
                      book.requests() + 1)};
    });
    summary.rows = book.requests();
  }

  void use_campaign(const std::string& campaign, CampaignApi api) {
    if (judge && judged.campaign == campaign && judged.api == api) return;
    const Result<CampaignShape> found = campaign_shape(*RulesetAccess::parts(rules)->plan, api);
    if (!found) throw Refusal{found.error()};
    most_requests = found->most_requests;
    judged = options_of(options, campaign, api);
    judge.emplace(*found, judged, rules);
  }

  ByteReader reader_of(std::string_view name) {
    ByteReader reader;
    guarded([&] { reader = open(name); });
    return reader;
  }

  template <typename Take>
  void each_row(const Take& take) {
    const ByteReader reader = reader_of(kManifest);
    if (!reader) {
      throw ReadError{
          "there is no manifest.ndjson in it; name a folder that diallint prepare has made"};
    }
    ReaderSource source(reader);
    ManifestRows rows(source);
    for (ManifestRow row; rows.next(row);) take(row);
  }

  // --- the end ---

  void finish() {
    count_prompt();
    hand_on_outcome(kOutcomeHeader);
    hand_on_repair(kRepairHeader);
    std::uint64_t request = 0;
    each_row([&](const ManifestRow& row) {
      if (!book.has_token(request, row.token)) refuse_changed();
      settle(row, request++);
    });
    if (request != book.requests()) refuse_changed();
    prompt.end();
    later.end();
    tally.hand_to(summary);
  }

  [[noreturn]] static void refuse_changed() {
    throw ReadError{"the manifest has changed while it was read; start again"};
  }

  // Those that need not wait: an upper bound, as some may turn out to need repair.
  void count_prompt() {
    for (std::uint64_t request = 0; request < book.requests(); ++request)
      if (!book.taken(request) && remedy(request) == Remedy::kRetry) ++most_prompt;
  }

  // Who has not been answered may have been taken, like those whose error is unknown.
  Remedy remedy(std::uint64_t request) const {
    return book.failed(request) ? remedy_of(book.code(request)) : Remedy::kRetry;
  }

  std::int64_t time(std::uint64_t requests) const {
    return sending_time(start, options.rate, requests);
  }

  // Those that were throttled come behind all others. Without a rate, a batch each second.
  std::int64_t time_of_later(std::uint64_t requests, std::uint64_t batches) const {
    if (options.rate > 0) return time(most_prompt + requests);
    return sending_time(start, 1, batches + 1);
  }

  void settle(const ManifestRow& row, std::uint64_t request) {
    const RowOutcome outcome = outcome_of(request);
    const bool failed = outcome == RowOutcome::kFailed;
    const std::string_view code = failed ? book.code(request) : std::string_view();
    if (book.several(request)) ++summary.answered_twice;
    if (failed) ++summary.failed_by_code[std::string(code)];
    ++count_of(outcome);
    tally.note_time(outcome, row.submission);
    hand_on_outcome(fmt::format("{}{},{}\r\n", line_of(row), to_string(outcome), code));
    const bool found = read_batch(row.batch);
    const bool same =
        found && row.position < found_batch.size() && found_batch.token(row.position) == row.token;
    if (same) note_region(outcome, found_batch.phone(row.position));
    if (outcome == RowOutcome::kTaken) return same ? hand_on_taken(row) : void();
    if (same) return send_or_mend(row, code, remedy(request));
    found ? repair(row, code, "batch-changed",
                   "another request stands at its place in the batch than when it was prepared")
          : repair(row, code, "batch-unreadable", "its batch is gone, or no batch any more");
  }

  RowOutcome outcome_of(std::uint64_t request) const {
    if (book.taken(request)) return RowOutcome::kTaken;
    return book.failed(request) ? RowOutcome::kFailed : RowOutcome::kUnanswered;
  }

  std::uint64_t& count_of(RowOutcome outcome) {
    if (outcome == RowOutcome::kTaken) return summary.taken;
    return outcome == RowOutcome::kFailed ? summary.failed : summary.unanswered;
  }

  void note_region(RowOutcome outcome, const std::string& phone) {
    if (phone.empty()) return;
    const NumberingPlan& plan = RulesetAccess::parts(rules)->settings.numbering_plan;
    tally.note_region(outcome, PhoneFacts{plan.lookup(phone), fictional(phone)}.region());
  }

  void send_or_mend(const ManifestRow& row, std::string_view code, Remedy remedy) {
    use_campaign(found_batch.campaign(), found_batch.api());
    if (remedy == Remedy::kMend) return mend(row, code);
    send_again(row, code, remedy);
  }

  // The rule that explains why the service refused it, as of the moment when it was sent.
  void mend(const ManifestRow& row, std::string_view code) {
    renewed.clear();
    found_batch.has_expiry(row.position) ? void(renewed = found_batch.text(row.position))
                                         : renew(row.position, row.submission);
    const RequestVerdict found = judge->judge_text(renewed, row.submission);
    if (!found.rule.empty()) return repair(row, code, found.rule, found.reason);
    const Guidance* guidance = guidance_for(kCampaignsService, code);
    repair(row, code, "failure-code",
           guidance != nullptr ? guidance->advice
                               : "The code is not known; look it up in the service's documents.");
  }

  void send_again(const ManifestRow& row, std::string_view code, Remedy remedy) {
    RetryBatches& batches = remedy == Remedy::kWaitThenRetry ? later : prompt;
    batches.use(judge->head(), most_requests);
    const std::int64_t submission = batches.next_submission();
    if (remedy == Remedy::kRetry && submission - row.first_submission >= kTokenMillis) {
      return repair(row, code, "token-forgotten",
                    "7 days after its first submission the service no longer knows the token, and "
                    "might call once more; find out whether the call was made");
    }
    renewed.clear();
    renew(row.position, submission);
    const RequestVerdict found = judge->judge_text(renewed, submission);
    if (!found.rule.empty()) return repair(row, code, found.rule, found.reason);
    // Where the sender adds the expiry, it does so again.
    if (!found_batch.has_expiry(row.position)) renewed = found_batch.text(row.position);
    ++summary.retry;
    batches.add(renewed, row);
  }

  // Into `renewed`, with the expiry of one that is sent then.
  void renew(std::uint64_t position, std::int64_t submission) {
    std::string expiry;
    const auto millis = static_cast<std::int64_t>(judge->expires_in()) * kSecond;
    times.append(expiry, submission + millis, false);
    found_batch.append_with_expiry(renewed, position, expiry);
  }

  // Rows come in the order of their batches.
  bool read_batch(const std::string& name) {
    if (name == batch_name) return batch_sound;
    batch_name = name;
    batch_sound = false;
    const ByteReader reader = reader_of(name);
    if (!reader) return false;
    ReaderSource source(reader);
    std::string text;
    for (std::size_t got = 1; got > 0 && text.size() <= kLargestBatch;) {
      const std::size_t size = text.size();
      text.resize(size + kChunkBytes / 4);
      got = source.read(text.data() + size, kChunkBytes / 4);
      text.resize(size + got);
    }
    return batch_sound = text.size() <= kLargestBatch && found_batch.read(text);
  }

  void repair(const ManifestRow& row, std::string_view code, std::string_view rule,
              std::string_view reason) {
    ++summary.repair;
    ++summary.repair_by_rule[std::string(rule)];
    std::string line = fmt::format("{}{},{},", line_of(row), code, rule);
    append_safe_cell(line, reason);
    hand_on_repair(line + "\r\n");
  }

  // --- what is handed on ---

  void hand_on_outcome(std::string_view csv) {
    if (sink.on_outcome) guarded([&] { sink.on_outcome(csv); });
  }
  void hand_on_repair(std::string_view csv) {
    if (sink.on_repair) guarded([&] { sink.on_repair(csv); });
  }
  void hand_on_taken(const ManifestRow& row) {
    if (!sink.on_taken || row.token.empty()) return;
    const std::string request = found_batch.canonical_content(row.position);
    const std::string& phone = found_batch.phone(row.position);
    guarded([&] { sink.on_taken({row.token, request, phone, instant_of(row.first_submission)}); });
  }
  void hand_on(PreparedBatch retry) {
    retry.number = ++summary.batches;
    summary.first_submission =
        std::min(summary.first_submission.value_or(retry.submission), retry.submission);
    summary.last_submission =
        std::max(summary.last_submission.value_or(retry.submission), retry.submission);
    if (sink.on_retry) guarded([&] { sink.on_retry(retry); });
  }

  ReconcileOptions options;
  OpenPrepared open;
  ReconcileSink sink;
  Ruleset rules;
  std::int64_t start = 0;  // milliseconds since 1970
  ReconcileSummary summary;
  AnswerBook book;
  ResponseNotes notes;
  OutcomeTally tally;

  PrepareOptions judged;  // those of the judge
  std::optional<RequestJudge> judge;
  std::uint64_t most_requests = 1;
  std::string batch_name;
  BatchRequests found_batch;
  bool batch_sound = false;
  TimeText times;
  std::string renewed;

  std::uint64_t most_prompt = 0;
  RetryBatches prompt;
  RetryBatches later;
};

// --- calls ---------------------------------------------------------------------------------------

Reconciler::Reconciler(std::unique_ptr<Parts> parts) noexcept : parts_(std::move(parts)) {}
Reconciler::~Reconciler() = default;
Reconciler::Reconciler(Reconciler&&) noexcept = default;
Reconciler& Reconciler::operator=(Reconciler&&) noexcept = default;

Result<Reconciler> Reconciler::make(const ReconcileOptions& options, OpenPrepared open,
                                    ReconcileSink sink, const Ruleset& rules) noexcept {
  std::unique_ptr<Parts> parts;
  Error error = as_error([&] {
    if (RulesetAccess::parts(rules) == nullptr)
      throw std::bad_alloc();  // GCOVR_EXCL_LINE: no test lets it fail; ./dev faults does
    if (!open) throw Refusal{{ErrorCode::kSetting, "the folder has no function that opens files"}};
    parts = std::make_unique<Parts>(options, std::move(open), std::move(sink), rules);
    parts->begin();
  });
  if (error) return error;
  return Reconciler(std::move(parts));
}

Error Reconciler::read(const ByteReader& read, std::string_view name) noexcept {
  return as_error([&] {
    if (!read) throw Refusal{{ErrorCode::kSetting, "the responses have no read callback"}};
    ReaderSource source(read);
    parts_->notes.read(source, name, parts_->options.max_response_bytes);
  });
}

Error Reconciler::finish() noexcept {
  return as_error([&] { parts_->finish(); });
}

const ReconcileSummary& Reconciler::summary() const noexcept { return parts_->summary; }

namespace {

ByteReader reader_of(std::string_view text) {
  return [text](char* out, std::size_t size) mutable {
    const std::size_t count = text.copy(out, size);
    text.remove_prefix(count);
    return static_cast<std::ptrdiff_t>(count);
  };
}

using Texts = std::map<std::string_view, std::string_view>;

Texts texts_of(const Prepared& prepared) {
  Texts texts = {{kManifest, prepared.manifest}};
  for (const PreparedFile& batch : prepared.batches) texts.emplace(batch.name, batch.text);
  return texts;
}

ReconcileSink sink_into(Reconciled& done) {
  return {[&](std::string_view csv) { done.outcome += csv; },
          [&](std::string_view csv) { done.repair += csv; },
          [&](const PreparedBatch& batch) {
            done.retry.push_back({std::string(batch.name), std::string(batch.json)});
            done.retry_manifest += batch.manifest;
          }};
}

}  // namespace

Result<Reconciled> reconcile(const Prepared& prepared, const std::vector<std::string>& responses,
                             const ReconcileOptions& options, const Ruleset& rules) noexcept {
  Reconciled done;
  Error error = as_error([&] {
    const Texts texts = texts_of(prepared);
    const auto open = [&](std::string_view name) {
      const auto found = texts.find(name);
      return found == texts.end() ? ByteReader() : reader_of(found->second);
    };
    Result<Reconciler> reconciler = Reconciler::make(options, open, sink_into(done), rules);
    if (!reconciler) throw Refusal{reconciler.error()};
    Error wrong;
    for (std::size_t i = 0; i < responses.size() && !wrong; ++i)
      wrong = reconciler->read(reader_of(responses[i]), fmt::format("response {}", i + 1));
    if (!wrong) wrong = reconciler->finish();
    if (wrong) throw Refusal{std::move(wrong)};
    done.summary = reconciler->summary();
  });
  if (error) return error;
  return done;
}

}  // namespace diallint
