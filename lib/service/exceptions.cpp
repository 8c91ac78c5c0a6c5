#include "service/exceptions.h"

#include "base/json_writer.h"
#include "diallint/guidance.h"

namespace diallint {
namespace {

const Guidance* guidance(ServiceApi api, std::string_view exception) noexcept {
  return guidance_for(api == ServiceApi::kContacts ? kContactsService : kCampaignsService,
                      exception);
}

}  // namespace

int status_of(ServiceApi api, std::string_view exception) noexcept {
  const Guidance* known = guidance(api, exception);
  return known == nullptr ? 0 : known->http_status;
}

ServiceResponse exception_response(ServiceApi api, std::string_view exception,
                                   std::string_view message, std::string_view state) {
  ServiceResponse response;
  response.status = status_of(api, exception);
  response.error_type = exception;
  JsonWriter json(response.body);
  json.open('{').put(api == ServiceApi::kContacts ? "Message" : "message", message);
  if (!state.empty()) json.put("state", state);
  json.close('}');
  return response;
}

ServiceResponse exception_response(ServiceApi api, std::string_view exception) {
  return exception_response(api, exception, guidance(api, exception)->meaning);
}

ServiceResponse forbidden(ServiceApi api, std::string_view exception, std::string_view message) {
  ServiceResponse response = exception_response(api, exception, message);
  response.status = 403;
  return response;
}

ServiceResponse not_kept(ServiceApi api) {
  return exception_response(
      api, api == ServiceApi::kContacts ? "InternalServiceException" : "InternalServerException",
      "the state could not be kept; what the call has done may be done or not");
}

ServiceResponse unknown_operation() {
  ServiceResponse response;
  response.status = 404;
  response.error_type = "UnknownOperationException";
  response.body =
      R"({"message":"no operation that diallint serve knows has this method and path"})";
  return response;
}

}  // namespace diallint
