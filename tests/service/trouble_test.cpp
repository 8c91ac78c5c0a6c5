// Trouble on request: throttling, exceptions, lost answers, all drawn from a seed.
#include <catch2/catch.hpp>
#include <set>

#include "diallint/guidance.h"
#include "support/bounds.h"
#include "support/local_calls.h"

namespace diallint::test {
namespace {

LocalService troubled(ServiceTrouble trouble, std::uint64_t seed = 1) {
  ServiceOptions options;
  options.trouble = std::move(trouble);
  options.seed = seed;
  return service_of(std::move(options));
}

std::string next_batch(LocalService& service) {
  static int count = 0;
  return said(put_batch(service, json::array({dial_request("n" + std::to_string(++count))})));
}

std::string fault(ServiceTrouble trouble) {
  ServiceOptions options;
  options.trouble = std::move(trouble);
  const auto service = LocalService::make(std::move(options));
  return service ? "" : service.error().message;
}

}  // namespace

TEST_CASE("The next calls meet what was asked for", "[service]") {
  ServiceTrouble trouble;
  trouble.next = {"ThrottlingException",
                  "none",
                  "ConflictException",
                  "AccessDeniedException",
                  "InternalServerException",
                  "InvalidCampaignStateException",
                  "drop",
                  "cut"};
  LocalService service = troubled(trouble);
  CHECK(next_batch(service) == "429 ThrottlingException");
  CHECK(next_batch(service) == "200");
  CHECK(next_batch(service) == "409 ConflictException");
  CHECK(next_batch(service) == "403 AccessDeniedException");
  CHECK(next_batch(service) == "500 InternalServerException");
  const ServiceResponse state = put_batch(service, json::array({dial_request("s")}));
  CHECK(said(state) == "409 InvalidCampaignStateException");
  CHECK(json::parse(state.body)["state"] == "Failed");
  // What is dropped or cut was carried out: the token exists for that.
  const json batch = json::array({dial_request("lost")});
  CHECK(put_batch(service, batch).delivery == Delivery::kDropped);
  CHECK(put_batch(service, batch).delivery == Delivery::kCut);
  CHECK(put_batch(service, batch).delivery == Delivery::kWhole);
  CHECK(service.summary().accepted == 2);
  CHECK(service.summary().repeated == 2);
  CHECK(service.summary().troubled_calls == 7);
  CHECK(service.summary().refused() == 0);
}

TEST_CASE("Each API has its own names", "[service]") {
  ServiceTrouble trouble;
  trouble.next = {"InternalServerException", "IdempotencyException"};
  LocalService service = troubled(trouble);
  const json task = base_document("start-task-contact");
  const ServiceResponse response = call(service, "PUT", "/contact/task", task);
  CHECK(said(response) == "500 InternalServiceException");
  CHECK(json::parse(response.body).contains("Message"));
  CHECK(next_batch(service) == "500 InternalServerException");  // campaigns have no such exception
}

TEST_CASE("Every exception that is known can be met", "[service]") {
  std::set<std::string> met;
  for (const Guidance& guidance : all_guidance()) {
    if (guidance.http_status == 0) continue;
    ServiceTrouble trouble;
    trouble.next = {std::string(guidance.name)};
    LocalService service = troubled(trouble);
    const bool contact = guidance.service == kContactsService;
    const ServiceResponse response =
        contact ? call(service, "PUT", "/contact/task", base_document("start-task-contact"))
                : put_batch(service, json::array({dial_request("a")}));
    CHECK(said(response) ==
          std::to_string(guidance.http_status) + " " + std::string(guidance.name));
    met.insert(response.error_type);
  }
  CHECK(met.size() > 12);
}

TEST_CASE("Shares of calls and requests are drawn from the seed", "[service]") {
  const auto run = [](std::uint64_t seed) {
    ServiceTrouble trouble;
    trouble.calls = {{"ThrottlingException", 20}, {"cut", 10}};
    trouble.requests = {{"UnknownError", 25}, {"BufferLimitExceeded", 25}};
    LocalService service = troubled(trouble, seed);
    std::string all;
    for (int i = 0; i < 500; ++i) {
      const json batch = json::array({dial_request("t" + std::to_string(i))});
      all += results_of(put_batch(service, batch)) + "\n";
    }
    CHECK(service.summary().troubled_calls > 100);
    CHECK(service.summary().troubled_calls < 200);
    CHECK(service.summary().troubled > 140);
    CHECK(service.summary().troubled < 260);
    CHECK(all.find("BufferLimitExceeded") == std::string::npos);  // of the newer revision alone
    CHECK(all.find("RequestThrottled") != std::string::npos);
    return all;
  };
  CHECK(run(1) == run(1));
  CHECK(run(1) != run(2));
}

TEST_CASE("A bucket throttles what comes too fast, by the service's clock", "[service]") {
  ServiceTrouble trouble;
  trouble.calls_per_second = 2;
  trouble.burst = 3;
  LocalService service = troubled(trouble);
  const auto pass = [&] {
    int count = 0;
    while (next_batch(service) == "200") ++count;
    return count;
  };
  CHECK(pass() == 3);
  told(service, "clock", {{"advance", 0.5}});
  CHECK(pass() == 1);
  told(service, "clock", {{"advance", 60}});
  CHECK(pass() == 3);
  told(service, "clock", {{"advance", -60}});
  CHECK(pass() == 0);
}

TEST_CASE("Latency is told with every answer", "[service]") {
  ServiceTrouble trouble;
  trouble.latency_ms = 40;
  LocalService service = troubled(trouble);
  CHECK(call(service, "GET", "/campaigns/monday").latency_ms == 40);
  CHECK(call(service, "GET", "/_diallint/").latency_ms == 0);
}

TEST_CASE("Trouble that there is not is named", "[service]") {
  CHECK(fault({.calls = {{"Throttling", 1}}}) ==
        "there is no trouble 'Throttling'; it is an exception of the service, such as "
        "ThrottlingException, or drop or cut");
  CHECK(fault({.calls = {{"InvalidInput", 1}}}) != "");
  CHECK(fault({.calls = {{"", 1}}}) != "");
  CHECK(fault({.next = {"\x1B"}}) ==
        "there is no trouble '\\x1B'; it is an exception of the service, such as "
        "ThrottlingException, or drop or cut");
  CHECK(fault({.requests = {{"ConflictException", 1}}}) ==
        "there is no failure code 'ConflictException'; InvalidInput is one");
  CHECK(fault({.calls = {{"drop", 60}, {"cut", 41}}}) ==
        "calls are in trouble to 101 %; give 100 % at most");
  CHECK(fault({.requests = {{"InvalidInput", UINT64_MAX}, {"UnknownError", 100}}}) ==
        "requests are in trouble to 201 %; give 100 % at most");
  CHECK(fault({.burst = 0}) == "a burst of 0 lets no call pass; give 1 at least");
  CHECK(fault({.calls = {{"drop", 60}, {"cut", 40}}, .next = {"none", "cut"}}) == "");
}

}  // namespace diallint::test
