#include "service/signature.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <functional>
#include <utility>

#include "base/ascii.h"
#include "base/same_secret.h"
#include "base/sha256.h"
#include "service/canonical_request.h"

namespace diallint {
namespace {

constexpr std::string_view kAlgorithm = "AWS4-HMAC-SHA256";
constexpr std::string_view kTerminator = "aws4_request";
constexpr std::string_view kAuthorization = "authorization";
constexpr std::string_view kDate = "x-amz-date";
constexpr std::string_view kContentHash = "x-amz-content-sha256";
constexpr std::string_view kSecurityToken = "x-amz-security-token";
constexpr Millis kMinute = 60 * kMillisInSecond;
constexpr Millis kPatience = 15 * kMinute;
constexpr std::size_t kMostHeaders = 256;

constexpr std::string_view kMissing = "MissingAuthenticationTokenException";
constexpr std::string_view kIncomplete = "IncompleteSignatureException";
constexpr std::string_view kUnrecognized = "UnrecognizedClientException";
constexpr std::string_view kInvalid = "InvalidSignatureException";

using Refusal = std::optional<SignatureRefusal>;

/// What an Authorization header says, as parts of its text.
struct Authorization {
  std::string_view access_key_id;
  std::string_view date;
  std::string_view region;
  std::string_view service;
  std::string_view terminator;
  std::vector<std::string_view> signed_headers;
  std::string_view signature;
};

/// The value of "Name=value" among parts with commas between; nothing where the name is missing or
/// there twice.
std::optional<std::string_view> parameter(std::string_view text, std::string_view name) {
  std::optional<std::string_view> value;
  for (std::string_view part : parts_of(text, ',')) {
    while (part.starts_with(' ')) part.remove_prefix(1);
    if (!part.starts_with(name) || part.substr(name.size(), 1) != "=") continue;
    if (value) return std::nullopt;
    value = part.substr(name.size() + 1);
  }
  return value;
}

Refusal read_authorization(std::string_view text, Authorization& out) {
  if (!text.starts_with(kAlgorithm) || text.substr(kAlgorithm.size(), 1) != " ")
    return SignatureRefusal{kIncomplete,
                            "the Authorization header does not begin with AWS4-HMAC-SHA256"};
  text.remove_prefix(kAlgorithm.size());
  const auto credential = parameter(text, "Credential");
  const auto headers = parameter(text, "SignedHeaders");
  const auto signature = parameter(text, "Signature");
  for (const auto& [found, name] : {std::pair(&credential, "Credential"),
                                    {&headers, "SignedHeaders"},
                                    {&signature, "Signature"}})
    if (!*found || (*found)->empty())
      return SignatureRefusal{
          kIncomplete, fmt::format("the Authorization header requires one parameter {}", name)};
  const std::vector<std::string_view> scope = parts_of(*credential, '/');
  if (scope.size() != 5)
    return SignatureRefusal{kIncomplete,
                            "Credential has to be the access key id, date, region, service and "
                            "aws4_request, with slashes between"};
  out = {scope[0], scope[1], scope[2], scope[3], scope[4], parts_of(*headers, ';'), *signature};
  return std::nullopt;
}

/// "20261120T120000Z" as a time.
std::optional<Millis> basic_time(std::string_view text) {
  if (text.size() != 16 || text[8] != 'T' || text[15] != 'Z' || !all_digits(text.substr(0, 8)) ||
      !all_digits(text.substr(9, 6)))
    return std::nullopt;
  const auto instant = parse_rfc3339(
      fmt::format("{}-{}-{}T{}:{}:{}Z", text.substr(0, 4), text.substr(4, 2), text.substr(6, 2),
                  text.substr(9, 2), text.substr(11, 2), text.substr(13, 2)));
  return instant ? std::optional(floor_millis(*instant)) : std::nullopt;
}

std::string basic_text(Millis time) {
  std::string text;
  for (const char c : to_rfc3339(instant_of(time - time % kMillisInSecond)))
    if (c != '-' && c != ':') text += c;
  return text;
}

Refusal fault_of_time(std::string_view text, std::string_view scope_date,
                      std::span<const Millis> clocks) {
  const std::optional<Millis> time = basic_time(text);
  if (!time)
    return SignatureRefusal{kIncomplete,
                            "the call requires a header X-Amz-Date such as 20261120T120000Z"};
  if (text.substr(0, scope_date.size()) != scope_date || scope_date.size() != 8)
    return SignatureRefusal{kInvalid, "the date in Credential is not that of X-Amz-Date"};
  for (const Millis clock : clocks)
    if (std::max(*time, clock) - std::min(*time, clock) <= kPatience) return std::nullopt;
  const Millis clock = clocks.front();
  return SignatureRefusal{
      kInvalid, *time < clock
                    ? fmt::format("Signature expired: {} is now earlier than {} ({} - 15 min.)",
                                  text, basic_text(clock - kPatience), basic_text(clock))
                    : fmt::format("Signature not yet current: {} is still later than {} ({} + 15 "
                                  "min.)",
                                  text, basic_text(clock + kPatience), basic_text(clock))};
}

/// The headers that have to be signed are, each of those that are is there, in order and once.
Refusal fault_of_headers(const ServiceRequest& request,
                         const std::vector<std::string_view>& names) {
  if (names.size() > kMostHeaders || request.headers.size() > kMostHeaders)
    return SignatureRefusal{kInvalid, "there are more than 256 headers"};
  if (std::adjacent_find(names.begin(), names.end(), std::greater_equal<>()) != names.end())
    return SignatureRefusal{kIncomplete, "SignedHeaders are not in the order of the alphabet"};
  const auto is_signed = [&](std::string_view name) {
    return std::binary_search(names.begin(), names.end(), name);
  };
  if (!is_signed("host"))
    return SignatureRefusal{kInvalid, "'Host' must be one of the SignedHeaders"};
  for (const ServiceHeader& header : request.headers) {
    const std::string name = to_lower(header.name);
    if (name.starts_with("x-amz-") && !is_signed(name))
      return SignatureRefusal{kInvalid, "each header X-Amz-... must be one of the SignedHeaders"};
  }
  for (const std::string_view name : names)
    if (!canonical_value(request.headers, name))
      return SignatureRefusal{kInvalid, "one of the SignedHeaders is missing in the call"};
  return std::nullopt;
}

/// No operation here has a payload that need not be signed: where its hash is given, it is the
/// body's.
Refusal fault_of_payload(const ServiceRequest& request) {
  const auto hash = canonical_value(request.headers, kContentHash);
  if (!hash || *hash == to_hex(sha256(request.body))) return std::nullopt;
  return SignatureRefusal{kInvalid,
                          "X-Amz-Content-Sha256 is not the hash of the body; UNSIGNED-PAYLOAD is "
                          "for services that take it, which this is none of"};
}

std::string_view signing_name(ServiceApi api) noexcept {
  return api == ServiceApi::kContacts ? "connect" : "connect-campaigns";
}

const ServiceCredentials* known(std::span<const ServiceCredentials> all, std::string_view id) {
  const auto found = std::find_if(all.begin(), all.end(), [&](const ServiceCredentials& one) {
    return one.access_key_id == id;
  });
  return found == all.end() ? nullptr : &*found;
}

Refusal fault_of_scope(const Authorization& said, ServiceApi api) {
  if (said.terminator != kTerminator)
    return SignatureRefusal{kInvalid,
                            "Credential should be scoped with a valid terminator: 'aws4_request'"};
  if (said.region.empty())
    return SignatureRefusal{kInvalid, "Credential should be scoped to a valid region"};
  if (said.service != signing_name(api))
    return SignatureRefusal{
        kInvalid,
        fmt::format("Credential should be scoped to correct service: '{}'", signing_name(api))};
  return std::nullopt;
}

}  // namespace

std::string signature_of(const ServiceRequest& request, std::string_view secret,
                         const SignatureScope& scope, std::string_view time,
                         const std::vector<std::string_view>& signed_headers) {
  Digest key = hmac_sha256(fmt::format("AWS4{}", secret), scope.date);
  for (const std::string_view part : {scope.region, scope.service, kTerminator})
    key = hmac_sha256(bytes_of(key), part);
  const std::string to_sign = fmt::format(
      "{}\n{}\n{}/{}/{}/{}\n{}", kAlgorithm, time, scope.date, scope.region, scope.service,
      kTerminator, to_hex(sha256(canonical_request(request, signed_headers))));
  return to_hex(hmac_sha256(bytes_of(key), to_sign));
}

std::optional<SignatureRefusal> signature_fault(const ServiceRequest& request, ServiceApi api,
                                                std::span<const ServiceCredentials> credentials,
                                                std::span<const Millis> clocks) {
  const auto header = canonical_value(request.headers, kAuthorization);
  if (!header || header->empty())
    return SignatureRefusal{kMissing, "Missing Authentication Token: the call is not signed"};
  Authorization said;
  if (Refusal fault = read_authorization(*header, said)) return fault;
  const ServiceCredentials* one = known(credentials, said.access_key_id);
  if (one == nullptr || !same_secret(one->session_token,
                                     canonical_value(request.headers, kSecurityToken).value_or("")))
    return SignatureRefusal{kUnrecognized,
                            "The security token included in the request is invalid."};
  const std::string time = canonical_value(request.headers, kDate).value_or("");
  if (Refusal fault = fault_of_time(time, said.date, clocks)) return fault;
  if (Refusal fault = fault_of_scope(said, api)) return fault;
  if (Refusal fault = fault_of_headers(request, said.signed_headers)) return fault;
  if (Refusal fault = fault_of_payload(request)) return fault;
  const std::string right =
      signature_of(request, one->secret_access_key, {said.date, said.region, said.service}, time,
                   said.signed_headers);
  if (same_secret(right, said.signature)) return std::nullopt;
  return SignatureRefusal{
      kInvalid,
      "The request signature we calculated does not match the signature you provided. Check your "
      "AWS Secret Access Key and signing method."};
}

}  // namespace diallint
