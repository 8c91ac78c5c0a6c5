#include "diallint/prepare.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "api/reader_source.h"
#include "api/ruleset_state.h"
#include "base/ascii.h"
#include "base/milliseconds.h"
#include "campaign/batch_requests.h"
#include "campaign/call_errors.h"
#include "campaign/campaign_shape.h"
#include "campaign/list_columns.h"
#include "campaign/list_rows.h"
#include "campaign/manifest_rows.h"
#include "campaign/rejected_rows.h"
#include "campaign/request_judge.h"
#include "campaign/row_tokens.h"
#include "campaign/sending_times.h"
#include "context/seen_set.h"
#include "input/csv_columns.h"
#include "input/format_detection.h"
#include "phone/national_number.h"
#include "phone/region_names.h"

namespace diallint {
namespace {

bool is_one_of(std::string_view word, std::span<const std::string_view> words) noexcept {
  return std::find(words.begin(), words.end(), word) != words.end();
}

struct Reason {
  std::string_view rule;
  std::string_view words;
};

constexpr Reason kTaken = {};

Reason reason_of(NumberProblem problem) noexcept {
  switch (problem) {
    case NumberProblem::kUnreadable:
      return {"number-unreadable", "the cell does not hold one telephone number"};
    case NumberProblem::kExtension:
      return {"number-unreadable",
              "the number has an extension, which a dial request has no place for"};
    case NumberProblem::kCutDigits:
      return {"number-unreadable",
              "a spreadsheet has turned the number into one with an exponent, and its last digits "
              "are lost; export the list with the column as text"};
    case NumberProblem::kNoRegion:
      return {"number-region",
              "the number has no + and calling code, and nothing says in which country it is "
              "dialled; name a column or a default region"};
    case NumberProblem::kNotInPlan:
      return {"number-not-in-plan", "the numbering plan of the row's region has no such number"};
    case NumberProblem::kSeveralWays:
      return {"number-ambiguous",
              "the number can be read as more than one; write it with + and its calling code"};
    case NumberProblem::kNone:
      break;
  }
  return kTaken;
}

// Whether somebody is not to be called: in doubt they are not.
Reason refusal_in(std::string_view cell) {
  constexpr std::array<std::string_view, 8> kYes = {"1", "true", "yes", "y", "x", "all", "t", "on"};
  constexpr std::array<std::string_view, 7> kNo = {"", "0", "false", "no", "n", "none", "f"};
  const std::string word = to_lower(trimmed(cell));
  if (is_one_of(word, kNo)) return kTaken;
  if (is_one_of(word, kYes)) return {"do-not-call", "the list says not to call"};
  return {"do-not-call", "whether to call is neither yes nor no in the list"};
}

}  // namespace

// --- one after the other -------------------------------------------------------------------------

struct Preparer::Parts {
  Parts(const PrepareOptions& options_in, PrepareSink sink_in, const Ruleset& rules_in,
        const CampaignShape& shape_in)
      : options(options_in),
        sink(std::move(sink_in)),
        rules(rules_in),
        shape(shape_in),
        plan(rules.settings().numbering_plan),
        judge(shape, options, rules),
        tokens(options.token_key, options.campaign),
        secret(HashSecret::random()) {
    start = ceil_millis(options.start);
    summary.expires_in = options.expiry ? judge.expires_in() : 0;
  }

  Error check_options() {
    if (Error wrong = expect_start(options.start)) return wrong;
    const std::string& region = options.default_region;
    if (!region.empty() && calling_code_of(region, plan) == 0) {
      return {ErrorCode::kSetting,
              "the numbering plan has no such default region; regions are ISO 3166 codes such as "
              "US or GB"};
    }
    return judge.try_options(options, start);
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
    end_list(*rows);
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
    columns_known = false;
    unknown_columns = {};
    missing = named_columns(options);
    // A table without a row has to be a list of numbers, too.
    if (rows.format() == InputFormat::kCsv) recognise(rows.original_columns(), ListNames::kTable);
  }

  void recognise(std::span<const std::string_view> names, ListNames kind) {
    Result<ListColumns> found =
        recognise_columns(names, kind, options, *shape.phone, *shape.phone_node);
    columns_known = static_cast<bool>(found);
    std::erase_if(missing, [&](const NamedColumn& column) {
      return column_named(names, column.name) != kNoColumn;
    });
    if (!found && kind == ListNames::kTable) throw Refusal{found.error()};
    if (!found && !unknown_columns) unknown_columns = found.error();
    if (!found) return;
    columns = *std::move(found);
    if (summary.lists.back().preset.empty()) note_columns(names);
  }

  // Whether objects, each of which may lack anything, had among them what a list has to have.
  void end_list(const ListRows& rows) {
    const ListSummary& list = summary.lists.back();
    if (rows.format() == InputFormat::kCsv || list.rows == 0) return;
    if (list.preset.empty() && unknown_columns) throw Refusal{unknown_columns};
    if (list.preset.empty())
      throw ReadError{
          "no line of it is a JSON object with members; a contact list is CSV or NDJSON"};
    if (missing.empty()) return;
    const std::vector<std::string_view> names(first_names.begin(), first_names.end());
    throw Refusal{{ErrorCode::kInput, missing_column(missing.front(), names)}};
  }

  void note_columns(std::span<const std::string_view> names) {
    const auto name = [&](std::uint32_t at) {
      return at == kNoColumn ? std::string() : std::string(shown_column(trimmed(names[at])));
    };
    first_names.assign(names.begin(), names.end());
    ListSummary& list = summary.lists.back();
    list.preset = columns.preset;
    for (const std::uint32_t at : columns.phones) list.phone_columns.push_back(name(at));
    for (const std::uint32_t at : columns.refusals) list.refusal_columns.push_back(name(at));
    list.region_column = name(columns.region);
    list.key_column = name(columns.key);
    for (const ListAttribute& attribute : columns.attributes)
      list.attributes.push_back({attribute.key, name(attribute.column)});
  }

  // --- rows ---

  void take(const ListRow& row) {
    if (!row.rule.empty()) return reject(row, row.rule, row.reason);
    if (row.new_names) recognise(row.names, ListNames::kObject);
    if (!columns_known)
      return reject(row, "no-number", "no member of the object is known to hold a number");
    const Reason refused = refusal_of(row);
    if (!refused.rule.empty()) return reject(row, refused.rule, refused.words);
    const Reason unread = read_phone(row);
    if (!unread.rule.empty()) return reject(row, unread.rule, unread.words);
    take_readable(row);
  }

  static std::string_view cell(const ListRow& row, std::uint32_t column) noexcept {
    return column == kNoColumn ? std::string_view() : row.cells[column];
  }

  Reason refusal_of(const ListRow& row) const {
    for (const std::uint32_t column : columns.refusals) {
      const Reason refused = refusal_in(cell(row, column));
      if (!refused.rule.empty()) return refused;
    }
    constexpr std::array<std::string_view, 3> kCalled = {"", "voice", "sms"};
    if (!is_one_of(to_lower(trimmed(cell(row, columns.channel))), kCalled))
      return {"channel", "the endpoint's channel has no telephone number"};
    if (to_lower(trimmed(cell(row, columns.status))) == "inactive")
      return {"inactive", "the endpoint is inactive"};
    return kTaken;
  }

  // Into `number`, from the first of the columns that holds one.
  Reason read_phone(const ListRow& row) {
    Reason why = {"no-number", "the row has no telephone number"};
    bool first = true;
    for (const std::uint32_t column : columns.phones) {
      const std::string_view text = cell(row, column);
      if (trimmed(text).empty()) continue;
      const Reason here = read_cell(row, text);
      if (here.rule.empty()) return kTaken;
      if (std::exchange(first, false)) why = here;
    }
    return why;
  }

  Reason read_cell(const ListRow& row, std::string_view text) {
    const std::string_view named = trimmed(cell(row, columns.region));
    if (named.empty()) return read_in(text, options.default_region);
    const std::string_view region = region_of(named);
    NumberReading reading = read_number(text, region, plan);
    // A name that nobody knows is not passed over for the default.
    if (reading.problem == NumberProblem::kNoRegion)
      return {"number-region", "the number is a national one, and the row's region is not known"};
    number = std::move(reading.number);
    return reason_of(reading.problem);
  }

  Reason read_in(std::string_view text, std::string_view region) {
    NumberReading reading = read_number(text, region, plan);
    number = std::move(reading.number);
    return reason_of(reading.problem);
  }

  // Lists name a few regions in all, over and over.
  std::string_view region_of(std::string_view name) {
    if (name != last_name) {
      last_name = name;
      last_region = region_named(name);
    }
    return last_region;
  }

  void take_readable(const ListRow& row) {
    const std::string_view key = trimmed(cell(row, columns.key));
    if (!options.key_column.empty() && key.empty())
      return reject(row, "no-key", "the row has no key; fill the column or name another one");
    const Hash128 number_hash = keyed_hash(number, secret);
    const Hash128 key_hash = keyed_hash(key, secret);
    const auto same_number = numbers.find(number_hash);
    const auto same_key = key.empty() ? std::nullopt : keys.find(key_hash);
    if (!options.allow_repeats && same_number)
      return reject(row, "repeated-number", same_as("number", *same_number));
    if (!options.allow_repeats && same_key)
      return reject(row, "repeated-key", same_as("key", *same_key));
    const std::string id = key.empty() ? "number " + number : fmt::format("key {}", key);
    const std::string token = tokens.token(summary.lists.back().name, id,
                                           (key.empty() ? same_number : same_key).has_value());
    if (!judge_request(row, token)) return;
    const auto ordinal = static_cast<std::uint32_t>(summary.rows - 1);
    numbers.insert(number_hash, ordinal);
    if (!key.empty()) keys.insert(key_hash, ordinal);
    add_to_batch(row, token);
  }

  std::string same_as(std::string_view what, std::uint32_t ordinal) const {
    const auto list = std::prev(std::upper_bound(list_starts.begin(), list_starts.end(), ordinal));
    const auto index = static_cast<std::size_t>(list - list_starts.begin());
    return fmt::format("the same {} as in row {}{}", what, ordinal - *list + 1,
                       index + 1 == list_starts.size() ? "" : " of an earlier list");
  }

  bool judge_request(const ListRow& row, std::string_view token) {
    attributes.clear();
    for (const ListAttribute& attribute : columns.attributes)
      attributes.push_back({attribute.key, cell(row, attribute.column)});
    if (batch_requests == 0) submission = sending_time(start, options.rate, summary.taken);
    const RequestVerdict judgement = judge.judge({token, number, attributes}, submission);
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
    if (batch_requests == 0) {
      batch = judge.head();
      batch_name = fmt::format("batch-{:06}.json", summary.batches + 1);
      manifest.clear();
    } else {
      batch += ',';
    }
    batch += '\n';
    batch += judge.request();
    note_in_manifest(row, token);
    ++summary.taken;
    if (++batch_requests == shape.most_requests) end_batch();
  }

  void note_in_manifest(const ListRow& row, std::string_view token) {
    const ListSummary& list = summary.lists.back();
    append_manifest_line(manifest, {list.name, list.rows, row.line, batch_name, batch_requests,
                                    std::string(token), submission, submission});
  }

  void end_batch() {
    if (batch_requests == 0) return;
    batch += '\n';
    batch += RequestJudge::kTail;
    batch += '\n';
    ++summary.batches;
    const Instant at = instant_of(submission);
    if (!summary.first_submission) summary.first_submission = at;
    summary.last_submission = at;
    if (sink.on_batch) {
      guarded([&] {
        sink.on_batch({summary.batches, batch_name, batch, manifest, batch_requests, at});
      });
    }
    hand_on_requests(at);
    batch_requests = 0;
  }

  void hand_on_requests(const Instant& at) {
    if (!sink.on_request) return;
    written.read(batch);
    for (std::size_t i = 0; i < written.size(); ++i) {
      const std::string request = written.canonical_content(i);
      guarded([&] { sink.on_request({written.token(i), request, written.phone(i), at}); });
    }
  }

  void hand_on_rejected(std::string_view csv) {
    if (sink.on_rejected) guarded([&] { sink.on_rejected(csv); });
  }

  PrepareOptions options;
  PrepareSink sink;
  Ruleset rules;
  CampaignShape shape;  // points into the rules
  NumberingPlan plan;
  RequestJudge judge;
  RowTokens tokens;
  HashSecret secret;
  SeenSet numbers;
  SeenSet keys;
  std::vector<std::uint64_t> list_starts;  // rows before each list
  std::int64_t start = 0;                  // milliseconds since 1970

  std::string rejected_columns;
  ListColumns columns;
  bool columns_known = false;
  std::vector<std::string> first_names;
  Error unknown_columns;             // of the first object without a number
  std::vector<NamedColumn> missing;  // what no row has had yet; points into the options
  std::string number;
  std::string last_name;  // of a region, and which one it is
  std::string_view last_region;
  std::vector<Attribute> attributes;

  std::string batch;
  std::string batch_name;
  std::string manifest;
  BatchRequests written;  // those of the batch, once it is complete
  std::uint64_t batch_requests = 0;
  std::int64_t submission = 0;

  PrepareSummary summary;
};

// --- calls ---------------------------------------------------------------------------------------

Preparer::Preparer(std::unique_ptr<Parts> parts) noexcept : parts_(std::move(parts)) {}
Preparer::~Preparer() = default;
Preparer::Preparer(Preparer&&) noexcept = default;
Preparer& Preparer::operator=(Preparer&&) noexcept = default;

Result<Preparer> Preparer::make(const PrepareOptions& options, PrepareSink sink,
                                const Ruleset& rules) noexcept {
  std::unique_ptr<Parts> parts;
  Error error = as_error([&] {
    const RulesetParts* compiled = RulesetAccess::parts(rules);
    if (compiled == nullptr) throw std::bad_alloc();  // GCOVR_EXCL_LINE: the same
    const Result<CampaignShape> shape = campaign_shape(*compiled->plan, options.api);
    if (!shape) throw Refusal{shape.error()};
    parts = std::make_unique<Parts>(options, std::move(sink), rules, *shape);
    if (Error wrong = parts->check_options()) throw Refusal{std::move(wrong)};
  });
  if (error) return error;
  return Preparer(std::move(parts));
}

Error Preparer::read(const ByteReader& read, std::string_view name, InputFormat format) noexcept {
  return as_error([&] {
    if (!read) throw Refusal{{ErrorCode::kSetting, "the list has no read callback"}};
    ReaderSource source(read);
    parts_->read(source, name, format);
  });
}

Error Preparer::finish() noexcept {
  return as_error([&] { parts_->end_batch(); });
}

const PrepareSummary& Preparer::summary() const noexcept { return parts_->summary; }

Result<Prepared> prepare(std::string_view list, const PrepareOptions& options,
                         std::string_view name, const Ruleset& rules) noexcept {
  Prepared prepared;
  Error error = as_error([&] {
    PrepareSink sink;
    sink.on_batch = [&](const PreparedBatch& batch) {
      prepared.batches.push_back({std::string(batch.name), std::string(batch.json)});
      prepared.manifest += batch.manifest;
    };
    sink.on_rejected = [&](std::string_view csv) { prepared.rejected += csv; };
    Result<Preparer> preparer = Preparer::make(options, std::move(sink), rules);
    if (!preparer) throw Refusal{preparer.error()};
    const auto read = [&list](char* out, std::size_t size) {
      const std::size_t count = list.copy(out, size);
      list.remove_prefix(count);
      return static_cast<std::ptrdiff_t>(count);
    };
    Error wrong = preparer->read(read, name);
    if (!wrong) wrong = preparer->finish();
    if (wrong) throw Refusal{std::move(wrong)};
    prepared.summary = preparer->summary();
  });
  if (error) return error;
  return prepared;
}

}  // namespace diallint
