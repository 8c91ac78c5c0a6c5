// The C interface of prepare: converts, and calls the C++ one.
#include <optional>
#include <span>

#include "campaign/c_batch.h"
#include "campaign/c_files.h"
#include "diallint/prepare.h"
#include "engine/input_formats.h"

struct diallint_preparer {
  diallint::Preparer preparer;
};

namespace diallint {
namespace {

constexpr std::size_t kPrepareOptionsSize = 184;
constexpr std::size_t kPrepareSinkSize = 32;
constexpr std::size_t kPrepareSummarySize = 48;
static_assert(sizeof(void*) != 8 || sizeof(diallint_prepare_options) == kPrepareOptionsSize);
static_assert(sizeof(void*) != 8 || sizeof(diallint_prepare_sink) == kPrepareSinkSize);
static_assert(sizeof(void*) != 8 || sizeof(diallint_prepare_summary) == kPrepareSummarySize);

Error read_lists(const diallint_prepare_options& from, PrepareOptions& to) {
  const bool lacks_columns = from.phone_columns == nullptr && from.phone_column_count > 0;
  const bool lacks_attributes = from.attributes == nullptr && from.attribute_count > 0;
  if (lacks_columns || lacks_attributes) return null_given();
  for (const diallint_text& column : std::span(from.phone_columns, from.phone_column_count))
    to.phone_columns.emplace_back(view(column));
  for (const diallint_attribute& one : std::span(from.attributes, from.attribute_count))
    to.attributes.push_back(
        {std::string(view(one.key, one.key_size)), std::string(view(one.value, one.value_size))});
  return {};
}

Error read_options(const diallint_prepare_options& from, PrepareOptions& to) {
  if (from.api != DIALLINT_CAMPAIGN_V1 && from.api != DIALLINT_CAMPAIGN_V2)
    return {ErrorCode::kSetting, "api must be DIALLINT_CAMPAIGN_V1 or DIALLINT_CAMPAIGN_V2"};
  to.campaign = view(from.campaign);
  to.api = from.api == DIALLINT_CAMPAIGN_V2 ? CampaignApi::kV2 : CampaignApi::kV1;
  to.start = {from.start_seconds, from.start_nanos};
  to.rate = from.rate;
  if (from.has_expires_in != 0) to.expires_in = from.expires_in;
  to.expiry = from.no_expiry == 0;
  to.allow_repeats = from.allow_repeats != 0;
  if (from.reject_warnings != 0) to.reject_at = Severity::kWarning;
  to.token_key = view(from.token_key);
  to.region_column = view(from.region_column);
  to.key_column = view(from.key_column);
  to.refusal_column = view(from.refusal_column);
  to.default_region = view(from.default_region);
  if (from.max_row_bytes != 0) to.max_row_bytes = from.max_row_bytes;
  return read_lists(from, to);
}

PrepareSink sink_of(const diallint_prepare_sink& from) {
  PrepareSink sink;
  sink.on_batch = batch_taker_of(from.on_batch, from.context);
  sink.on_rejected = taker_of(from.on_rejected, from.context);
  return sink;
}

diallint_prepare_summary c_summary_of(const PrepareSummary& summary) noexcept {
  diallint_prepare_summary c{};
  c.rows = summary.rows;
  c.taken = summary.taken;
  c.rejected = summary.rejected;
  c.batches = summary.batches;
  c.expires_in = summary.expires_in;
  return c;
}

std::vector<PreparedFile> files_of(Prepared prepared) {
  std::vector<PreparedFile> files = std::move(prepared.batches);
  files.push_back({"manifest.ndjson", std::move(prepared.manifest)});
  files.push_back({"rejected.csv", std::move(prepared.rejected)});
  return files;
}

}  // namespace
}  // namespace diallint

using namespace diallint;

int32_t diallint_preparer_new(const diallint_ruleset* ruleset,
                              const diallint_prepare_options* options,
                              const diallint_prepare_sink* sink, diallint_preparer** out,
                              diallint_error* error) {
  return make_call(out, error, [&]() -> Error {
    if (options == nullptr) return null_given();
    diallint_prepare_options given;
    diallint_prepare_sink taken;
    if (!take(options, kPrepareOptionsSize, given) || !take(sink, kPrepareSinkSize, taken))
      return too_small();
    PrepareOptions read;
    if (Error wrong = read_options(given, read)) return wrong;
    Result<Preparer> made = Preparer::make(read, sink_of(taken), rules_of(ruleset));
    if (!made) return made.error();
    *out = new diallint_preparer{*std::move(made)};
    return {};
  });
}

int32_t diallint_preparer_read(diallint_preparer* preparer, diallint_read read, void* read_context,
                               const char* name, size_t name_size, int32_t format,
                               diallint_error* error) {
  return run_call(error, [&]() -> Error {
    if (preparer == nullptr || read == nullptr) return null_given();
    if (format != DIALLINT_AUTO && format != DIALLINT_NDJSON && format != DIALLINT_CSV)
      return {ErrorCode::kSetting, "unknown format of a list"};
    return preparer->preparer.read(diallint::reader_of(read, read_context), view(name, name_size),
                                   static_cast<InputFormat>(format));
  });
}

int32_t diallint_preparer_finish(diallint_preparer* preparer, diallint_prepare_summary* summary,
                                 diallint_error* error) {
  return finish_call(preparer == nullptr ? nullptr : &preparer->preparer, kPrepareSummarySize,
                     summary, c_summary_of, error);
}

int32_t diallint_preparer_rejected_at(const diallint_preparer* preparer, size_t index,
                                      diallint_count* out) {
  if (preparer == nullptr) return DIALLINT_SETTING;
  return give_count(preparer->preparer.summary().rejected_by_rule, index, out);
}

void diallint_preparer_free(diallint_preparer* preparer) { delete preparer; }

int32_t diallint_prepare(const diallint_ruleset* ruleset, const diallint_prepare_options* options,
                         const char* list, size_t list_size, const char* name, size_t name_size,
                         diallint_prepare_summary* summary, diallint_files** out,
                         diallint_error* error) {
  return make_call(out, error, [&]() -> Error {
    if (options == nullptr || (list == nullptr && list_size > 0)) return null_given();
    diallint_prepare_options given;
    if (!take(options, kPrepareOptionsSize, given) || !has_room(kPrepareSummarySize, summary))
      return too_small();
    PrepareOptions read;
    if (Error wrong = read_options(given, read)) return wrong;
    Result<Prepared> made =
        prepare(view(list, list_size), read, view(name, name_size), rules_of(ruleset));
    if (!made) return made.error();
    give(c_summary_of(made->summary), kPrepareSummarySize, summary);
    *out = new diallint_files{files_of(*std::move(made))};
    return {};
  });
}
