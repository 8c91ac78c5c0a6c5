// Batches of requests: what is taken, what fails and what is refused.
#include <catch2/catch.hpp>

#include "diallint/checker.h"
#include "support/bounds.h"
#include "support/local_calls.h"

namespace diallint::test {
namespace {

json changed_request(const char* member, json value) {
  json request = dial_request("a");
  request[member] = std::move(value);
  return request;
}

std::string answer_to(const json& request) {
  LocalService service = service_of();
  return results_of(put_batch(service, json::array({request, dial_request("b")})));
}

}  // namespace

TEST_CASE("A sound batch is taken, each request with an id of its own", "[service]") {
  LocalService service = service_of();
  const ServiceResponse response =
      put_batch(service, json::array({dial_request("a"), dial_request("b")}));
  CHECK(response.status == 200);
  CHECK(response.operation == "PutDialRequestBatch");
  CHECK(response.shape == "put-dial-request-batch");
  CHECK(response.request_id.size() == 36);
  CHECK(results_of(response) == "a:ok b:ok");
  const json body = json::parse(response.body);
  CHECK(body["successfulRequests"][0]["id"] != body["successfulRequests"][1]["id"]);
  // What this project says of an answer of the service.
  Checker checker(Ruleset::builtin());
  CHECK(
      checker.check_json(response.body, kNow, {.shape = "put-dial-request-batch-response"}).found ==
      0);
  CHECK(service.summary().accepted == 2);
  CHECK(service.summary().refused() == 0);
}

TEST_CASE("A constraint of the model refuses the call, others the request", "[service]") {
  struct Case {
    const char* member;
    json value;
    const char* answer;
  };
  const std::string refused = "400 ValidationException";
  for (const Case& one :
       {Case{"clientToken", "a b", refused.c_str()},
        Case{"clientToken", std::string(201, 'x'), refused.c_str()},
        Case{"phoneNumber", 12, refused.c_str()},
        Case{"phoneNumber", "+1202555014712345678901", refused.c_str()},
        Case{"attributes", json{{"a b", "c"}}, refused.c_str()},
        Case{"expirationTime", "tomorrow", refused.c_str()},
        Case{"phoneNumber", "2025550147", "b:ok a:InvalidInput"},
        Case{"expirationTime", "2026-11-20T12:30:00.000Z", "b:ok a:InvalidInput"},
        Case{"expirationTime", "2026-11-20T11:59:00.000Z", "b:ok a:InvalidInput"},
        Case{"attributes", json{{"a", std::string(20000, 'x')}, {"b", std::string(20000, 'x')}},
             "b:ok a:InvalidInput"},
        Case{"unknown", "x", "a:ok b:ok"}}) {
    CAPTURE(one.member, one.answer);
    CHECK(answer_to(changed_request(one.member, one.value)) == one.answer);
  }
}

TEST_CASE("What is refused names places and no values", "[service]") {
  LocalService service = service_of();
  const ServiceResponse response =
      put_batch(service, json::array({changed_request("clientToken", "secret token")}));
  CHECK(said(response) == "400 ValidationException");
  const json body = json::parse(response.body);
  CHECK(body.size() == 1);
  CHECK_THAT(body["message"].get<std::string>(),
             Catch::StartsWith("1 validation error detected. Value at "
                               "'/dialRequests/0/clientToken' failed to satisfy constraint: "));
  CHECK(response.body.find("secret") == std::string::npos);
  CHECK(service.summary().refused_calls == 1);
  CHECK(service.summary().findings.at("pattern") == 1);
  CHECK(service.summary().accepted == 0);
}

TEST_CASE("A message names the first faults of many", "[service]") {
  LocalService service = service_of();
  json request = dial_request("a");
  for (int i = 0; i < 30; ++i) request["attributes"]["bad key " + std::to_string(i)] = "x";
  CHECK_THAT(put_batch(service, json::array({request})).body,
             Catch::Contains("20 validation errors detected. "));
}

TEST_CASE("Bodies that are no batch are refused", "[service]") {
  LocalService service = service_of();
  for (const char* body :
       {"", "{", "[]", "{}", "null", "{\"dialRequests\":[]}", "{\"dialRequests\":7}",
        "{\"dialRequests\":[1]}", "\xFF\xFE{}", "{\"dialRequests\":[{\"a\":\"\xC3\"}]}"}) {
    CAPTURE(body);
    CHECK(said(service.handle({"PUT", "/campaigns/monday/dial-requests", body})) ==
          "400 ValidationException");
  }
  // Files may hold several batches, or one in an envelope; a body is one as it is.
  const json batch = {{"dialRequests", {dial_request("a")}}};
  for (const json& body : {json::array({batch}), json{{"Messages", {{{"Body", batch.dump()}}}}},
                           json{{"client_token", "a"}}})
    CHECK(said(call(service, "PUT", "/campaigns/monday/dial-requests", body)) ==
          "400 ValidationException");
  CHECK(said(service.handle({"PUT", "/campaigns/monday/dial-requests",
                             batch.dump() + batch.dump()})) == "400 ValidationException");
  CHECK(results_of(service.handle({"PUT", "/campaigns/monday/dial-requests",
                                   "\r\n\t " + batch.dump() + "\n"})) == "a:ok");
  json many = json::array();
  for (int i = 0; i < 26; ++i) many.push_back(dial_request("t" + std::to_string(i)));
  CHECK(said(put_batch(service, many)) == "400 ValidationException");
}

TEST_CASE("Only a campaign that is there and running takes requests", "[service]") {
  ServiceOptions options;
  options.campaigns = {{"new", "Initialized"}, {"paused", "Paused"},  {"stopped", "Stopped"},
                       {"failed", "Failed"},   {"done", "Completed"}, {"on", "Running"}};
  LocalService service = service_of(options);
  const json batch = json::array({dial_request("a")});
  CHECK(said(put_batch(service, batch, "nowhere")) == "404 ResourceNotFoundException");
  for (const ServiceCampaign& campaign : options.campaigns) {
    if (campaign.id == "on") continue;
    const ServiceResponse response = put_batch(service, batch, campaign.id);
    CHECK(said(response) == "409 InvalidCampaignStateException");
    CHECK(json::parse(response.body)["state"] == campaign.state);
  }
  CHECK(results_of(put_batch(service, batch, "on")) == "a:ok");
  CHECK(results_of(put_batch_v2(service, json::array({outbound_request("v")}), "on")) == "v:ok");
  CHECK(results_of(put_batch(
            service, batch,
            "arn%3Aaws%3Aconnect-campaigns%3Aus-east-1%3A123456789012%3Acampaign%2Fon")) == "a:ok");

  options.accepting_states = {"Running", "Paused"};
  LocalService lenient = service_of(options);
  CHECK(results_of(put_batch(lenient, batch, "paused")) == "a:ok");
}

TEST_CASE("A token gives its first id for seven days, and dials once", "[service]") {
  LocalService service = service_of();
  const auto id_of = [](const ServiceResponse& response) {
    return json::parse(response.body)["successfulRequests"][0]["id"].get<std::string>();
  };
  const json batch = json::array({dial_request("a")});
  const std::string first = id_of(put_batch(service, batch));
  CHECK(id_of(put_batch(service, batch)) == first);
  CHECK(service.summary().changed == 0);
  json other = dial_request("a");
  other["phoneNumber"] = "+12025550148";
  CHECK(id_of(put_batch(service, json::array({other}))) == first);
  CHECK(service.summary().changed == 1);
  CHECK(service.summary().repeated == 2);
  CHECK(service.summary().accepted == 1);

  const auto later = [&](const char* time, const char* expires) {
    told(service, "clock", {{"now", time}});
    json request = dial_request("a");
    request["expirationTime"] = expires;
    return id_of(put_batch(service, json::array({request})));
  };
  CHECK(later("2026-11-27T11:59:59.999Z", "2026-11-27T12:10:00.000Z") == first);
  CHECK(later("2026-11-27T12:00:00Z", "2026-11-27T12:10:00.000Z") != first);
  CHECK(service.summary().accepted == 2);
  // A clock that is put back does not bring a token back that is older than seven days by it.
  CHECK(later("2026-11-20T13:00:00Z", "2026-11-20T13:10:00.000Z") != first);
}

TEST_CASE("A token counts for its campaign, or for all of them", "[service]") {
  for (const bool of_account : {false, true}) {
    ServiceOptions options;
    options.campaigns = {{"one", "Running"}, {"two", "Running"}};
    options.tokens_of_account = of_account;
    LocalService service = service_of(options);
    put_batch(service, json::array({dial_request("a")}), "one");
    put_batch(service, json::array({dial_request("a")}), "two");
    CHECK(service.summary().repeated == (of_account ? 1 : 0));
    CHECK(put_batch(service, json::array({dial_request("b"), dial_request("b")}), "one").status ==
          200);
    CHECK(service.summary().repeated == (of_account ? 2 : 1));
  }
}

TEST_CASE("An old token makes room when the clock was put back", "[service]") {
  LocalService service = service_of();
  put_batch(service, json::array({dial_request("late")}));
  told(service, "clock", {{"now", "2026-01-01T00:00:00Z"}});
  json request = dial_request("early");
  request["expirationTime"] = "2026-01-01T00:10:00.000Z";
  put_batch(service, json::array({request}));
  // Behind "late", which is younger: it is old all the same.
  told(service, "clock", {{"now", "2026-01-08T00:00:00Z"}});
  request["expirationTime"] = "2026-01-08T00:10:00.000Z";
  put_batch(service, json::array({request}));
  CHECK(service.summary().accepted == 3);
  told(service, "clock", {{"now", "2026-12-30T00:00:00Z"}});
  request["expirationTime"] = "2026-12-30T00:10:00.000Z";
  put_batch(service, json::array({request}));
  CHECK(service.summary().accepted == 4);
}

TEST_CASE("An attribute asks for a failure", "[service]") {
  LocalService service = service_of();
  json batch = json::array();
  for (const char* word :
       {"InvalidInput", "RequestThrottled", "UnknownError", "ThrottlingException", "x"}) {
    json request = dial_request(word);
    request["attributes"]["diallint-fail"] = word;
    batch.push_back(request);
  }
  CHECK(results_of(put_batch(service, batch)) ==
        "ThrottlingException:ok x:ok InvalidInput:InvalidInput RequestThrottled:RequestThrottled "
        "UnknownError:UnknownError");
  CHECK(service.summary().troubled == 3);
  CHECK(service.summary().refused() == 0);

  json outbound = outbound_request("v2");
  outbound["channelSubtypeParameters"]["telephony"]["attributes"]["diallint-fail"] =
      "BufferLimitExceeded";
  CHECK(results_of(put_batch_v2(service, json::array({outbound}))) == "v2:BufferLimitExceeded");
}

TEST_CASE("What was taken once does not fail later", "[service]") {
  LocalService service = service_of();
  const json batch = json::array({dial_request("known")});
  const std::string first = put_batch(service, batch).body;
  told(service, "trouble", {{"requests", {{"UnknownError", 100}}}});
  CHECK(put_batch(service, batch).body == first);
  json asking = dial_request("known");
  asking["attributes"]["diallint-fail"] = "InvalidInput";
  CHECK(put_batch(service, json::array({asking})).body == first);
  CHECK(results_of(put_batch(service, json::array({dial_request("new")}))) == "new:UnknownError");
  CHECK(service.summary().repeated == 2);
  CHECK(service.summary().troubled == 1);
  // Its expiry has passed when it is sent again.
  told(service, "clock", {{"now", "2026-11-20T12:30:00Z"}});
  CHECK(put_batch(service, batch).body == first);
  CHECK(results_of(put_batch(service, json::array({dial_request("late")}))) == "late:InvalidInput");
  CHECK(service.summary().repeated == 3);
}

TEST_CASE("What cannot be kept is throttled", "[service]") {
  ServiceOptions options;
  options.max_requests = 1;
  LocalService service = service_of(options);
  CHECK(results_of(put_batch(service, json::array({dial_request("a"), dial_request("b")}))) ==
        "a:ok b:RequestThrottled");
  CHECK(results_of(put_batch_v2(service, json::array({outbound_request("c")}))) ==
        "c:BufferLimitExceeded");
  CHECK(results_of(put_batch(service, json::array({dial_request("a")}))) == "a:ok");

  options.max_requests = 100;
  options.max_bytes = dial_request("a").dump().size() * 2;
  LocalService small = service_of(options);
  CHECK(results_of(put_batch(
            small, json::array({dial_request("a"), dial_request("b"), dial_request("c")}))) ==
        "a:ok b:ok c:RequestThrottled");
  CHECK(said(call(small, "PUT", "/v2/campaigns",
                  {{"name", "n"},
                   {"connectInstanceId", "i"},
                   {"channelSubtypeConfig", json::object()}})) == "429 ThrottlingException");
  CHECK(call(small, "POST", "/_diallint/campaigns", {{"id", "x"}, {"state", "Running"}}).status ==
        400);
  CHECK(
      call(small, "POST", "/_diallint/campaigns", {{"id", "monday"}, {"state", "Paused"}}).status ==
      200);
  told(small, "reset", json::object());
  CHECK(results_of(put_batch(small, json::array({dial_request("d")}))) == "d:ok");
}

TEST_CASE("What was settled is forgotten beyond so many, with its token", "[service]") {
  for (const bool of_account : {false, true}) {
    ServiceOptions options;
    options.keep_settled = 2;
    options.tokens_of_account = of_account;
    LocalService service = service_of(options);
    const auto ids = [&] {
      std::string out;
      const json answer = asked(service, "requests");
      for (const json& one : answer["requests"]) out += one["clientToken"].get<std::string>();
      return out;
    };
    put_batch(service, json::array({dial_request("a"), dial_request("b"), dial_request("c")}));
    CHECK(ids() == "bc");
    put_batch(service, json::array({dial_request("b"), dial_request("c")}));
    CHECK(service.summary().repeated == 2);
    put_batch(service, json::array({dial_request("a")}));
    CHECK(service.summary().repeated == 2);
    CHECK(service.summary().accepted == 4);
    CHECK(service.summary().answered == 4);
    CHECK(service.summary().waiting == 0);
    CHECK(ids() == "ca");
    json task = base_document("start-task-contact");
    task["ClientToken"] = "t";
    for (int i = 0; i < 2; ++i) call(service, "PUT", "/contact/task", task);
    CHECK(service.summary().repeated == 3);
    CHECK(ids() == "at");
    put_batch(service, json::array({dial_request("d"), dial_request("e")}));
    call(service, "PUT", "/contact/task", task);
    CHECK(service.summary().repeated == 3);
    CHECK(ids() == "et");
    CHECK(asked(service, "calls")["calls"].size() == 2);
  }
}

TEST_CASE("What waits is not forgotten, and what was forgotten is met by nobody", "[service]") {
  ServiceOptions options;
  options.keep_settled = 0;
  options.dialer.calls_per_second = 1;
  LocalService service = service_of(options);
  const auto kept = [&] { return asked(service, "requests")["requests"].size(); };
  put_batch(service, json::array({dial_request("a"), dial_request("b"), dial_request("c")}));
  CHECK(kept() == 2);  // one call is made at once
  told(service, "clock", {{"advance", 1}});
  CHECK(kept() == 1);
  told(service, "campaigns", {{"id", kTestCampaign}, {"state", "Paused"}});
  told(service, "clock", {{"advance", 3600}});  // the expiry of those that were dialled comes, too
  CHECK(kept() == 0);
  CHECK(service.summary().answered == 2);
  CHECK(service.summary().expired == 1);
  // It is at the head of the queue still, when the campaign goes on.
  told(service, "campaigns", {{"id", kTestCampaign}, {"state", "Running"}});
  told(service, "clock", {{"advance", 60}});
  CHECK(service.summary().answered == 2);
}

TEST_CASE("The last calls are listed", "[service]") {
  LocalService service = service_of();
  constexpr std::size_t kMost = 100'000;
  for (std::size_t i = 0; i < kMost + 1; ++i)
    service.handle({"GET", i == 0 ? "/campaigns/first" : "/campaigns/monday/state"});
  const json calls = asked(service, "calls")["calls"];
  CHECK(calls.size() == kMost);
  CHECK(calls[0]["campaign"] == "monday");
  CHECK(service.summary().calls == kMost + 1);
}

TEST_CASE("Verdicts can be chosen, whatever they let in", "[service]") {
  ServiceOptions options;
  for (const VerdictInfo& line : service_verdicts())
    options.verdicts[std::string(line.rule)] = ServiceVerdict::kAccept;
  LocalService service = service_of(options);
  for (const char* body :
       {"", "{", "[]", "{}", "null", "{\"dialRequests\":7}", "{\"dialRequests\":{}}"})
    CHECK(results_of(service.handle({"PUT", "/campaigns/monday/dial-requests", body})).empty());
  for (const char* request : {"1", "{}", "{\"clientToken\":7}", "{\"attributes\":3}",
                              "{\"channelSubtypeParameters\":{\"sms\":4}}", "{\"a\":\"\xC3\"}"}) {
    CAPTURE(request);
    CHECK(service
              .handle({"PUT", "/campaigns/monday/dial-requests",
                       "{\"dialRequests\":[" + std::string(request) + "]}"})
              .status == 200);
  }
  options.verdicts = {{"expiration-window", ServiceVerdict::kRefuse},
                      {"pattern", ServiceVerdict::kFail},
                      {"items", ServiceVerdict::kFail}};
  LocalService strict = service_of(options);
  CHECK(results_of(put_batch(
            strict, json::array({changed_request("expirationTime", "2026-11-20T12:30:00Z")}))) ==
        "400 ValidationException");
  CHECK(results_of(put_batch(strict, json::array({changed_request("clientToken", "a b")}))) ==
        "a b:InvalidInput");
  CHECK(results_of(put_batch(strict, json::array())) == "400 ValidationException");
}

}  // namespace diallint::test
