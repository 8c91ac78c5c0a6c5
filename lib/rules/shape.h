// The rule on what an object is at all.
#pragma once
#include <string_view>

#include "context/check_context.h"
#include "plan/plan.h"
#include "plan/rule.h"

namespace diallint {

extern const Rule kShape;

/// The current value is of no known shape. `why` ends the message.
void report_shape(CheckContext& context, const Span& span, std::string why);

/// The current value is the request of an operation that only the service may call.
void report_service_operation(CheckContext& context, const Span& span,
                              const ServiceOperation& operation);

}  // namespace diallint
