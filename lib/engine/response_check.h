// Requests and the service's responses to them, checked together: each by itself, and that every
// request has got its answer.
//
//   diallint::Run run(plan, settings, options, sink);
//   diallint::check_response(plan, settings, run, {"batch.json", batch}, {"answer.json", answer});
#pragma once
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "context/response_counts.h"
#include "engine/run.h"
#include "plan/plan.h"

namespace diallint {

/// One document. `text` is only looked at while it is checked.
struct NamedText {
  std::string name;
  std::string_view text;
};

/// A request and the responses to it, by their places in the two lists that pair_responses() got.
struct Exchange {
  std::size_t request = 0;
  std::vector<std::size_t> responses;
};

/// Which response belongs to which request: all to the only one; otherwise by the tokens that they
/// have in common, by their names without what says on which side they are ("a.request.json" and
/// "a.response.json"), and what is left in its order. Throws ReadError where that leaves one of
/// them alone, and where a document is of the other side or of no side.
std::vector<Exchange> pair_responses(const Plan& plan, const std::vector<NamedText>& requests,
                                     const std::vector<NamedText>& responses);

/// Called before a document is judged, for settings of its own.
using BeforeDocument = std::function<void(const NamedText& document, bool is_response)>;

/// Checks the request, then its responses, as inputs of the run, and says what became of the
/// requests. A response may be an error: then it explains itself, and no token is asked for. Tokens
/// are compared where all documents are readable. `plan` is the run's own. Throws ReadError where
/// they cannot be a request and its responses: several lines of JSON, CSV, or the two exchanged.
ResponseCounts check_exchange(const Plan& plan, Run& run, const NamedText& request,
                              const std::vector<NamedText>& responses,
                              const BeforeDocument& before);

/// The same for one response, with one choice of settings. In the response, the names that SDKs
/// give to members are accepted.
ResponseCounts check_response(const Plan& plan, const Settings& settings, Run& run,
                              const NamedText& request, const NamedText& response);

}  // namespace diallint
