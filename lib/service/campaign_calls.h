// Operations on campaigns.
#pragma once
#include "service/service_state.h"

namespace diallint {

/// Any action but kPutRequests and kStartContact.
ServiceResponse call_campaign(ServiceState& state, const ServiceCall& call);

}  // namespace diallint
