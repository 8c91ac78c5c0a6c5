// What becomes of accepted requests, by the service's clock.
#include <catch2/catch.hpp>

#include "service/dialer.h"
#include "support/local_calls.h"

namespace diallint::test {
namespace {

/// Requests "0", "1"… of one batch each expire ten minutes after kNow.
void put_many(LocalService& service, int count) {
  for (int i = 0; i < count; i += 25) {
    json batch = json::array();
    for (int k = i; k < std::min(count, i + 25); ++k)
      batch.push_back(dial_request("r" + std::to_string(k)));
    REQUIRE(put_batch(service, batch).status == 200);
  }
}

/// Waiting, answered, unanswered, expired.
std::string fates(LocalService& service) {
  const ServiceSummary& summary = service.summary();
  return std::to_string(summary.waiting) + " " + std::to_string(summary.answered) + " " +
         std::to_string(summary.unanswered) + " " + std::to_string(summary.expired);
}

void advance(LocalService& service, double seconds) {
  told(service, "clock", {{"advance", seconds}});
}

ServiceOptions at_rate(std::uint64_t rate) {
  ServiceOptions options;
  options.dialer.calls_per_second = rate;
  return options;
}

}  // namespace

TEST_CASE("Without a rate each request is dialled as it comes", "[service]") {
  LocalService service = service_of();
  put_many(service, 30);
  CHECK(fates(service) == "0 30 0 0");
}

TEST_CASE("At a rate requests wait for their turn", "[service]") {
  LocalService service = service_of(at_rate(2));
  put_many(service, 10);
  CHECK(fates(service) == "9 1 0 0");
  advance(service, 0.499);
  CHECK(fates(service) == "9 1 0 0");
  advance(service, 0.001);
  CHECK(fates(service) == "8 2 0 0");
  advance(service, 100);
  CHECK(fates(service) == "0 10 0 0");
  const json requests = asked(service, "requests")["requests"];
  CHECK(requests[9]["settled"] == "2026-11-20T12:00:04.5Z");
  CHECK(requests[9]["fate"] == "answered");
}

TEST_CASE("Half of a batch expires before anybody is free", "[service]") {
  LocalService service = service_of(at_rate(1));
  put_many(service, 1200);
  advance(service, 3600);
  CHECK(fates(service) == "0 600 0 600");
  const json requests = asked(service, "requests")["requests"];
  CHECK(requests[599]["settled"] == "2026-11-20T12:09:59Z");
  CHECK(requests[600]["fate"] == "expired");
  CHECK(requests[600]["settled"] == "2026-11-20T12:10:00Z");
}

TEST_CASE("Nobody dials for a campaign that is paused, and what waits expires", "[service]") {
  LocalService service = service_of(at_rate(1));
  put_many(service, 10);
  CHECK(said(call(service, "POST", "/campaigns/monday/pause")) == "200");
  advance(service, 60);
  CHECK(fates(service) == "9 1 0 0");
  CHECK(said(call(service, "POST", "/campaigns/monday/resume")) == "200");
  CHECK(fates(service) == "8 2 0 0");
  advance(service, 2);
  CHECK(fates(service) == "6 4 0 0");
  CHECK(said(call(service, "POST", "/campaigns/monday/stop")) == "200");
  advance(service, 3600);
  CHECK(fates(service) == "0 4 0 6");
}

TEST_CASE("What waits in a campaign that is deleted is dialled by nobody", "[service]") {
  ServiceOptions options = at_rate(1);
  options.keep_settled = 1;
  options.campaigns = {{"monday", "Running"}, {"tuesday", "Running"}};
  LocalService service = service_of(options);
  put_many(service, 5);
  CHECK(said(call(service, "DELETE", "/campaigns/monday")) == "200");
  CHECK(fates(service) == "0 1 0 0");
  CHECK(service.summary().campaign_deleted == 4);
  const json last = asked(service, "requests")["requests"];
  REQUIRE(last.size() == 1);  // what waits for ever would keep all behind it
  CHECK(last[0]["fate"] == "campaign-deleted");
  CHECK(last[0]["settled"] == "2026-11-20T12:00:00Z");
  // A campaign of that name that comes later has none of them, nor does their expiry come.
  told(service, "campaigns", {{"id", "monday"}, {"state", "Running"}});
  advance(service, 3600);
  CHECK(fates(service) == "0 1 0 0");
  CHECK(asked(service, "")["campaignDeleted"] == 4);
}

TEST_CASE("Campaigns are dialled side by side", "[service]") {
  ServiceOptions options = at_rate(1);
  options.campaigns = {{"one", "Running"}, {"two", "Running"}};
  LocalService service = service_of(options);
  for (const char* campaign : {"one", "two"})
    put_batch(service, json::array({dial_request("a"), dial_request("b")}), campaign);
  CHECK(fates(service) == "2 2 0 0");
  advance(service, 1);
  CHECK(fates(service) == "0 4 0 0");
}

TEST_CASE("Answers are drawn from the seed", "[service]") {
  const auto answered = [](std::uint64_t seed) {
    ServiceOptions options;
    options.dialer.answered_percent = 30;
    options.seed = seed;
    LocalService service = service_of(options);
    put_many(service, 1000);
    std::string fates;
    const json requests = asked(service, "requests");
    for (const json& request : requests["requests"]) fates += request["fate"].get<std::string>()[0];
    CHECK(service.summary().answered > 230);
    CHECK(service.summary().answered < 370);
    CHECK(service.summary().answered + service.summary().unanswered == 1000);
    return fates;
  };
  CHECK(answered(1) == answered(1));
  CHECK(answered(1) != answered(2));
}

TEST_CASE("A request without an expiry that can be read waits on", "[service]") {
  ServiceOptions options = at_rate(1);
  options.verdicts = {{"expiration-format", ServiceVerdict::kAccept},
                      {"expiration-window", ServiceVerdict::kAccept}};
  LocalService service = service_of(options);
  json request = dial_request("a");
  request["expirationTime"] = "some day";
  put_batch(service, json::array({dial_request("first"), request}));
  CHECK(fates(service) == "1 1 0 0");
  CHECK_FALSE(asked(service, "requests")["requests"][1].contains("expires"));
  told(service, "clock", {{"now", "2026-12-24T00:00:00Z"}});
  CHECK(fates(service) == "0 2 0 0");
}

TEST_CASE("Fates have words", "[service]") {
  CHECK(to_string(Fate::kWaiting) == "waiting");
  CHECK(to_string(Fate::kUnanswered) == "unanswered");
  CHECK(to_string(Fate::kCampaignDeleted) == "campaign-deleted");
}

}  // namespace diallint::test
