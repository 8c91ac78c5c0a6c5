// What the rules on responses share: which operation a response belongs to, and calls that failed.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "context/check_context.h"
#include "plan/plan.h"

namespace diallint {

extern const Rule kCallFailed;
extern const Rule kResponseOperation;
extern const Rule kExceptionMeaning;
extern const Rule kExceptionStatus;

/// The check by which the objects of a shape are responses to some operations, or null.
const Check* response_check_of(const Plan& plan, const Shape& shape) noexcept;
/// The check by which the objects of a shape are errors of calls, or null.
const Check* error_check_of(const Plan& plan, const Shape& shape) noexcept;
/// Whether a response of this shape may follow a request of one of these shapes. Shapes that do not
/// say what they respond to may follow any.
bool may_respond(const Plan& plan, const Shape& shape, const auto& request_shapes) {
  const Check* check = response_check_of(plan, shape);
  if (check == nullptr || request_shapes.empty()) return true;
  for (const std::string& request : check->as<AllowedValues>().values)
    if (request_shapes.contains(request)) return true;
  return false;
}

/// A failed call that no shape describes, as a tool or an SDK prints it.
struct FailedCall {
  struct Part {
    std::vector<std::string> path;  ///< names from the top down; empty in plain text
    Span span;
  };
  Part whole;
  Part name_at;
  std::string name;  ///< of the exception; empty: not told
  Part status_at;
  int status = 0;  ///< 0: not told
};

/// Reports what a failed call means. `error` is the check of error_check_of() for the request.
void report_failed_call(CheckContext& context, const Check& error, const FailedCall& call);

}  // namespace diallint
