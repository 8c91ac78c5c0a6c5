// What the live page shows, as JSON; schemas/serve.schema.json describes it. It is as large for a
// million requests as for a hundred.
#pragma once
#include <string>

#include "service/service_state.h"

namespace diallint {

std::string live_in_json(ServiceState& state);

}  // namespace diallint
