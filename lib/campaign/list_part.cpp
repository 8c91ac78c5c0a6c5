#include "campaign/list_part.h"

#include <algorithm>
#include <utility>

#include "api/reader_source.h"
#include "base/milliseconds.h"
#include "base/secret_hash.h"
#include "campaign/batch_requests.h"
#include "campaign/call_errors.h"
#include "campaign/filling_batches.h"
#include "campaign/list_preparation.h"
#include "campaign/list_rows.h"
#include "campaign/sending_times.h"
#include "input/format_detection.h"

namespace diallint {
namespace {

constexpr char kNumberKind = 'n';
constexpr char kKeyKind = 'k';

// What a part cannot know or do alone.
void expect_parts(const PrepareOptions& options) {
  if (options.token_key.empty()) {
    throw Refusal{
        {ErrorCode::kSetting,
         "a list that is prepared in parts needs a key for its tokens, so that a part that is "
         "made again has the same ones; give token_key"}};
  }
  if (options.allow_repeats) {
    throw Refusal{{ErrorCode::kSetting,
                   "a list that is prepared in parts takes no repeats; prepare it as a whole"}};
  }
}

}  // namespace

// --- rows ----------------------------------------------------------------------------------------

struct ListPart::Parts : ListPreparation {
  Parts(const PrepareOptions& options_in, std::string_view name_in, std::string_view secret,
        const Ruleset& rules_in)
      : ListPreparation(options_in, rules_in), name(name_in), hashes(secret) {}

  void read(ByteSource& source, InputFormat format, const TakeRow& take) {
    Peekable whole(source);
    const auto rows = open_list(whole, name, format, options.max_row_bytes);
    list = {name, rows->format(), ""};
    contacts.begin_list(*rows, list);
    for (ListRow row; rows->next(row); ++list.rows) hand_on(row, take);
    lack = contacts.lack(*rows);
  }

  void hand_on(const ListRow& row, const TakeRow& take) {
    const Contact contact = contacts.read(row);
    PartRow made;
    made.line = row.line;
    made.end_line =
        row.line + static_cast<std::uint64_t>(std::count(row.raw.begin(), row.raw.end(), '\n'));
    made.rule = contact.rule;
    made.reason = contact.reason;
    if (!contact.rule.empty()) return guarded([&] { take(made); });
    made.hashes = hashes_of(contact);
    const std::string token = tokens.token(name, contact_id(contact), /*repeated=*/false);
    const RequestVerdict verdict = judge.judge({token, contact.number, contact.attributes}, start);
    made.rule = verdict.rule;
    made.reason = verdict.reason;
    if (verdict.rule.empty()) {
      made.token = token;
      made.request = judge.request();
      made.warnings = judge.warnings();
    }
    guarded([&] { take(made); });
  }

  RowHashes hashes_of(const Contact& contact) const {
    RowHashes made{secret_hash(contact.number, hashes, kNumberKind), std::nullopt};
    if (!contact.key.empty()) made.key = secret_hash(contact.key, hashes, kKeyKind);
    return made;
  }

  std::string name;
  HmacSha256 hashes;
  ListSummary list;
  Error lack;
};

ListPart::ListPart(std::unique_ptr<Parts> parts) noexcept : parts_(std::move(parts)) {}
ListPart::~ListPart() = default;
ListPart::ListPart(ListPart&&) noexcept = default;

Result<ListPart> ListPart::make(const PrepareOptions& options, std::string_view name,
                                std::string_view secret, const Ruleset& rules) noexcept {
  return as_result([&] {
    expect_parts(options);
    return ListPart(std::make_unique<Parts>(options, name, secret, rules));
  });
}

Error ListPart::read(const ByteReader& read, InputFormat format, const TakeRow& take) noexcept {
  return as_error([&] {
    ReaderSource source(read);
    parts_->read(source, format, take);
  });
}

const Error& ListPart::lack() const noexcept { return parts_->lack; }
const ListSummary& ListPart::columns() const noexcept { return parts_->list; }
std::uint64_t ListPart::most_requests() const noexcept { return parts_->shape.most_requests; }
std::uint64_t ListPart::expires_in() const noexcept {
  return parts_->options.expiry ? parts_->judge.expires_in() : 0;
}

// --- batches -------------------------------------------------------------------------------------

struct PartBatches::Parts : ListPreparation {
  Parts(const PrepareOptions& options_in, std::string_view name_in, TakeBatch take,
        const Ruleset& rules_in)
      : ListPreparation(options_in, rules_in),
        name(name_in),
        batches(
            "batch",
            [this](std::uint64_t requests, std::uint64_t) {
              return sending_time(start, options.rate, requests);
            },
            [take = std::move(take)](const PreparedBatch& batch) {
              guarded([&] { take(batch); });
            }) {
    batches.use(judge.head(), shape.most_requests);
  }

  void add(const TakenRow& row) {
    const std::uint64_t batch = row.ordinal / shape.most_requests;
    if (row.ordinal % shape.most_requests == 0) batches.go_on(row.ordinal, batch);
    const std::int64_t submission = batches.next_submission();
    batches.add(sent_at(row.request, submission),
                {name, row.row, row.line, "", 0, std::string(row.token), 0, submission});
  }

  // The request with the expiry of that moment.
  std::string_view sent_at(std::string_view request, std::int64_t submission) {
    if (submission == start || !options.expiry) return request;
    text = judge.head();
    text += request;
    text += RequestJudge::kTail;
    written.read(text);
    renewed.clear();
    judge.append_renewed(renewed, written, 0, submission);
    return renewed;
  }

  std::string name;
  FillingBatches batches;
  BatchRequests written;
  std::string text;
  std::string renewed;
};

PartBatches::PartBatches(std::unique_ptr<Parts> parts) noexcept : parts_(std::move(parts)) {}
PartBatches::~PartBatches() = default;
PartBatches::PartBatches(PartBatches&&) noexcept = default;

Result<PartBatches> PartBatches::make(const PrepareOptions& options, std::string_view name,
                                      TakeBatch take, const Ruleset& rules) noexcept {
  return as_result([&] {
    expect_parts(options);
    return PartBatches(std::make_unique<Parts>(options, name, std::move(take), rules));
  });
}

Error PartBatches::add(const TakenRow& row) noexcept {
  return as_error([&] { parts_->add(row); });
}

Error PartBatches::finish() noexcept {
  return as_error([&] { parts_->batches.end(); });
}

}  // namespace diallint
