#include "diallint/reconcile.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

#include "api/ruleset_state.h"
#include "campaign/answer_book.h"
#include "campaign/call_errors.h"
#include "campaign/campaign_judge.h"
#include "campaign/manifest_rows.h"
#include "campaign/outcome_tally.h"
#include "campaign/rejected_rows.h"
#include "campaign/resending.h"
#include "campaign/response_notes.h"
#include "campaign/settling.h"
#include "context/phone_lookup.h"

namespace diallint {
namespace {

constexpr std::string_view kManifest = "manifest.ndjson";
constexpr std::string_view kOutcomeHeader = "list,row,line,batch,position,outcome,code\r\n";
constexpr std::string_view kRepairHeader = "list,row,line,batch,position,code,rule,reason\r\n";

// The row, as both tables begin with it.
std::string line_of(const ManifestRow& row) {
  std::string out;
  append_safe_cell(out, row.list);
  out += fmt::format(",{},{},", row.row, row.line);
  append_safe_cell(out, row.batch);
  out += fmt::format(",{},", row.position);
  return out;
}

}  // namespace

struct Reconciler::Parts final : SettledRows {
  Parts(const ReconcileOptions& options_in, OpenPrepared open_in, ReconcileSink sink_in,
        const Ruleset& rules_in)
      : options(options_in),
        open(std::move(open_in)),
        sink(std::move(sink_in)),
        rules(rules_in),
        notes([this](const Answer& answer) { return book.add_answer(answer); }, summary),
        judge(options, rules),
        settling(book, open, judge, *this),
        resending(options, judge,
                  {[this](const ManifestRow& row, const RepairReason& why) { on_repair(row, why); },
                   [this](const PreparedBatch& batch) { hand_on(batch); }}) {}

  // --- the beginning ---

  void begin() {
    summary.expires_in = judge.expires_in();
    each_row([&](const ManifestRow& row) {
      if (book.add_request(row.token)) return;
      throw ReadError{
          fmt::format("row {} of the manifest has the token of an earlier one; it has "
                      "to be as diallint prepare has written it",
                      book.requests() + 1)};
    });
    summary.rows = book.requests();
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
      settling.settle(row, request++);
    });
    if (request != book.requests()) refuse_changed();
    resending.end();
    tally.hand_to(summary);
  }

  [[noreturn]] static void refuse_changed() {
    throw ReadError{"the manifest has changed while it was read; start again"};
  }

  void count_prompt() {
    std::uint64_t most = 0;
    for (std::uint64_t request = 0; request < book.requests(); ++request)
      if (!book.taken(request) && Settling::remedy(book, request) == Remedy::kRetry) ++most;
    resending.expect_prompt(most);
  }

  // --- what is found of a row ---

  void on_outcome(const ManifestRow& row, RowOutcome outcome, std::string_view code,
                  bool several) override {
    if (several) ++summary.answered_twice;
    if (outcome == RowOutcome::kFailed) ++summary.failed_by_code[std::string(code)];
    ++count_of(outcome);
    tally.note_time(outcome, row.submission);
    hand_on_outcome(fmt::format("{}{},{}\r\n", line_of(row), to_string(outcome), code));
  }

  std::uint64_t& count_of(RowOutcome outcome) {
    if (outcome == RowOutcome::kTaken) return summary.taken;
    return outcome == RowOutcome::kFailed ? summary.failed : summary.unanswered;
  }

  void on_request(const ManifestRow& row, RowOutcome outcome, const BatchRequests& batch) override {
    const std::string& phone = batch.phone(row.position);
    if (!phone.empty()) {
      const NumberingPlan& plan = RulesetAccess::parts(rules)->settings.numbering_plan;
      tally.note_region(outcome, PhoneFacts{plan.lookup(phone), fictional(phone)}.region());
    }
    if (outcome == RowOutcome::kTaken) hand_on_taken(row, batch);
  }

  void on_send(const ManifestRow& row, std::string_view code, Remedy remedy,
               const BatchRequests& batch) override {
    if (resending.send(row, code, remedy, batch, row.position)) ++summary.retry;
  }

  void on_repair(const ManifestRow& row, const RepairReason& why) override {
    ++summary.repair;
    ++summary.repair_by_rule[std::string(why.rule)];
    std::string line = fmt::format("{}{},{},", line_of(row), why.code, why.rule);
    append_safe_cell(line, why.reason);
    hand_on_repair(line + "\r\n");
  }

  // --- what is handed on ---

  void hand_on_outcome(std::string_view csv) {
    if (sink.on_outcome) guarded([&] { sink.on_outcome(csv); });
  }
  void hand_on_repair(std::string_view csv) {
    if (sink.on_repair) guarded([&] { sink.on_repair(csv); });
  }
  void hand_on_taken(const ManifestRow& row, const BatchRequests& batch) {
    if (!sink.on_taken || row.token.empty()) return;
    const std::string request = batch.canonical_content(row.position);
    const std::string& phone = batch.phone(row.position);
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
  ReconcileSummary summary;
  AnswerBook book;
  ResponseNotes notes;
  OutcomeTally tally;
  CampaignJudge judge;
  Settling settling;
  Resending resending;
};

// --- calls ---------------------------------------------------------------------------------------

Reconciler::Reconciler(std::unique_ptr<Parts> parts) noexcept : parts_(std::move(parts)) {}
Reconciler::~Reconciler() = default;
Reconciler::Reconciler(Reconciler&&) noexcept = default;
Reconciler& Reconciler::operator=(Reconciler&&) noexcept = default;

Result<Reconciler> Reconciler::make(const ReconcileOptions& options, OpenPrepared open,
                                    ReconcileSink sink, const Ruleset& rules) noexcept {
  return as_result([&] {
    if (RulesetAccess::parts(rules) == nullptr)
      throw std::bad_alloc();  // GCOVR_EXCL_LINE: no test lets it fail; ./dev faults does
    if (!open) throw Refusal{{ErrorCode::kSetting, "the folder has no function that opens files"}};
    auto parts = std::make_unique<Parts>(options, std::move(open), std::move(sink), rules);
    parts->begin();
    return Reconciler(std::move(parts));
  });
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
  return as_result([&] {
    Reconciled done;
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
    return done;
  });
}

}  // namespace diallint
