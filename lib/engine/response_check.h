// A batch of requests and the service's answer to it, checked together: each by itself, and that
// every request has got its answer.
//
//   diallint::Run run(plan, settings, options, sink);
//   diallint::check_response(plan, settings, run, {"batch.json", batch}, {"answer.json", answer});
#pragma once
#include <string>
#include <string_view>

#include "engine/run.h"
#include "plan/plan.h"

namespace diallint {

/// One JSON document. `text` is only looked at while it is checked.
struct NamedText {
  std::string name;
  std::string_view text;
};

/// Checks the request, then its answer, as two inputs of the run. The answer may be an error: then
/// it explains itself, and no token is asked for. Tokens are compared where both documents are
/// readable. `plan` is the run's own. Throws ReadError where the two
/// cannot be a request and its answer: several lines of JSON, CSV, or the two exchanged.
void check_response(const Plan& plan, const Settings& settings, Run& run, const NamedText& request,
                    const NamedText& answer);

}  // namespace diallint
