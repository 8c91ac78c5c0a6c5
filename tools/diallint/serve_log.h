// What serve says of each call, and at its end.
#pragma once
#include <string>

#include "diallint/local_service.h"

namespace diallint {

/// One line for a call, printable, without any value of a request. `before` is the summary in front
/// of it.
std::string call_in_words(const ServiceResponse& response, const ServiceSummary& before,
                          const ServiceSummary& after);

/// A few lines for people.
std::string service_in_words(const ServiceSummary& summary);

}  // namespace diallint
