// The control API: what a test asks of the service, and moves in it. schemas/serve.schema.json
// describes what it answers.
#pragma once
#include <string_view>

#include "diallint/local_service.h"
#include "service/service_state.h"

namespace diallint {

inline constexpr std::string_view kControlPath = "/_diallint/";

/// `target` begins with kControlPath and may have a query.
ServiceResponse control(ServiceState& state, const ServiceRequest& request);

}  // namespace diallint
