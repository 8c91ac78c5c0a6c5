// StartOutboundVoiceContact, CreateContact, StartOutboundChatContact and StartTaskContact.
#pragma once
#include "service/service_state.h"

namespace diallint {

ServiceResponse start_contact(ServiceState& state, const ServiceCall& call);

}  // namespace diallint
