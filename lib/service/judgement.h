// What the rules find in a call, as the service answers it.
#pragma once
#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "diallint/finding.h"
#include "service/service_state.h"

namespace diallint {

struct CallJudgement {
  std::vector<Finding> refusing;  ///< the first of them; empty: the call is not refused
  std::set<std::size_t> failed;   ///< indices of requests that are
};

/// Checks the body of a call. `list` is the member with its requests; empty: it has none, and what
/// would fail one refuses the call. Adds to the summary's findings.
CallJudgement judge_call(ServiceState& state, Checker& checker, const ServiceCall& call,
                         std::string_view list);

}  // namespace diallint
