// The C interface: converts, and calls the C++ one. Nothing here judges.
#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <exception>
#include <new>
#include <string>
#include <vector>

#include "diallint/checker.h"
#include "diallint/diallint.h"
#include "diallint/service_error.h"

struct diallint_ruleset {
  diallint::Ruleset rules;
};

struct diallint_checker {
  diallint::Checker checker;
  std::vector<diallint::DialRequest> requests;  // of one call; reused
  std::vector<diallint::Attribute> attributes;  // of one call, all requests'; reused
  diallint::CheckResult last;
  std::string body;
};

namespace diallint {
namespace {

static_assert(DIALLINT_SCHEMA == static_cast<int>(ErrorCode::kSchema));
static_assert(DIALLINT_SETTING == static_cast<int>(ErrorCode::kSetting));
static_assert(DIALLINT_INPUT == static_cast<int>(ErrorCode::kInput));
static_assert(DIALLINT_OUT_OF_MEMORY == static_cast<int>(ErrorCode::kOutOfMemory));
static_assert(DIALLINT_CALLBACK == static_cast<int>(ErrorCode::kCallback));
static_assert(DIALLINT_ERROR == static_cast<int>(Severity::kError));
static_assert(DIALLINT_CSV == static_cast<int>(InputFormat::kCsv));
static_assert(DIALLINT_MEMORY_CHECKER == static_cast<int>(Memory::kChecker));

// Sizes of the structs in their first version: callers have at least these. A member that is added
// goes to the end, and leaves these alone.
constexpr std::size_t kErrorSize = 512;
constexpr std::size_t kSettingsSize = 48;
constexpr std::size_t kFindingSize = 184;
constexpr std::size_t kOptionsSize = 64;
constexpr std::size_t kResultSize = 88;
constexpr std::size_t kRuleSize = 80;
constexpr std::size_t kCheckerOptionsSize = 16;
constexpr std::size_t kRequestSize = 64;
static_assert(sizeof(void*) != 8 || sizeof(diallint_error) == kErrorSize);
static_assert(sizeof(void*) != 8 || sizeof(diallint_settings) == kSettingsSize);
static_assert(sizeof(void*) != 8 || sizeof(diallint_finding) == kFindingSize);
static_assert(sizeof(void*) != 8 || sizeof(diallint_options) == kOptionsSize);
static_assert(sizeof(void*) != 8 || sizeof(diallint_result) == kResultSize);
static_assert(sizeof(void*) != 8 || sizeof(diallint_rule) == kRuleSize);
static_assert(sizeof(void*) != 8 || sizeof(diallint_checker_options) == kCheckerOptionsSize);
static_assert(sizeof(void*) != 8 || sizeof(diallint_dial_request) == kRequestSize);

// On machines with narrower pointers there is no other version yet than this one.
template <typename Struct>
constexpr std::size_t least(std::size_t first_version) noexcept {
  return sizeof(void*) == 8 ? first_version : sizeof(Struct);
}

// What the caller's version of a struct holds; the rest is zero. False: it is too small.
template <typename Struct>
bool take(const Struct* from, std::size_t first_version, Struct& to) noexcept {
  to = {};
  if (from == nullptr) return true;
  if (from->struct_size < least<Struct>(first_version)) return false;
  std::memcpy(&to, from, std::min(from->struct_size, sizeof to));
  return true;
}

// Fills in as much as the caller's version has. False: it is too small.
template <typename Struct>
bool give(Struct from, std::size_t first_version, Struct* to) noexcept {
  if (to == nullptr) return true;
  if (to->struct_size < least<Struct>(first_version)) return false;
  from.struct_size = to->struct_size;
  std::memcpy(to, &from, std::min(to->struct_size, sizeof from));
  return true;
}

std::string_view view(const char* data, std::size_t size) noexcept {
  return data == nullptr ? std::string_view() : std::string_view(data, size);
}

std::int32_t code_of(const Error& error) noexcept { return static_cast<std::int32_t>(error.code); }

// Tells the caller of an error; whole characters of its message.
std::int32_t fail(ErrorCode code, std::string_view message, diallint_error* out) noexcept {
  diallint_error error{};
  error.code = static_cast<std::int32_t>(code);
  std::size_t size = std::min(message.size(), sizeof error.message - 1);
  const auto inside = [&] {
    return size < message.size() && (static_cast<unsigned char>(message[size]) & 0xC0) == 0x80;
  };
  while (size > 0 && inside()) --size;
  std::memcpy(error.message, message.data(), size);
  if (!give(error, kErrorSize, out)) return DIALLINT_SETTING;
  return error.code;
}

constexpr std::string_view kTooSmall =
    "struct_size is smaller than any version of the struct; put sizeof of it there";
constexpr std::string_view kNull = "an argument that may not be null is";

// GCOVR_EXCL_START: ./dev faults lets allocations fail, where nothing is counted
std::int32_t out_of_memory(diallint_error* out) noexcept {
  return fail(ErrorCode::kOutOfMemory, "out of memory", out);
}
// GCOVR_EXCL_STOP

std::string wrong_severity(std::int32_t severity) {
  return fmt::format("{} is no severity; they go from {} to {}", severity, DIALLINT_OFF,
                     DIALLINT_ERROR);
}

// Settings as C++ has them; an error in words where a severity is none, or a list is not there.
std::string read_settings(const diallint_settings& from, Settings& to) {
  const bool lacks_severities = from.severities == nullptr && from.severity_count > 0;
  const bool lacks_schemas = from.schemas == nullptr && from.schema_count > 0;
  if (lacks_severities || lacks_schemas) return std::string(kNull);
  to.accept_sdk_names = from.accept_sdk_names != 0;
  to.mask_keys = from.mask_keys != 0;
  for (std::size_t i = 0; i < from.severity_count; ++i) {
    const diallint_rule_severity& one = from.severities[i];
    if (one.severity < DIALLINT_OFF || one.severity > DIALLINT_ERROR) {
      return wrong_severity(one.severity);
    }
    to.severity[std::string(view(one.rule, one.rule_size))] = static_cast<Severity>(one.severity);
  }
  return {};
}

Result<Ruleset> make_rules(const diallint_settings& from) {
  Settings settings;
  std::string fault = read_settings(from, settings);
  if (!fault.empty()) return Error{ErrorCode::kSetting, std::move(fault)};
  if (from.schema_count == 0) return Ruleset::builtin().with(settings);
  std::vector<SchemaText> schemas;
  for (std::size_t i = 0; i < from.schema_count; ++i) {
    const diallint_schema& schema = from.schemas[i];
    schemas.push_back({std::string(view(schema.name, schema.name_size)),
                       std::string(view(schema.text, schema.text_size))});
  }
  Result<Ruleset> rules = Ruleset::with_schemas(schemas);
  return rules ? (*rules).with(settings) : std::move(rules);
}

diallint_finding to_c(const Finding& f) noexcept {
  diallint_finding c{};
  const auto put = [](std::string_view text, const char*& data, std::size_t& size) {
    data = text.data();
    size = text.size();
  };
  put(f.rule, c.rule, c.rule_size);
  put(f.path, c.path, c.path_size);
  put(f.message, c.message, c.message_size);
  put(f.figures.minimum, c.minimum, c.minimum_size);
  put(f.figures.maximum, c.maximum, c.maximum_size);
  put(f.figures.actual, c.actual, c.actual_size);
  put(f.figures.unit, c.unit, c.unit_size);
  put(f.source, c.source, c.source_size);
  c.severity = static_cast<std::int32_t>(f.severity);
  c.begin = f.span.begin;
  c.end = f.span.end;
  c.record = f.record;
  if (f.first) {
    c.has_first = 1;
    c.first_check = f.first->file;
    c.first_number = f.first->number;
    c.first_is_line = f.first->is_line ? 1 : 0;
  }
  return c;
}

diallint_result to_c(const CheckResult& r) noexcept {
  diallint_result c{};
  c.records = r.counts.records;
  c.valid = r.counts.valid;
  c.invalid = r.counts.invalid;
  c.unreadable = r.counts.unreadable;
  c.errors = r.counts.errors;
  c.warnings = r.counts.warnings;
  c.infos = r.counts.infos;
  c.found = r.found;
  c.findings = r.findings.size();
  c.ok = r.ok() ? 1 : 0;
  return c;
}

diallint_rule to_c(const RuleInfo& rule) noexcept {
  diallint_rule c{};
  c.id = rule.id.data();
  c.id_size = rule.id.size();
  c.severity = static_cast<std::int32_t>(rule.severity);
  c.title = rule.title.data();
  c.title_size = rule.title.size();
  c.why = rule.why.data();
  c.why_size = rule.why.size();
  c.repair = rule.repair.data();
  c.repair_size = rule.repair.size();
  return c;
}

void read_options(const diallint_options& from, CheckOptions& to) {
  if (from.shape != nullptr) to.shape = view(from.shape, from.shape_size);
  to.max_findings = from.max_findings;
  if (from.on_finding == nullptr) return;
  to.on_finding = [call = from.on_finding, context = from.context](const Finding& finding) {
    diallint_finding c = to_c(finding);
    c.struct_size = sizeof c;
    return call(context, &c) != 0;
  };
}

std::optional<Instant> now_of(const diallint_options& options) noexcept {
  if (options.has_now == 0) return std::nullopt;
  return Instant{options.now_seconds, options.now_nanos, false};
}

std::int32_t remember(diallint_checker& checker, ErrorCode code, std::string_view message) {
  checker.last = {};
  checker.last.error = {code, std::string(message)};
  return static_cast<std::int32_t>(code);
}

// Runs one check: `check` gets the checker, the moment and the options.
template <typename Options, typename Check>
std::int32_t run(diallint_checker* checker, const diallint_options* options,
                 diallint_result* result, const Check& check) noexcept {
  if (checker == nullptr) return DIALLINT_SETTING;
  try {
    diallint_options given;
    if (!take(options, kOptionsSize, given) || !give(diallint_result{}, kResultSize, result)) {
      return remember(*checker, ErrorCode::kSetting, kTooSmall);
    }
    if (given.now_nanos < 0 || given.now_nanos > 999'999'999) {
      return remember(*checker, ErrorCode::kSetting, "now_nanos goes from 0 to 999999999");
    }
    Options read;
    read_options(given, read);
    checker->last = check(*checker, now_of(given), read);
    give(to_c(checker->last), kResultSize, result);
    return code_of(checker->last.error);
    // GCOVR_EXCL_START: as above
  } catch (...) {
    checker->last = {};
    checker->last.error.code = ErrorCode::kOutOfMemory;
    return DIALLINT_OUT_OF_MEMORY;
  }
  // GCOVR_EXCL_STOP
}

std::optional<std::string_view> member(const char* data, std::size_t size) noexcept {
  if (data == nullptr) return std::nullopt;
  return std::string_view(data, size);
}

// The caller's requests as views of the same texts.
void read_requests(diallint_checker& checker, const diallint_dial_request* from, std::size_t count,
                   std::size_t request_size) {
  checker.requests.clear();
  checker.attributes.clear();
  const auto at = [&](std::size_t i) {
    diallint_dial_request request{};
    std::memcpy(&request, reinterpret_cast<const char*>(from) + i * request_size,
                std::min(request_size, sizeof request));
    return request;
  };
  std::size_t attributes = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const diallint_dial_request r = at(i);
    if (r.attributes != nullptr) attributes += r.attribute_count;
  }
  checker.attributes.reserve(attributes);  // spans point into it
  for (std::size_t i = 0; i < count; ++i) {
    const diallint_dial_request r = at(i);
    DialRequest& to = checker.requests.emplace_back();
    to.client_token = member(r.client_token, r.client_token_size);
    to.phone_number = member(r.phone_number, r.phone_number_size);
    to.expiration_time = member(r.expiration_time, r.expiration_time_size);
    if (r.attributes == nullptr) continue;
    const std::size_t first = checker.attributes.size();
    for (std::size_t n = 0; n < r.attribute_count; ++n) {
      const diallint_attribute& a = r.attributes[n];
      checker.attributes.push_back({view(a.key, a.key_size), view(a.value, a.value_size)});
    }
    to.attributes = std::span(checker.attributes.data() + first, r.attribute_count);
  }
}

CheckResult wrong(std::string_view message) {
  CheckResult result;
  result.error = {ErrorCode::kSetting, std::string(message)};
  return result;
}

}  // namespace
}  // namespace diallint

using namespace diallint;

const char* diallint_version(void) { return version().data(); }

int32_t diallint_ruleset_new(const diallint_settings* settings, diallint_ruleset** out,
                             diallint_error* error) {
  if (out == nullptr) return fail(ErrorCode::kSetting, kNull, error);
  *out = nullptr;
  diallint_settings given;
  if (!take(settings, kSettingsSize, given)) return fail(ErrorCode::kSetting, kTooSmall, error);
  try {
    Result<Ruleset> rules = make_rules(given);
    if (!rules) return fail(rules.error().code, rules.error().message, error);
    *out = new diallint_ruleset{*std::move(rules)};
    return DIALLINT_OK;
  } catch (...) {
    return out_of_memory(error);  // GCOVR_EXCL_LINE: as above
  }
}

void diallint_ruleset_free(diallint_ruleset* ruleset) { delete ruleset; }

size_t diallint_rule_count(const diallint_ruleset* ruleset) {
  return ruleset == nullptr ? 0 : ruleset->rules.rules().size();
}

int32_t diallint_rule_at(const diallint_ruleset* ruleset, size_t index, diallint_rule* out) {
  if (out == nullptr || index >= diallint_rule_count(ruleset)) return DIALLINT_SETTING;
  return give(to_c(ruleset->rules.rules()[index]), kRuleSize, out) ? DIALLINT_OK : DIALLINT_SETTING;
}

int32_t diallint_explain(const diallint_ruleset* ruleset, const char* id, size_t id_size,
                         diallint_rule* out) {
  if (ruleset == nullptr || out == nullptr) return DIALLINT_SETTING;
  const RuleInfo* rule = ruleset->rules.explain(view(id, id_size));
  if (rule == nullptr) return DIALLINT_SETTING;
  return give(to_c(*rule), kRuleSize, out) ? DIALLINT_OK : DIALLINT_SETTING;
}

int32_t diallint_checker_new(const diallint_ruleset* ruleset,
                             const diallint_checker_options* options, diallint_checker** out,
                             diallint_error* error) {
  if (out == nullptr) return fail(ErrorCode::kSetting, kNull, error);
  *out = nullptr;
  diallint_checker_options given;
  if (!take(options, kCheckerOptionsSize, given)) {
    return fail(ErrorCode::kSetting, kTooSmall, error);
  }
  if (given.memory != DIALLINT_MEMORY_CHECK && given.memory != DIALLINT_MEMORY_CHECKER) {
    return fail(ErrorCode::kSetting, "memory is neither of DIALLINT_MEMORY_…", error);
  }
  try {
    CheckerOptions made;
    made.memory = static_cast<Memory>(given.memory);
    Ruleset rules = ruleset == nullptr ? Ruleset::builtin() : ruleset->rules;
    if (rules.parts() == nullptr) return out_of_memory(error);  // GCOVR_EXCL_BR_LINE: as above
    *out = new diallint_checker{Checker(std::move(rules), made), {}, {}, {}, {}};
    return DIALLINT_OK;
  } catch (...) {
    return out_of_memory(error);  // GCOVR_EXCL_LINE: as above
  }
}

void diallint_checker_free(diallint_checker* checker) { delete checker; }

void diallint_checker_forget(diallint_checker* checker) {
  if (checker == nullptr) return;
  checker->checker.forget();
  checker->last = {};
}

int32_t diallint_check_json(diallint_checker* checker, const char* json, size_t size,
                            const diallint_options* options, diallint_result* result) {
  return run<CheckOptions>(checker, options, result,
                           [&](auto& self, const auto& now, const CheckOptions& how) {
                             return self.checker.check_json(view(json, size), now, how);
                           });
}

int32_t diallint_check_request(diallint_checker* checker, const diallint_dial_request* request,
                               size_t request_size, const diallint_options* options,
                               diallint_result* result) {
  return run<CheckOptions>(checker, options, result,
                           [&](auto& self, const auto& now, const CheckOptions& how) {
                             if (request == nullptr) return wrong(kNull);
                             if (request_size < least<diallint_dial_request>(kRequestSize))
                               return wrong(kTooSmall);
                             read_requests(self, request, 1, request_size);
                             return self.checker.check(self.requests[0], now, how);
                           });
}

int32_t diallint_check_batch(diallint_checker* checker, const diallint_dial_request* requests,
                             size_t count, size_t request_size, const diallint_options* options,
                             diallint_result* result) {
  return run<CheckOptions>(
      checker, options, result, [&](auto& self, const auto& now, const CheckOptions& how) {
        if (requests == nullptr && count > 0) return wrong(kNull);
        if (request_size < least<diallint_dial_request>(kRequestSize)) return wrong(kTooSmall);
        read_requests(self, requests, count, request_size);
        return self.checker.check(DialRequestBatch{.dial_requests = self.requests}, now, how);
      });
}

int32_t diallint_check_stream(diallint_checker* checker, diallint_read read, void* read_context,
                              int32_t format, const diallint_options* options,
                              diallint_result* result) {
  return run<StreamOptions>(
      checker, options, result, [&](auto& self, const auto& now, StreamOptions& how) {
        if (read == nullptr) return wrong(kNull);
        if (format < DIALLINT_AUTO || format > DIALLINT_CSV)
          return wrong("there is no such format");
        how.format = static_cast<InputFormat>(format);
        return self.checker.check_stream(
            [&](char* out, std::size_t size) { return read(read_context, out, size); }, now, how);
      });
}

int32_t diallint_finding_at(const diallint_checker* checker, size_t index, diallint_finding* out) {
  if (checker == nullptr || out == nullptr || index >= checker->last.findings.size()) {
    return DIALLINT_SETTING;
  }
  return give(to_c(checker->last.findings[index]), kFindingSize, out) ? DIALLINT_OK
                                                                      : DIALLINT_SETTING;
}

int32_t diallint_last_error(const diallint_checker* checker, diallint_error* out) {
  if (checker == nullptr || out == nullptr) return DIALLINT_SETTING;
  const Error& error = checker->last.error;
  fail(error.code, error.message, out);
  return DIALLINT_OK;
}

int32_t diallint_validation_exception(diallint_checker* checker, const char** body, size_t* size) {
  if (checker == nullptr || body == nullptr || size == nullptr) return DIALLINT_SETTING;
  Result<std::string> made = validation_exception(checker->last.findings);
  if (!made) return code_of(made.error());
  checker->body = *std::move(made);
  *body = checker->body.data();
  *size = checker->body.size();
  return DIALLINT_OK;
}
