// What the control API answers, as JSON; schemas/serve.schema.json describes it.
#pragma once
#include <string>

#include "base/json_writer.h"
#include "service/service_state.h"

namespace diallint {

std::string summary_in_json(ServiceState& state);
std::string calls_in_json(const ServiceState& state);
/// `with_values`: each as it was sent, with the customer's number.
std::string requests_in_json(const ServiceState& state, bool with_values);
std::string verdicts_in_json(const ServiceState& state);

}  // namespace diallint
