// What a check is told and what it has found, from and to values of JavaScript.
#pragma once
#include <node_api.h>

#include <cstdint>

#include "bindings/shared/checking.h"
#include "diallint/finding.h"

namespace diallint::addon {

bindings::RulesWords rules_words(napi_env env, napi_value object);
bindings::CheckWords check_words(napi_env env, napi_value object);

napi_value made(napi_env env, const Finding& finding);
napi_value made(napi_env env, const bindings::PlacedFindings& findings);
/// {counts, found, findings}
napi_value made_result(napi_env env, const Counts& counts, std::uint64_t found,
                       napi_value findings);

}  // namespace diallint::addon
