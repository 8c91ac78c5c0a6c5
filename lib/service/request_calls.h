// PutDialRequestBatch and PutOutboundRequestBatch.
#pragma once
#include "service/service_state.h"

namespace diallint {

ServiceResponse put_requests(ServiceState& state, const ServiceCall& call);

}  // namespace diallint
