// What ends a message: how a value of that node is to be written, where one of its rules knows.
#pragma once
#include <string>

#include "context/check_context.h"
#include "plan/plan.h"

namespace diallint {

/// "; E.164 is a + and …", or nothing.
inline std::string advice(const Check& check, const Value& value, CheckContext& context) {
  if (check.adviser == nullptr) return {};
  return "; " + check.adviser->rule->advise(*check.adviser, value, context);
}

}  // namespace diallint
