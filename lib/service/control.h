// The control API: what a test asks of the service, and moves in it. schemas/serve.schema.json
// describes what it answers.
#pragma once
#include "diallint/local_service.h"
#include "service/service_state.h"

namespace diallint {

/// `target` begins with kServiceControlPath and may have a query.
ServiceResponse control(ServiceState& state, const ServiceRequest& request);

/// Where the state could not be kept.
ServiceResponse control_not_kept();

}  // namespace diallint
