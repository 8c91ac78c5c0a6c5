// A request in the one form that its signature is made of, whoever has sent it: Signature Version
// 4, "Create a signed AWS API request", step 1.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html (read
// 2026-11-29)
#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "diallint/local_service.h"

namespace diallint {

/// The parts of a text between marks; one where there is none.
std::vector<std::string_view> parts_of(std::string_view text, char mark);

/// The value of a header as it is signed: without space around it, one space for several, those of
/// headers of the same name joined by commas. `name` is in lower case. Nothing: there is none.
std::optional<std::string> canonical_value(std::span<const ServiceHeader> headers,
                                           std::string_view name);

/// The request. `signed_headers` are names in lower case; one that the request lacks counts as
/// empty.
std::string canonical_request(const ServiceRequest& request,
                              const std::vector<std::string_view>& signed_headers);

}  // namespace diallint
