// Whether a call was signed by somebody who may call: Signature Version 4, in its Authorization
// header.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html and the pages below it (read
// 2026-11-29)
#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/milliseconds.h"
#include "diallint/local_service.h"
#include "service/routes.h"

namespace diallint {

/// What a signing key is good for.
struct SignatureScope {
  std::string_view date;  ///< "20261120"
  std::string_view region;
  std::string_view service;  ///< the name that it signs with: "connect-campaigns"
};

/// The signature of a request that is dated `time` ("20261120T120000Z"), in hexadecimal digits.
std::string signature_of(const ServiceRequest& request, std::string_view secret,
                         const SignatureScope& scope, std::string_view time,
                         const std::vector<std::string_view>& signed_headers);

/// What the service says of a call that it does not let in. No value of the call is in it, but for
/// times.
struct SignatureRefusal {
  std::string_view exception = {};
  std::string message = {};
};

/// What is wrong with the signature of a call; nothing where it is right. It has to be dated
/// within 15 minutes of one of the clocks, in milliseconds since 1970.
std::optional<SignatureRefusal> signature_fault(const ServiceRequest& request, ServiceApi api,
                                                std::span<const ServiceCredentials> credentials,
                                                std::span<const Millis> clocks);

}  // namespace diallint
