// Exceptions of the service as they stand on the wire.
#pragma once
#include <string>
#include <string_view>

#include "diallint/local_service.h"
#include "service/routes.h"

namespace diallint {

/// The HTTP status of an exception; 0 where the API has none of that name.
int status_of(ServiceApi api, std::string_view exception) noexcept;

/// The answer, with a message; `state` is that of a campaign where the exception tells it. The
/// exception is one of the API's.
ServiceResponse exception_response(ServiceApi api, std::string_view exception,
                                   std::string_view message, std::string_view state = {});

/// The same with what the exception means for a message.
ServiceResponse exception_response(ServiceApi api, std::string_view exception);

/// For who may not call: with an exception that all services have in common, status 403.
ServiceResponse forbidden(ServiceApi api, std::string_view exception, std::string_view message);

/// Where the state could not be kept: the caller may try again, by the same token.
ServiceResponse not_kept(ServiceApi api);

/// For a request that is none of the service's.
ServiceResponse unknown_operation();

}  // namespace diallint
