// The C interface: converts, and calls the C++ one. Nothing here judges.
#include <algorithm>
#include <cstddef>
#include <cstring>
#include <exception>
#include <new>
#include <string>
#include <type_traits>
#include <vector>

#include "api/c_convert.h"
#include "api/ruleset_access.h"
#include "diallint/checker.h"
#include "diallint/diallint.h"
#include "diallint/service_error.h"
#include "engine/input_formats.h"

namespace diallint {
namespace {

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
      return remember(*checker, ErrorCode::kSetting, "now_nanos must be from 0 to 999999999");
    }
    Options read;
    read_options(given, read);
    if constexpr (requires { read.csv_map; })
      if (!read_csv_map(given.csv_map, given.csv_map_count, read.csv_map))
        return remember(*checker, ErrorCode::kSetting, kNull);
    if constexpr (std::is_same_v<Options, StreamOptions>) read.jobs = given.jobs;
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
    return fail_of_memory(error);  // GCOVR_EXCL_LINE: as above
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
    return fail(ErrorCode::kSetting,
                "memory must be DIALLINT_MEMORY_CHECK or DIALLINT_MEMORY_CHECKER", error);
  }
  try {
    CheckerOptions made;
    made.memory = static_cast<Memory>(given.memory);
    Ruleset rules = ruleset == nullptr ? Ruleset::builtin() : ruleset->rules;
    // GCOVR_EXCL_START: as above
    if (RulesetAccess::parts(rules) == nullptr) return fail_of_memory(error);
    // GCOVR_EXCL_STOP
    *out = new diallint_checker{Checker(std::move(rules), made), {}, {}, {}, {}};
    return DIALLINT_OK;
    // GCOVR_EXCL_START: as above
  } catch (...) {
    return fail_of_memory(error);
    // GCOVR_EXCL_STOP
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
        const bool known = format >= DIALLINT_AUTO && format <= UINT8_MAX;
        how.format = known ? static_cast<InputFormat>(format) : InputFormat::kAuto;
        if (!known || (format != DIALLINT_AUTO && reader_of(how.format) == nullptr))
          return wrong("unknown format");
        return self.checker.check_stream(
            [&](char* out, std::size_t size) { return read(read_context, out, size); }, now, how);
      });
}

int32_t diallint_check_arrow(diallint_checker* checker, ArrowArrayStream* stream,
                             const diallint_options* options, diallint_result* result) {
  return run<TableOptions>(checker, options, result,
                           [&](auto& self, const auto& now, const TableOptions& how) {
                             if (stream == nullptr) return wrong(kNull);
                             return self.checker.check_arrow(*stream, now, how);
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
  return tell(error.code, error.message, out) ? DIALLINT_OK : DIALLINT_SETTING;
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
