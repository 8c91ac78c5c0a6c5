// Responses as tools and SDKs keep them: behind an HTTP head, or as an error printed in words.
#pragma once
#include <cstddef>
#include <optional>
#include <string_view>

#include "rules/failed_call.h"

namespace diallint {

/// What stands in the text of a response.
struct ResponseText {
  std::size_t body = 0;  ///< where its JSON begins; the end of the text where there is none
  /// A failed call in a form that no shape describes: the head of a response says so, the text is
  /// that of an exception, or an SDK has made an object of it.
  std::optional<FailedCall> failed;
};

/// Takes the text of one response apart. Time in proportion to its length. Never fails: what it
/// does not know is all body.
ResponseText take_response_apart(std::string_view text);

}  // namespace diallint
