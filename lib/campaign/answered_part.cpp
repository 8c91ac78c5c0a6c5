#include "campaign/answered_part.h"

#include <utility>

#include "api/reader_source.h"
#include "api/ruleset_state.h"
#include "campaign/call_errors.h"
#include "campaign/response_notes.h"
#include "context/phone_lookup.h"

namespace diallint {
// --- what became of rows -------------------------------------------------------------------------

struct AnsweredPart::Parts final : SettledRows {
  Parts(const ReconcileOptions& options, const Ruleset& rules_in)
      : rules(rules_in), judge(options, rules) {}

  void settle(const std::optional<std::string>& batch, std::span<const ManifestRow> rows,
              std::span<const Answer> answers, const TakeRow& take) {
    AnswerBook book;
    for (const ManifestRow& row : rows) {
      if (!book.add_request(row.token))
        throw ReadError{
            "two rows of the manifest have one token; it has to be as prepare has made it"};
    }
    for (const Answer& answer : answers) book.add_answer(answer);
    const OpenPrepared open = [&batch](std::string_view) {
      return batch ? reader_of(*batch) : ByteReader();
    };
    Settling settling(book, open, judge, *this);
    std::uint64_t request = 0;
    for (const ManifestRow& row : rows) {
      settled = {};
      if (!book.taken(request)) settled.remedy = Settling::remedy(book, request);
      settling.settle(row, request++);
      guarded([&] { take(settled); });
    }
  }

  void on_outcome(const ManifestRow& row, RowOutcome outcome, std::string_view code,
                  bool several) override {
    settled.row = &row;
    settled.outcome = outcome;
    settled.code = code;
    settled.several = several;
  }

  void on_request(const ManifestRow& row, RowOutcome /*outcome*/,
                  const BatchRequests& batch) override {
    const std::string& phone = batch.phone(row.position);
    if (phone.empty()) return;
    const NumberingPlan& plan = RulesetAccess::parts(rules)->settings.numbering_plan;
    region = PhoneFacts{plan.lookup(phone), fictional(phone)}.region();
    settled.has_region = true;
    settled.region = region;
  }

  // What the texts point to may be gone when the row is handed on.
  void on_repair(const ManifestRow& /*row*/, const RepairReason& why) override {
    rule = why.rule;
    reason = why.reason;
    settled.repair = RepairReason{why.code, rule, reason};
  }

  void on_send(const ManifestRow& row, std::string_view /*code*/, Remedy /*remedy*/,
               const BatchRequests& batch) override {
    request_text = judge.of(batch).head();
    request_text += batch.text(row.position);
    request_text += RequestJudge::kTail;
    settled.request = request_text;
  }

  Ruleset rules;
  CampaignJudge judge;
  SettledRow settled;
  std::string region, rule, reason, request_text;
};

AnsweredPart::AnsweredPart(std::unique_ptr<Parts> parts) noexcept : parts_(std::move(parts)) {}
AnsweredPart::~AnsweredPart() = default;
AnsweredPart::AnsweredPart(AnsweredPart&&) noexcept = default;

Result<AnsweredPart> AnsweredPart::make(const ReconcileOptions& options,
                                        const Ruleset& rules) noexcept {
  return as_result([&] { return AnsweredPart(std::make_unique<Parts>(options, rules)); });
}

Error AnsweredPart::settle(const std::optional<std::string>& batch,
                           std::span<const ManifestRow> rows, std::span<const Answer> answers,
                           const TakeRow& take) noexcept {
  return as_error([&] { parts_->settle(batch, rows, answers, take); });
}

std::uint64_t AnsweredPart::expires_in() const noexcept { return parts_->judge.expires_in(); }

// --- what is sent again --------------------------------------------------------------------------

struct ResentRows::Parts {
  Parts(const ReconcileOptions& options, std::uint64_t most_prompt, Resending::Sink sink,
        const Ruleset& rules)
      : judge(options, rules),
        resending(options, judge,
                  {[on_repair = std::move(sink.on_repair)](const ManifestRow& row,
                                                           const RepairReason& why) {
                     guarded([&] { on_repair(row, why); });
                   },
                   [on_batch = std::move(sink.on_batch)](const PreparedBatch& batch) {
                     guarded([&] { on_batch(batch); });
                   }}) {
    resending.expect_prompt(most_prompt);
  }

  void add(const ManifestRow& row, std::string_view code, Remedy remedy, std::string_view text) {
    if (!request.read(text) || request.size() != 1)
      throw ReadError{"a row that may be sent again comes without its request"};
    resending.send(row, code, remedy, request, 0);
  }

  CampaignJudge judge;
  Resending resending;
  BatchRequests request;
};

ResentRows::ResentRows(std::unique_ptr<Parts> parts) noexcept : parts_(std::move(parts)) {}
ResentRows::~ResentRows() = default;
ResentRows::ResentRows(ResentRows&&) noexcept = default;

Result<ResentRows> ResentRows::make(const ReconcileOptions& options, std::uint64_t most_prompt,
                                    Resending::Sink sink, const Ruleset& rules) noexcept {
  return as_result([&] {
    return ResentRows(std::make_unique<Parts>(options, most_prompt, std::move(sink), rules));
  });
}

Error ResentRows::add(const ManifestRow& row, std::string_view code, Remedy remedy,
                      std::string_view request) noexcept {
  return as_error([&] { parts_->add(row, code, remedy, request); });
}

Error ResentRows::finish() noexcept {
  return as_error([&] { parts_->resending.end(); });
}

// --- responses -----------------------------------------------------------------------------------

Result<ReadResponses> read_responses(std::string_view text, std::string_view name) noexcept {
  return as_result([&] {
    ReadResponses made;
    const auto keep = [&made](const Answer& answer) {
      made.answers.push_back(answer);
      return true;
    };
    ResponseNotes notes(keep, made.summary);
    TextSource source(text);
    notes.read(source, name, ReconcileOptions().max_response_bytes);
    return made;
  });
}

}  // namespace diallint
