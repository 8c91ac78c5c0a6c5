// Calls of a local service, as tests make them.
#pragma once
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "diallint/local_service.h"
#include "support/lint.h"

namespace diallint::test {

using nlohmann::json;

inline constexpr char kTestCampaign[] = "monday";

/// A service at kNow with one running campaign, unless the options say otherwise.
inline LocalService service_of(ServiceOptions options = {}) {
  if (!options.now) options.now = kNow;
  if (options.campaigns.empty()) options.campaigns = {{kTestCampaign, "Running"}};
  Result<LocalService> service = LocalService::make(std::move(options));
  INFO((service ? "" : service.error().message));
  REQUIRE(service);
  return *std::move(service);
}

/// A sound dial request with this token; a minute after kNow it is sound still.
inline json dial_request(const std::string& token) {
  return {{"clientToken", token},
          {"phoneNumber", "+12025550147"},
          {"expirationTime", "2026-11-20T12:10:00.000Z"},
          {"attributes", json::object()}};
}

inline json outbound_request(const std::string& token) {
  return {{"clientToken", token},
          {"expirationTime", "2026-11-20T12:10:00.000Z"},
          {"channelSubtypeParameters",
           {{"telephony",
             {{"destinationPhoneNumber", "+12025550147"}, {"attributes", json::object()}}}}}};
}

inline ServiceResponse put_batch(LocalService& service, const json& requests,
                                 const std::string& campaign = kTestCampaign) {
  return service.handle({"PUT", "/campaigns/" + campaign + "/dial-requests",
                         json{{"dialRequests", requests}}.dump()});
}

inline ServiceResponse put_batch_v2(LocalService& service, const json& requests,
                                    const std::string& campaign = kTestCampaign) {
  return service.handle({"PUT", "/v2/campaigns/" + campaign + "/outbound-requests",
                         json{{"outboundRequests", requests}}.dump()});
}

inline ServiceResponse call(LocalService& service, const std::string& method,
                            const std::string& target, const json& body = nullptr) {
  return service.handle({method, target, body.is_null() ? std::string() : body.dump()});
}

/// What a response says: "200", "409 ConflictException".
inline std::string said(const ServiceResponse& response) {
  return std::to_string(response.status) +
         (response.error_type.empty() ? "" : " " + response.error_type);
}

/// The answers to a batch in their order: "a:ok b:InvalidInput".
inline std::string results_of(const ServiceResponse& response) {
  if (response.status != 200) return said(response);
  const json body = json::parse(response.body);
  std::string out;
  const auto add = [&](const json& list, bool failed) {
    for (const json& one : list)
      out += (out.empty() ? "" : " ") + one.at("clientToken").get<std::string>() + ":" +
             (failed ? one.at("failureCode").get<std::string>() : "ok");
  };
  add(body.at("successfulRequests"), false);
  add(body.at("failedRequests"), true);
  return out;
}

/// What the control API answers.
inline json asked(LocalService& service, const std::string& what) {
  const ServiceResponse response = call(service, "GET", "/_diallint/" + what);
  REQUIRE(response.status == 200);
  return json::parse(response.body);
}

inline json told(LocalService& service, const std::string& what, const json& body) {
  const ServiceResponse response = call(service, "POST", "/_diallint/" + what, body);
  INFO(response.body);
  REQUIRE(response.status == 200);
  return json::parse(response.body);
}

}  // namespace diallint::test
