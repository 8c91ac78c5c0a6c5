// Campaigns: what makes one, what shows one, and which state leads to which.
#include <algorithm>
#include <catch2/catch.hpp>
#include <map>
#include <set>

#include "service/campaign_rules.h"
#include "service/campaigns.h"
#include "service/routes.h"
#include "support/local_calls.h"

namespace diallint::test {
namespace {

const json kNewCampaign = {{"name", "Monday"},
                           {"connectInstanceId", "i-1"},
                           {"dialerConfig", {{"agentlessDialerConfig", json::object()}}},
                           {"outboundCallConfig", {{"connectContactFlowId", "f"}}},
                           {"tags", {{"team", "a"}}}};
const json kNewCampaignV2 = {{"name", "Monday"},
                             {"connectInstanceId", "i-1"},
                             {"channelSubtypeConfig", {{"telephony", json::object()}}}};

std::string made(LocalService& service, const std::string& prefix, const json& body) {
  const ServiceResponse response = call(service, "PUT", prefix + "/campaigns", body);
  INFO(response.body);
  REQUIRE(response.status == 200);
  return json::parse(response.body)["id"];
}

}  // namespace

TEST_CASE("A campaign is made, shown, changed and deleted by either revision", "[service]") {
  for (const std::string prefix : {"", "/v2"}) {
    LocalService service = service_of();
    const std::string id = made(service, prefix, prefix.empty() ? kNewCampaign : kNewCampaignV2);
    const std::string path = prefix + "/campaigns/" + id;
    const json shown = json::parse(call(service, "GET", path).body)["campaign"];
    CHECK(shown["name"] == "Monday");
    CHECK(shown["connectInstanceId"] == "i-1");
    CHECK(shown["arn"] == campaign_arn(id));
    CHECK(shown.contains(prefix.empty() ? "outboundCallConfig" : "channelSubtypeConfig"));
    CHECK(shown.contains("tags") == prefix.empty());
    CHECK(json::parse(call(service, "GET", path + "/state").body)["state"] == "Initialized");
    // The other revision knows nothing of it.
    CHECK(said(call(service, "GET", (prefix.empty() ? "/v2/campaigns/" : "/campaigns/") + id)) ==
          "404 ResourceNotFoundException");
    CHECK(said(call(service, "DELETE", path)) == "200");
    CHECK(said(call(service, "GET", path + "/state")) == "404 ResourceNotFoundException");
  }
}

TEST_CASE("Creation tells the id, the ARN and the tags", "[service]") {
  LocalService service = service_of();
  const json body = json::parse(call(service, "PUT", "/campaigns", kNewCampaign).body);
  CHECK(body["arn"] == campaign_arn(body["id"].get<std::string>()));
  CHECK(body["tags"] == json{{"team", "a"}});
  CHECK_FALSE(
      json::parse(call(service, "PUT", "/v2/campaigns", kNewCampaignV2).body).contains("tags"));
}

TEST_CASE("A campaign that breaks the model is none", "[service]") {
  LocalService service = service_of();
  for (const char* member : {"name", "connectInstanceId", "dialerConfig", "outboundCallConfig"}) {
    json body = kNewCampaign;
    body.erase(member);
    CHECK(said(call(service, "PUT", "/campaigns", body)) == "400 ValidationException");
    body[member] = 7;
    CHECK(said(call(service, "PUT", "/campaigns", body)) == "400 ValidationException");
  }
  json body = kNewCampaignV2;
  body["name"] = std::string(128, 'x');
  CHECK(said(call(service, "PUT", "/v2/campaigns", body)) == "400 ValidationException");
  CHECK(service.summary().refused_calls == 9);
}

TEST_CASE("States lead to states", "[service]") {
  const std::map<std::string, std::string> expected = {
      {"Initialized start", "Running"}, {"Running pause", "Paused"}, {"Paused resume", "Running"},
      {"Running stop", "Stopped"},      {"Paused stop", "Stopped"},
  };
  for (const std::string_view state : campaign_states()) {
    for (const char* verb : {"start", "pause", "resume", "stop"}) {
      ServiceOptions options;
      options.campaigns = {{"c", std::string(state)}};
      LocalService service = service_of(options);
      const ServiceResponse response =
          call(service, "POST", std::string("/v2/campaigns/c/") + verb);
      const auto leads = expected.find(std::string(state) + " " + verb);
      CAPTURE(state, verb);
      CHECK(said(response) ==
            (leads != expected.end() ? "200" : "409 InvalidCampaignStateException"));
      const json now = json::parse(call(service, "GET", "/v2/campaigns/c/state").body)["state"];
      CHECK(now == (leads != expected.end() ? leads->second : std::string(state)));
    }
  }
  LocalService service = service_of();
  CHECK(said(call(service, "POST", "/campaigns/no/stop")) == "404 ResourceNotFoundException");
}

TEST_CASE("A campaign of the options is shown to both revisions", "[service]") {
  LocalService service = service_of();
  CHECK(json::parse(call(service, "GET", "/campaigns/monday").body)["campaign"].contains(
      "dialerConfig"));
  CHECK(json::parse(call(service, "GET", "/v2/campaigns/monday").body)["campaign"].contains(
      "channelSubtypeConfig"));
}

TEST_CASE("The shapes of campaigns are sound schemas", "[service]") {
  std::set<std::string_view> ids;
  for (const ShapeInfo& shape : new_campaign_rules().shapes())
    if (shape.id.starts_with("create-campaign")) ids.insert(shape.id);
  CHECK(ids == std::set<std::string_view>{"create-campaign", "create-campaign-v2"});
}

TEST_CASE("A path stands for one operation or none", "[service]") {
  LocalService service = service_of();
  for (const char* target :
       {"", "/", "/campaigns/", "/campaigns/a/b", "/campaigns//state", "/campaigns/a/start/",
        "/v3/campaigns/a", "/campaigns/a/state/x", "/state", "/contact", "*", "http://x/campaigns"})
    CHECK(said(call(service, "GET", target)) == "404 UnknownOperationException");
  CHECK(said(call(service, "POST", "/campaigns/monday/state")) == "404 UnknownOperationException");
  CHECK(said(call(service, "GET", "/campaigns/monday/state?x=/y")) == "200");
  CHECK(said(call(service, "GET", "/campaigns/mond%61y/state")) == "200");
  CHECK(said(call(service, "GET", "/campaigns/%6Donday/state")) == "200");
  for (const char* odd : {"%", "%4", "%zz", "%6z", "a%"}) CHECK(percent_decoded(odd) == odd);
  CHECK(percent_decoded("%6f%6F%00x") == std::string("oo\0x", 4));
  CHECK(service.summary().calls == 3);
}

TEST_CASE("Every route has its operation's shape", "[service]") {
  for (const Route& route : service_routes()) {
    if (route.shape.empty()) continue;
    const auto shapes = new_campaign_rules().shapes();
    CAPTURE(route.shape);
    CHECK(std::any_of(shapes.begin(), shapes.end(),
                      [&](const ShapeInfo& shape) { return shape.id == route.shape; }));
  }
}

}  // namespace diallint::test
