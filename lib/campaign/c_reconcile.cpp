// The C interface of reconcile: converts, and calls the C++ one.
#include <span>

#include "campaign/c_batch.h"
#include "campaign/c_files.h"
#include "diallint/reconcile.h"

struct diallint_reconciler {
  diallint::Reconciler reconciler;
};

namespace diallint {
namespace {

constexpr std::size_t kReconcileOptionsSize = 48;
constexpr std::size_t kReconcileSinkSize = 56;
constexpr std::size_t kReconcileSummarySize = 112;
static_assert(sizeof(void*) != 8 || sizeof(diallint_reconcile_options) == kReconcileOptionsSize);
static_assert(sizeof(void*) != 8 || sizeof(diallint_reconcile_sink) == kReconcileSinkSize);
static_assert(sizeof(void*) != 8 || sizeof(diallint_reconcile_summary) == kReconcileSummarySize);

ReconcileOptions options_of(const diallint_reconcile_options& from) {
  ReconcileOptions to;
  to.start = {from.start_seconds, from.start_nanos};
  to.rate = from.rate;
  if (from.has_expires_in != 0) to.expires_in = from.expires_in;
  if (from.max_response_bytes != 0) to.max_response_bytes = from.max_response_bytes;
  return to;
}

ReconcileSink sink_of(const diallint_reconcile_sink& from) {
  ReconcileSink sink;
  sink.on_outcome = taker_of(from.on_outcome, from.context);
  sink.on_repair = taker_of(from.on_repair, from.context);
  sink.on_retry = batch_taker_of(from.on_retry, from.context);
  return sink;
}

diallint_reconcile_summary c_summary_of(const ReconcileSummary& summary) noexcept {
  diallint_reconcile_summary c{};
  c.rows = summary.rows;
  c.taken = summary.taken;
  c.failed = summary.failed;
  c.unanswered = summary.unanswered;
  c.answered_twice = summary.answered_twice;
  c.responses = summary.responses;
  c.answers = summary.answers;
  c.foreign = summary.foreign;
  c.unread = summary.unread;
  c.retry = summary.retry;
  c.repair = summary.repair;
  c.batches = summary.batches;
  c.expires_in = summary.expires_in;
  return c;
}

Prepared prepared_of(const diallint_files& files) {
  Prepared prepared;
  for (const PreparedFile& file : files.files) {
    if (file.name == "manifest.ndjson")
      prepared.manifest = file.text;
    else
      prepared.batches.push_back(file);
  }
  return prepared;
}

std::vector<PreparedFile> files_of(Reconciled done) {
  std::vector<PreparedFile> files = {{"outcome.csv", std::move(done.outcome)},
                                     {"repair.csv", std::move(done.repair)}};
  for (PreparedFile& batch : done.retry) files.push_back(std::move(batch));
  files.push_back({"manifest.ndjson", std::move(done.retry_manifest)});
  return files;
}

}  // namespace
}  // namespace diallint

using namespace diallint;

int32_t diallint_reconciler_new(const diallint_ruleset* ruleset,
                                const diallint_reconcile_options* options,
                                const diallint_reconcile_sink* sink, diallint_reconciler** out,
                                diallint_error* error) {
  return make_call(out, error, [&]() -> Error {
    diallint_reconcile_options given;
    diallint_reconcile_sink taken;
    if (options == nullptr || sink == nullptr) return null_given();
    if (!take(options, kReconcileOptionsSize, given) || !take(sink, kReconcileSinkSize, taken))
      return too_small();
    if (taken.open == nullptr) return null_given();
    const auto open = [taken](std::string_view name) {
      return opened(taken.open, taken.close, taken.context, name);
    };
    Result<Reconciler> made =
        Reconciler::make(options_of(given), open, sink_of(taken), rules_of(ruleset));
    if (!made) return made.error();
    *out = new diallint_reconciler{*std::move(made)};
    return {};
  });
}

int32_t diallint_reconciler_read(diallint_reconciler* reconciler, diallint_read read,
                                 void* read_context, const char* name, size_t name_size,
                                 diallint_error* error) {
  return run_call(error, [&]() -> Error {
    if (reconciler == nullptr || read == nullptr) return null_given();
    return reconciler->reconciler.read(reader_of(read, read_context), view(name, name_size));
  });
}

int32_t diallint_reconciler_finish(diallint_reconciler* reconciler,
                                   diallint_reconcile_summary* summary, diallint_error* error) {
  return finish_call(reconciler == nullptr ? nullptr : &reconciler->reconciler,
                     kReconcileSummarySize, summary, c_summary_of, error);
}

int32_t diallint_reconciler_failed_at(const diallint_reconciler* reconciler, size_t index,
                                      diallint_count* out) {
  if (reconciler == nullptr) return DIALLINT_SETTING;
  return give_count(reconciler->reconciler.summary().failed_by_code, index, out);
}

void diallint_reconciler_free(diallint_reconciler* reconciler) { delete reconciler; }

int32_t diallint_reconcile(const diallint_ruleset* ruleset,
                           const diallint_reconcile_options* options,
                           const diallint_files* prepared, const diallint_text* responses,
                           size_t response_count, diallint_reconcile_summary* summary,
                           diallint_files** out, diallint_error* error) {
  return make_call(out, error, [&]() -> Error {
    const bool lacks_responses = responses == nullptr && response_count > 0;
    if (options == nullptr || prepared == nullptr || lacks_responses) return null_given();
    diallint_reconcile_options given;
    if (!take(options, kReconcileOptionsSize, given) || !has_room(kReconcileSummarySize, summary))
      return too_small();
    std::vector<std::string> texts;
    for (const diallint_text& response : std::span(responses, response_count))
      texts.emplace_back(view(response));
    Result<Reconciled> done =
        reconcile(prepared_of(*prepared), texts, options_of(given), rules_of(ruleset));
    if (!done) return done.error();
    give(c_summary_of(done->summary), kReconcileSummarySize, summary);
    *out = new diallint_files{files_of(*std::move(done))};
    return {};
  });
}
