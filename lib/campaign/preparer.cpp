#include "diallint/prepare.h"

#include <algorithm>
#include <utility>

#include "api/reader_source.h"
#include "campaign/batch_requests.h"
#include "campaign/call_errors.h"
#include "campaign/filling_batches.h"
#include "campaign/list_preparation.h"
#include "campaign/list_rows.h"
#include "campaign/manifest_rows.h"
#include "campaign/rejected_rows.h"
#include "campaign/sending_times.h"
#include "campaign/taken_rows.h"
#include "input/format_detection.h"

namespace diallint {

// --- one after the other -------------------------------------------------------------------------

struct Preparer::Parts : ListPreparation {
  Parts(const PrepareOptions& options_in, PrepareSink sink_in, const Ruleset& rules_in)
      : ListPreparation(options_in, rules_in),
        sink(std::move(sink_in)),
        secret(HashSecret::random()),
        batches(
            "batch",
            [this](std::uint64_t requests, std::uint64_t) {
              return sending_time(start, options.rate, requests);
            },
            [this](const PreparedBatch& batch) { hand_on(batch); }) {
    batches.use(judge.head(), shape.most_requests);
    summary.expires_in = options.expiry ? judge.expires_in() : 0;
  }

  // --- lists ---

  void read(ByteSource& source, std::string_view name, InputFormat format) {
    Peekable whole(source);
    const auto rows = open_list(whole, name, format, options.max_row_bytes);
    begin_list(*rows, name);
    ListRow row;
    while (rows->next(row)) {
      ++summary.rows;
      ++summary.lists.back().rows;
      take(row);
    }
    if (Error lack = contacts.lack(*rows)) throw Refusal{std::move(lack)};
  }

  void begin_list(ListRows& rows, std::string_view name) {
    std::string header = rejected_header(rows.original_columns());
    if (summary.lists.empty()) {
      rejected_columns = std::move(header);
      hand_on_rejected(rejected_columns);
    } else if (header != rejected_columns) {
      throw ReadError{
          "its columns are others than those of the list before; prepare lists with different "
          "columns one by one"};
    }
    list_starts.push_back(summary.rows);
    summary.lists.push_back({std::string(name), rows.format(), ""});
    contacts.begin_list(rows, summary.lists.back());
  }

  // --- rows ---

  void take(const ListRow& row) {
    const Contact contact = contacts.read(row);
    if (!contact.rule.empty()) return reject(row, contact.rule, contact.reason);
    const RowHashes hashes{
        keyed_hash(contact.number, secret),
        contact.key.empty() ? std::nullopt : std::optional(keyed_hash(contact.key, secret))};
    const TakenRows::Same same = taken.same_as(hashes);
    if (!options.allow_repeats)
      if (const auto repeat = repeat_in(same)) return reject_repeat(row, *repeat);
    const std::string token =
        tokens.token(summary.lists.back().name, contact_id(contact),
                     (contact.key.empty() ? same.number : same.key).has_value());
    if (!judge_request(row, contact, token)) return;
    taken.take(hashes, static_cast<std::uint32_t>(summary.rows - 1));
    add_to_batch(row, token);
  }

  void reject_repeat(const ListRow& row, const Repeat& repeat) {
    const auto list =
        std::prev(std::upper_bound(list_starts.begin(), list_starts.end(), repeat.first));
    const auto index = static_cast<std::size_t>(list - list_starts.begin());
    reject(row, repeat.rule,
           repeat.reason(repeat.first - *list + 1,
                         index + 1 == list_starts.size() ? "" : " of an earlier list"));
  }

  bool judge_request(const ListRow& row, const Contact& contact, std::string_view token) {
    const RequestVerdict judgement =
        judge.judge({token, contact.number, contact.attributes}, batches.next_submission());
    if (!judgement.rule.empty()) return reject(row, judgement.rule, judgement.reason), false;
    for (const std::string_view rule : judge.warnings())
      ++summary.warnings_by_rule[std::string(rule)];
    return true;
  }

  void reject(const ListRow& row, std::string_view rule, std::string_view reason) {
    ++summary.rejected;
    ++summary.rejected_by_rule[std::string(rule)];
    const ListSummary& list = summary.lists.back();
    const Rejection rejection{list.name, list.rows, row.line, rule, reason};
    const bool apart = !row.cells.empty() && list.format == InputFormat::kCsv;
    hand_on_rejected(rejected_line(
        rejection, apart ? row.cells : std::span<const std::string_view>(&row.raw, 1)));
  }

  // --- batches ---

  void add_to_batch(const ListRow& row, std::string_view token) {
    const ListSummary& list = summary.lists.back();
    ManifestRow at;
    at.list = list.name;
    at.row = list.rows;
    at.line = row.line;
    at.token = token;
    at.first_submission = batches.next_submission();
    ++summary.taken;
    batches.add(judge.request(), at);
  }

  void hand_on(const PreparedBatch& batch) {
    ++summary.batches;
    if (!summary.first_submission) summary.first_submission = batch.submission;
    summary.last_submission = batch.submission;
    if (sink.on_batch) guarded([&] { sink.on_batch(batch); });
    hand_on_requests(batch);
  }

  void hand_on_requests(const PreparedBatch& batch) {
    if (!sink.on_request) return;
    written.read(batch.json);
    for (std::size_t i = 0; i < written.size(); ++i) {
      const std::string request = written.canonical_content(i);
      guarded([&] {
        sink.on_request({written.token(i), request, written.phone(i), batch.submission});
      });
    }
  }

  void hand_on_rejected(std::string_view csv) {
    if (sink.on_rejected) guarded([&] { sink.on_rejected(csv); });
  }

  PrepareSink sink;
  HashSecret secret;
  TakenRows taken;
  std::vector<std::uint64_t> list_starts;  // rows before each list
  std::string rejected_columns;
  FillingBatches batches;
  BatchRequests written;  // those of the batch, once it is complete
  PrepareSummary summary;
};

// --- calls ---------------------------------------------------------------------------------------

Preparer::Preparer(std::unique_ptr<Parts> parts) noexcept : parts_(std::move(parts)) {}
Preparer::~Preparer() = default;
Preparer::Preparer(Preparer&&) noexcept = default;
Preparer& Preparer::operator=(Preparer&&) noexcept = default;

Result<Preparer> Preparer::make(const PrepareOptions& options, PrepareSink sink,
                                const Ruleset& rules) noexcept {
  return as_result(
      [&] { return Preparer(std::make_unique<Parts>(options, std::move(sink), rules)); });
}

Error Preparer::read(const ByteReader& read, std::string_view name, InputFormat format) noexcept {
  return as_error([&] {
    if (!read) throw Refusal{{ErrorCode::kSetting, "the list has no read callback"}};
    ReaderSource source(read);
    parts_->read(source, name, format);
  });
}

Error Preparer::finish() noexcept {
  return as_error([&] { parts_->batches.end(); });
}

const PrepareSummary& Preparer::summary() const noexcept { return parts_->summary; }

Result<Prepared> prepare(std::string_view list, const PrepareOptions& options,
                         std::string_view name, const Ruleset& rules) noexcept {
  return as_result([&] {
    Prepared prepared;
    PrepareSink sink;
    sink.on_batch = [&](const PreparedBatch& batch) {
      prepared.batches.push_back({std::string(batch.name), std::string(batch.json)});
      prepared.manifest += batch.manifest;
    };
    sink.on_rejected = [&](std::string_view csv) { prepared.rejected += csv; };
    Result<Preparer> preparer = Preparer::make(options, std::move(sink), rules);
    if (!preparer) throw Refusal{preparer.error()};
    Error wrong = preparer->read(reader_of(list), name);
    if (!wrong) wrong = preparer->finish();
    if (wrong) throw Refusal{std::move(wrong)};
    prepared.summary = preparer->summary();
    return prepared;
  });
}

}  // namespace diallint
