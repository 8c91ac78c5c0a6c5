#include "diallint/checker.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <new>

#include "api/checker_state.h"
#include "api/reader_source.h"

namespace diallint {
// --- what a check works with -------------------------------------------------------------------

CheckerParts::CheckerParts(const RulesetParts& rules_in, Memory memory_in)
    : rules(rules_in), memory(memory_in), driver(*rules.plan, rules.settings, *this) {}

void CheckerParts::begin(const std::optional<Instant>& now, const CheckOptions& options) {
  findings.clear();
  texts.clear();
  driver.restart(/*forgetting=*/memory == Memory::kCheck);
  driver.set_now(now);
  driver.set_limit(options.max_findings);
  on_finding = options.on_finding ? &options.on_finding : nullptr;
  wants_more = true;
  places = Places::kSpans;
}

void CheckerParts::take(const SourceChunk&, std::span<const Finding> found) {
  for (const Finding& finding : found) {
    if (on_finding == nullptr) {
      findings.push_back(finding);
      if (places != Places::kSpans) hide_place(findings.back());
    } else if (wants_more) {
      hand_over(finding);
    }
  }
}

void CheckerParts::hide_place(Finding& finding) const noexcept {
  if (places == Places::kRows) finding.record = row_of_place(finding.span.begin);
  finding.span = {};
}

void CheckerParts::hand_over(const Finding& finding) {
  Finding copy;
  if (places != Places::kSpans) {
    copy = finding;
    hide_place(copy);
  }
  try {
    wants_more = (*on_finding)(places == Places::kSpans ? finding : copy);
  } catch (...) {
    throw CallbackFailed{};
  }
}

CheckResult CheckerParts::result() const noexcept {
  CheckResult result;
  result.counts = driver.counts();
  result.found = driver.found();
  result.findings = findings;
  return result;
}

std::string_view CheckerParts::padded(std::string_view json) {
  const std::size_t size = json.size() + kPadding;
  if (size > json_room || (json_room > kKeptJson && size <= kKeptJson)) {
    json_room = 0;
    json_copy = std::make_unique_for_overwrite<char[]>(size + size / 4);
    json_room = size + size / 4;
  }
  if (!json.empty()) std::memcpy(json_copy.get(), json.data(), json.size());
  std::memset(json_copy.get() + json.size(), 0, kPadding);
  return {json_copy.get(), json.size()};
}

void CheckerParts::check_json(std::string_view json) {
  if (json.size() > JsonIndex::kMaxText) {
    throw ReadError{"a JSON text must be smaller than 4 GiB; pass it as a stream of lines"};
  }
  driver.check_json(padded(json));
}

// --- calls -------------------------------------------------------------------------------------

Checker::Checker(Ruleset ruleset, CheckerOptions options) noexcept
    : ruleset_(std::move(ruleset)), options_(options) {}
Checker::~Checker() = default;
Checker::Checker(Checker&& other) noexcept = default;
Checker& Checker::operator=(Checker&& other) noexcept = default;

namespace {

// The years 0000 to 9999, as date-times of RFC 3339 have them: what is reckoned from a moment stays
// far from the ends of 64 bits.
constexpr std::int64_t kFirstSecond = -62'167'219'200;
constexpr std::int64_t kLastSecond = 253'402'300'799;

bool is_of_calendar(const std::optional<Instant>& now) {
  return !now || (now->seconds >= kFirstSecond && now->seconds <= kLastSecond && now->nanos >= 0 &&
                  now->nanos <= 999'999'999);
}

Error no_such_moment() {
  return {ErrorCode::kSetting,
          "now must lie within the years 0000 to 9999, and its nanoseconds "
          "within one second"};
}

}  // namespace

template <typename Body>
CheckResult Checker::run(const std::optional<Instant>& now, const CheckOptions& options,
                         const Body& body) noexcept {
  CheckResult result;
  try {
    if (RulesetAccess::parts(ruleset_) == nullptr) throw std::bad_alloc();
    if (parts_ == nullptr) {
      parts_ = std::make_unique<CheckerParts>(*RulesetAccess::parts(ruleset_), options_.memory);
    }
    parts_->begin(now, options);
    result.error = is_of_calendar(now) ? body(*parts_) : no_such_moment();
  } catch (ColumnTypeError& error) {
    result.error = {ErrorCode::kSetting, std::move(error.what)};
  } catch (const CheckStopped&) {
    result.error = {ErrorCode::kCallback, "the check was stopped"};
  } catch (ReadError& error) {
    result.error = {ErrorCode::kInput, std::move(error.what)};
  } catch (const CallbackFailed&) {
    result.error.code = ErrorCode::kCallback;
    result.error.message = "callback threw";  // short enough to need no allocation
  } catch (...) {
    // Nothing but want of memory throws here, and it may have struck in the middle of anything.
    parts_.reset();
    result.error = out_of_memory();
    return result;
  }
  Error error = std::move(result.error);
  result = parts_->result();
  result.error = std::move(error);
  return result;
}

namespace {

Error no_shape(std::string_view id) {
  return {ErrorCode::kSetting,
          fmt::format("unknown shape '{}'; Ruleset::shapes() lists all of them", id)};
}

Error too_many_jobs(unsigned jobs) {
  return {ErrorCode::kSetting, fmt::format("jobs must be at most {}, and is {}", kMaxJobs, jobs)};
}

// The shape that the options ask for; an error where there is none.
Error choose_shape(CheckerParts& parts, const CheckOptions& options) {
  const Shape* shape = parts.rules.plan->shape(options.shape);
  parts.driver.set_shape(shape);
  const bool known = shape != nullptr || options.shape == "auto";
  return known ? Error{} : no_shape(options.shape);
}

template <typename Value>
Error check_value(const Value& value, std::string_view shape_id, CheckerParts& parts) {
  const Shape* shape = parts.rules.plan->shape(shape_id);
  if (shape == nullptr) return no_shape(shape_id);
  parts.places = Places::kNone;
  parts.driver.check_struct(StructCursor(value, parts.texts), *shape);
  return {};
}

// What it throws may be anything, so only the fact is passed on.
KeepGoing guarded(const std::function<bool()>& keep_going) {
  if (!keep_going) return {};
  return [&keep_going] {
    try {
      return keep_going();
    } catch (...) {
      throw CallbackFailed{};
    }
  };
}

}  // namespace

CheckResult Checker::check_json(std::string_view json, const std::optional<Instant>& now,
                                const CheckOptions& options) noexcept {
  return run(now, options, [&](CheckerParts& parts) {
    Error error = choose_shape(parts, options);
    if (!error) parts.check_json(json);
    return error;
  });
}

CheckResult Checker::check(const DialRequest& request, const std::optional<Instant>& now,
                           const CheckOptions& options) noexcept {
  return run(now, options,
             [&](CheckerParts& parts) { return check_value(request, "dial-request", parts); });
}

CheckResult Checker::check(const DialRequestBatch& batch, const std::optional<Instant>& now,
                           const CheckOptions& options) noexcept {
  return run(now, options, [&](CheckerParts& parts) {
    return check_value(batch, "put-dial-request-batch", parts);
  });
}

CheckResult Checker::check_stream(const ByteReader& read, const std::optional<Instant>& now,
                                  const StreamOptions& options) noexcept {
  return run(now, options, [&](CheckerParts& parts) {
    if (!read) return Error{ErrorCode::kSetting, "the stream has no read callback"};
    if (options.jobs > kMaxJobs) return too_many_jobs(options.jobs);
    Error error = choose_shape(parts, options);
    if (error) return error;
    parts.driver.set_jobs(std::max(options.jobs, 1U));
    parts.driver.set_csv_map(options.csv_map);
    ReaderSource source(read);
    parts.driver.check_stream(source, options.name, options.format);
    return error;
  });
}

CheckResult Checker::check_arrow(ArrowArrayStream& stream, const std::optional<Instant>& now,
                                 const TableOptions& options) noexcept {
  return run(now, options, [&](CheckerParts& parts) {
    Error error = choose_shape(parts, options);
    if (error) return error;
    parts.places = Places::kRows;
    parts.driver.set_csv_map(options.csv_map);
    parts.driver.check_table(stream, guarded(options.keep_going));
    return error;
  });
}

void Checker::forget() noexcept {
  if (parts_ == nullptr) return;
  try {
    parts_->driver.forget();
  } catch (...) {
    // Which forgets as well.
    parts_.reset();  // GCOVR_EXCL_LINE: AddressSanitizer makes arrays itself, so none fails there
  }
}

}  // namespace diallint
