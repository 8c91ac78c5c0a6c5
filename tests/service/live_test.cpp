// What the live page is told.
#include <catch2/catch.hpp>

#include "support/bounds.h"
#include "support/local_calls.h"

namespace diallint::test {
namespace {

json numbered(int from, int count) {
  json batch = json::array();
  for (int i = from; i < from + count; ++i) batch.push_back(dial_request("r" + std::to_string(i)));
  return batch;
}

/// The sum over the steps of the timeline, for each mark.
std::string sums(const json& live) {
  std::string out;
  for (const char* name : {"received", "answered", "unanswered", "expired", "due"}) {
    std::uint64_t sum = 0;
    for (const json& step : live["timeline"]["steps"]) sum += step[name].get<std::uint64_t>();
    (out += out.empty() ? "" : " ") += std::to_string(sum);
  }
  return out;
}

}  // namespace

TEST_CASE("The timeline has each request until it is settled and then its fate", "[live]") {
  ServiceOptions options;
  options.dialer = {.calls_per_second = 1, .answered_percent = 50};
  LocalService service = service_of(options);
  CHECK(asked(service, "live")["timeline"] == json{{"seconds", 1}, {"steps", json::array()}});
  put_batch(service, numbered(0, 25));
  CHECK(asked(service, "live")["timeline"]["seconds"] == 15);  // ten minutes to their expiry
  told(service, "clock", {{"advance", 9.5}});
  told(service, "campaigns", {{"id", kTestCampaign}, {"state", "Paused"}});
  const json midway = asked(service, "live");
  CHECK(sums(midway) == "25 " + std::to_string(midway["answered"].get<int>()) + " " +
                            std::to_string(10 - midway["answered"].get<int>()) + " 0 15");
  told(service, "clock", {{"advance", 3600}});
  const json after = asked(service, "live");
  CHECK(after["expired"] == 15);
  CHECK(sums(after).ends_with(" 15 0"));
  told(service, "reset", json::object());
  CHECK(asked(service, "live")["timeline"]["steps"].empty());
}

TEST_CASE("Contacts are dialled as they come, and no expiry waits for them", "[live]") {
  LocalService service = service_of();
  call(service, "PUT", "/contact/task", base_document("start-task-contact"));
  CHECK(sums(asked(service, "live")) == "1 1 0 0 0");
}

TEST_CASE("What was found comes with reason and repair, and without a value", "[live]") {
  LocalService service = service_of();
  json bad = dial_request("secret-token");
  bad["phoneNumber"] = "0147";
  bad["attributes"] = {{"name", "Zaphod"}};
  put_batch(service, json::array({bad}));
  put_batch(service, json::array({dial_request("a b"), bad}));
  const ServiceResponse response = call(service, "GET", "/_diallint/live");
  for (const char* value : {"secret-token", "0147", "Zaphod", "a b"})
    CHECK(response.body.find(value) == std::string::npos);
  const json live = json::parse(response.body);
  REQUIRE(live["rules"].size() == 2);
  CHECK(live["rules"][1]["rule"] == "phone-e164");
  CHECK(live["rules"][1]["count"] == 2);
  CHECK(live["rules"][1]["verdict"] == "fail");
  for (const char* text : {"title", "why", "repair"})
    CHECK_FALSE(live["rules"][1][text].get<std::string>().empty());
  REQUIRE(live["lastFindings"].size() == 3);
  CHECK(live["lastFindings"][2]["call"] == 1);
  CHECK(live["lastFindings"][2]["path"] == "/dialRequests/0/phoneNumber");
  CHECK(live["lastFindings"][0]["call"] == 2);
  told(service, "reset", json::object());
  CHECK(asked(service, "live")["lastFindings"].empty());
}

TEST_CASE("It is no larger for many than for some", "[live]") {
  ServiceOptions options;
  for (int i = 0; i < 150; ++i) options.campaigns.push_back({"c" + std::to_string(i), "Running"});
  options.campaigns.push_back({kTestCampaign, "Running"});
  LocalService service = service_of(options);
  const auto put = [&](int from, int to) {
    for (int i = from; i < to; ++i) {
      put_batch(service, numbered(i * 25, 25));
      json bad = dial_request("bad");
      bad["phoneNumber"] = "0";
      put_batch(service, json::array({bad}));
    }
  };
  put(0, 60);
  const json live = asked(service, "live");
  CHECK(live["campaigns"].size() == 100);
  CHECK(live["allCampaigns"] == 151);
  CHECK(live["lastCalls"].size() == 50);
  CHECK(live["lastCalls"][0]["failed"] == 1);
  CHECK(live["lastRequests"].size() == 100);
  CHECK(live["lastRequests"][0]["fate"] == "answered");
  CHECK_FALSE(live["lastRequests"][0].contains("clientToken"));
  CHECK(live["lastFindings"].size() == 50);
  const std::size_t size = live.dump().size();
  put(60, 120);
  CHECK(asked(service, "live").dump().size() < size + 200);
}

}  // namespace diallint::test
