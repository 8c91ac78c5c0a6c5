// The rule on what an object is at all.
#pragma once
#include <string_view>

#include "context/check_context.h"
#include "plan/rule.h"

namespace diallint {

extern const Rule kShape;

/// The current value is of no known shape. `why` ends the message.
void report_shape(CheckContext& context, const Span& span, std::string why);

}  // namespace diallint
