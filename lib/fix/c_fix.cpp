// The C interface of fixes: converts, and calls the C++ one.
#include <cstddef>
#include <span>

#include "base/sum_of.h"
#include "campaign/c_files.h"
#include "diallint/fix.h"
#include "engine/input_formats.h"

struct diallint_fixes {
  diallint::Fixes fixes;
};

namespace diallint {
namespace {

constexpr std::size_t kFixOptionsSize = 120;
constexpr std::size_t kFixSummarySize = 64;
static_assert(sizeof(void*) != 8 || offsetof(diallint_fix_options, csv_map) == kFixOptionsSize);
static_assert(sizeof(void*) != 8 || offsetof(diallint_fix_summary, obstacle) == kFixSummarySize);

/// What a call is to do, as C++ has it.
struct FixCall {
  FixOptions options;
  std::optional<Instant> now;
};

Error read_call(const diallint_fix_options* options, FixCall& call) {
  diallint_fix_options from;
  if (!take(options, kFixOptionsSize, from)) return too_small();
  if (from.kinds == nullptr && from.kind_count > 0) return null_given();
  const bool known = from.format >= DIALLINT_AUTO && from.format <= UINT8_MAX;
  call.options.format = known ? static_cast<InputFormat>(from.format) : InputFormat::kAuto;
  if (!known || (from.format != DIALLINT_AUTO && reader_of(call.options.format) == nullptr))
    return {ErrorCode::kSetting, "unknown format"};
  if (from.has_now != 0) call.now = Instant{from.now_seconds, from.now_nanos};
  call.options.unsafe = from.unsafe != 0;
  call.options.list_made = false;
  for (const diallint_text& kind : std::span(from.kinds, from.kind_count))
    call.options.kinds.emplace_back(view(kind));
  call.options.default_region = view(from.default_region);
  call.options.region_column = view(from.region_column);
  if (from.has_expires_in != 0) call.options.expires_in = from.expires_in;
  if (from.shape.size > 0) call.options.shape = view(from.shape);
  call.options.name = view(from.name);
  if (!read_csv_map(from.csv_map, from.csv_map_count, call.options.csv_map)) return null_given();
  return {};
}

/// `obstacle` is kept as long as what the call has made.
diallint_fix_summary to_c(const FixSummary& summary, std::string_view obstacle) noexcept {
  diallint_fix_summary c{};
  c.made = sum_of(summary.made);
  c.rounds = summary.rounds;
  c.left = sum_of(summary.left);
  c.records = summary.after.records;
  c.valid = summary.after.valid;
  c.invalid = summary.after.invalid;
  c.unreadable = summary.after.unreadable;
  c.obstacle = {obstacle.data(), obstacle.size()};
  return c;
}

}  // namespace
}  // namespace diallint

using namespace diallint;

int32_t diallint_fixes_find(const diallint_ruleset* ruleset, const diallint_fix_options* options,
                            diallint_open open, diallint_close close, void* context,
                            diallint_fix_summary* summary, diallint_fixes** out,
                            diallint_error* error) {
  return make_call(out, error, [&]() -> Error {
    if (open == nullptr) return null_given();
    FixCall call;
    if (Error wrong = read_call(options, call)) return wrong;
    if (!has_room(kFixSummarySize, summary)) return too_small();
    Result<Fixes> found =
        find_fixes([&] { return opened(open, close, context, call.options.name); }, call.now,
                   call.options, rules_of(ruleset));
    if (!found) return found.error();
    *out = new diallint_fixes{*std::move(found)};
    const FixSummary& done = (*out)->fixes.summary;
    give(to_c(done, done.obstacle), kFixSummarySize, summary);
    return {};
  });
}

int32_t diallint_fixes_made_at(const diallint_fixes* fixes, size_t index, diallint_count* out) {
  if (fixes == nullptr) return DIALLINT_SETTING;
  return give_count(fixes->fixes.summary.made, index, out);
}

int32_t diallint_fixes_write(const diallint_fixes* fixes, diallint_read read, void* read_context,
                             diallint_take take, void* take_context, diallint_error* error) {
  return run_call(error, [&]() -> Error {
    if (fixes == nullptr || read == nullptr || take == nullptr) return null_given();
    return write_fixed(diallint::reader_of(read, read_context), fixes->fixes.edits,
                       taker_of(take, take_context));
  });
}

void diallint_fixes_free(diallint_fixes* fixes) { delete fixes; }

int32_t diallint_fix(const diallint_ruleset* ruleset, const diallint_fix_options* options,
                     const char* text, size_t text_size, diallint_fix_summary* summary,
                     diallint_files** out, diallint_error* error) {
  return make_call(out, error, [&]() -> Error {
    if (text == nullptr && text_size > 0) return null_given();
    FixCall call;
    if (Error wrong = read_call(options, call)) return wrong;
    if (!has_room(kFixSummarySize, summary)) return too_small();
    Result<Fixed> fixed = fix(view(text, text_size), call.now, call.options, rules_of(ruleset));
    if (!fixed) return fixed.error();
    FixSummary& done = fixed->fixes.summary;
    *out =
        new diallint_files{{{call.options.name, std::move(fixed->text)}}, std::move(done.obstacle)};
    give(to_c(done, (*out)->note), kFixSummarySize, summary);
    return {};
  });
}
