#include "addon/check_run.h"

#include <utility>

#include "addon/check_values.h"
#include "addon/javascript.h"
#include "engine/run.h"
#include "shared/failure.h"

namespace diallint::addon {

CheckRun::CheckRun(SharedRules rules, bindings::CheckWords words)
    : rules_(std::move(rules)), words_(std::move(words)) {
  rules_->expect_shape(words_.shape, "shapes()");
}

void CheckRun::run(ByteSource& source) {
  Run run(rules_->plan(), rules_->settings_at(words_.now), bindings::run_options(words_),
          findings_);
  run.check(source, words_.name);
  summary_ = run.summary();
}

void CheckRun::run_noted(ByteSource& source) noexcept {
  try {
    run(source);
  } catch (const ReadError& error) {
    note("ERR_DIALLINT_INPUT", error.what);
  } catch (const FatalError& error) {
    note("ERR_DIALLINT_SETTING", error.message);
  } catch (...) {
    note("ERR_DIALLINT_MEMORY", "out of memory");
  }
}

void CheckRun::note_aborted() { note("ERR_DIALLINT_INPUT", "the check was aborted"); }

void CheckRun::note(const char* code, std::string what) {
  code_ = code;
  failure_ = std::move(what);
}

napi_value CheckRun::result(napi_env env) const {
  return made_result(env, summary_.counts, summary_.found, made(env, findings_));
}

void CheckRun::settle(napi_env env, napi_deferred deferred) const {
  if (code_ == nullptr) {
    expect(env, napi_resolve_deferred(env, deferred, result(env)));
    return;
  }
  napi_value error = nullptr;
  expect(env, napi_create_error(env, made(env, std::string_view(code_)),
                                made(env, std::string_view(failure_)), &error));
  expect(env, napi_reject_deferred(env, deferred, error));
}

}  // namespace diallint::addon
