// The control API, and what the options may be.
#include <catch2/catch.hpp>

#include "base/embedded_files.h"
#include "support/bounds.h"
#include "support/local_calls.h"

namespace diallint::test {
namespace {

/// Members that are required are there, and those that are there are described.
void expect_described(const json& value, const json& shape, const json& schema,
                      const std::string& where) {
  const json* described = &shape;
  if (shape.contains("$ref")) {
    described = &schema.at(json::json_pointer(shape["$ref"].get<std::string>().substr(1)));
  }
  CAPTURE(where);
  if (value.is_array()) {
    for (const json& item : value)
      expect_described(item, described->at("items"), schema, where + "[]");
  } else if (value.is_object() && described->contains("properties")) {
    for (const json& name : described->at("required"))
      CHECK(value.contains(name.get<std::string>()));
    for (const auto& [name, member] : value.items()) {
      CAPTURE(name);
      REQUIRE(described->at("properties").contains(name));
      expect_described(member, described->at("properties").at(name), schema, where + "." + name);
    }
  } else if (described->contains("enum")) {
    const json& words = described->at("enum");
    CHECK(std::find(words.begin(), words.end(), value) != words.end());
  }
}

json serve_schema() {
  for (const EmbeddedFile& file : embedded_schemas())
    if (file.name == "serve.schema.json") return json::parse(file.text);
  FAIL("there is no serve.schema.json");
  return {};
}

std::string fault(ServiceOptions options) {
  const auto service = LocalService::make(std::move(options));
  return service ? "" : service.error().message;
}

}  // namespace

TEST_CASE("The control API answers what its schema says", "[service]") {
  ServiceOptions options;
  options.dialer.calls_per_second = 1;
  options.trouble.next = {"none", "none", "none", "ThrottlingException"};
  LocalService service = service_of(options);
  json bad = dial_request("bad");
  bad["phoneNumber"] = "0";
  put_batch(service, json::array({dial_request("a"), dial_request("b"), bad}));
  call(service, "PUT", "/contact/task", base_document("start-task-contact"));
  put_batch(service, json::array({dial_request("a b")}));
  put_batch(service, json::array({dial_request("c")}));
  const json schema = serve_schema();
  for (const char* what : {"", "calls", "requests", "requests?values=true", "verdicts", "live"}) {
    const std::string name =
        what[0] == '\0' ? "summary" : std::string(what).substr(0, std::string(what).find('?'));
    expect_described(asked(service, what), schema["$defs"][name], schema, name);
  }
  const json calls = asked(service, "calls")["calls"];
  REQUIRE(calls.size() == 4);
  CHECK(calls[0]["accepted"] == 2);
  CHECK(calls[0]["failed"] == 1);
  CHECK(calls[0]["campaign"] == "monday");
  CHECK_FALSE(calls[1].contains("campaign"));
  CHECK(calls[2]["exception"] == "ValidationException");
  CHECK(calls[3]["trouble"] == "ThrottlingException");
  CHECK(calls[3]["status"] == 429);
  const json summary = asked(service, "");
  CHECK(summary["now"] == "2026-11-20T12:00:00Z");
  CHECK(summary["findings"] == json{{"pattern", 1}, {"phone-e164", 1}});
  CHECK(summary["waiting"] == 1);
}

TEST_CASE("Values are shown to who asks for them", "[service]") {
  LocalService service = service_of();
  put_batch(service, json::array({dial_request("a")}));
  const std::string plain = call(service, "GET", "/_diallint/requests").body;
  CHECK(plain.find("2025550147") == std::string::npos);
  const json shown = asked(service, "requests?values=true")["requests"][0];
  CHECK(shown["request"] == dial_request("a"));
  CHECK(shown["clientToken"] == "a");
  CHECK(shown["expires"] == "2026-11-20T12:10:00Z");
}

TEST_CASE("The clock is set and moved", "[service]") {
  LocalService service = service_of();
  CHECK(told(service, "clock", {{"now", "2026-12-01T00:00:00.25Z"}})["now"] ==
        "2026-12-01T00:00:00.25Z");
  CHECK(told(service, "clock", {{"advance", 1.5}})["now"] == "2026-12-01T00:00:01.75Z");
  CHECK(told(service, "clock", {{"advance", -3}})["now"] == "2026-11-30T23:59:58.75Z");
  CHECK(told(service, "clock", {{"now", "1969-12-31T23:59:59.999Z"}})["now"] ==
        "1969-12-31T23:59:59.999Z");
  for (const json& body : {json(), json::object(), json{{"now", "noon"}}, json{{"now", 7}},
                           json{{"advance", "1"}}, json{{"advance", 1e300}}, json::array()}) {
    const ServiceResponse response = call(service, "POST", "/_diallint/clock", body);
    CHECK(response.status == 400);
    CHECK_THAT(response.body, Catch::StartsWith("{\"message\":\"the clock takes "));
  }
}

TEST_CASE("A clock that runs can be moved, and goes on", "[service]") {
  Instant machine = kNow;
  ServiceOptions options;
  options.campaigns = {{kTestCampaign, "Running"}};
  options.clock = [&] { return machine; };
  auto service = LocalService::make(options);
  REQUIRE(service);
  CHECK(asked(*service, "")["now"] == "2026-11-20T12:00:00Z");
  told(*service, "clock", {{"advance", 60}});
  machine.seconds += 1;
  CHECK(asked(*service, "")["now"] == "2026-11-20T12:01:01Z");
  CHECK(put_batch(*service, json::array({dial_request("a")})).now.seconds == kNow.seconds + 61);
}

TEST_CASE("Campaigns are put into any state", "[service]") {
  LocalService service = service_of();
  CHECK(told(service, "campaigns",
             {{"id", "monday"}, {"state", "Failed"}})["campaigns"][0]["state"] == "Failed");
  told(service, "campaigns", {{"id", "tuesday"}, {"state", "Running"}});
  CHECK(results_of(put_batch(service, json::array({dial_request("a")}), "tuesday")) == "a:ok");
  for (const json& body : {json(), json{{"id", "x"}}, json{{"id", "x"}, {"state", "running"}},
                           json{{"id", ""}, {"state", "Running"}},
                           json{{"id", std::string(257, 'x')}, {"state", "Running"}}})
    CHECK(call(service, "POST", "/_diallint/campaigns", body).status == 400);
}

TEST_CASE("Trouble is changed while it runs", "[service]") {
  LocalService service = service_of();
  told(service, "trouble",
       {{"calls", {{"cut", 100}}},
        {"requests", {{"UnknownError", 100}}},
        {"next", {"drop"}},
        {"callsPerSecond", 1000},
        {"burst", 10},
        {"latency", 5}});
  const auto next = [&] { return put_batch(service, json::array({dial_request("a")})); };
  CHECK(next().delivery == Delivery::kDropped);
  const ServiceResponse cut = next();
  CHECK(cut.delivery == Delivery::kCut);
  CHECK(cut.latency_ms == 5);
  CHECK(results_of(cut) == "a:UnknownError");
  told(service, "trouble", {{"calls", json::object()}, {"requests", json::object()}});
  CHECK(results_of(next()) == "a:ok");
  for (const json& body :
       {json(), json::array(), json{{"calls", 7}}, json{{"calls", {{"cut", -1}}}},
        json{{"calls", {{"cut", "1"}}}}, json{{"requests", {{"x", 1}}}}, json{{"next", "drop"}},
        json{{"next", {7}}}, json{{"burst", 0}}, json{{"burst", -1}}, json{{"latency", 60001}},
        json{{"callsPerSecond", 1.5}}})
    CHECK(call(service, "POST", "/_diallint/trouble", body).status == 400);
}

TEST_CASE("A reset is a new start", "[service]") {
  ServiceOptions options;
  options.trouble.next = {"ConflictException"};
  LocalService service = service_of(options);
  const json batch = json::array({dial_request("a")});
  const auto run = [&] {
    std::string all = said(put_batch(service, batch));
    all += put_batch(service, batch).body;
    call(service, "PUT", "/campaigns", json::object());
    call(service, "POST", "/campaigns/monday/stop");
    told(service, "clock", {{"advance", 99}});
    return all;
  };
  const std::string first = run();
  CHECK_THAT(first, Catch::StartsWith("409 ConflictException"));
  const json fresh = told(service, "reset", json::object());
  CHECK(fresh["calls"] == 0);
  CHECK(fresh["accepted"] == 0);
  CHECK(fresh["now"] == "2026-11-20T12:00:00Z");
  CHECK(fresh["campaigns"] == json::array({{{"id", "monday"}, {"state", "Running"}}}));
  CHECK(run() == first);
}

TEST_CASE("What the control API has not is named", "[service]") {
  LocalService service = service_of();
  for (const char* target : {"/_diallint/x", "/_diallint/calls/", "/_diallint/requests?values=1"})
    CHECK(call(service, "GET", target).status == 404);
  CHECK(call(service, "POST", "/_diallint/calls").status == 404);
  CHECK(call(service, "GET", "/_diallint/reset").status == 404);
  CHECK(service.summary().calls == 0);
}

TEST_CASE("Options that cannot be are named", "[service]") {
  CHECK(fault({.campaigns = {{"", "Running"}}}) == "a campaign's id has 1 to 256 bytes");
  CHECK(fault({.campaigns = {{std::string(257, 'x'), "Running"}}}) != "");
  CHECK(fault({.campaigns = {{"a", "running"}}}) ==
        "there is no state 'running' of a campaign; it is Initialized, Running, Paused, Stopped, "
        "Failed or Completed");
  CHECK(fault({.verdicts = {{"no-rule", ServiceVerdict::kFail}}}) ==
        "there is no rule 'no-rule' to have a verdict");
  CHECK(fault({.accepting_states = {"On"}}) != "");
  CHECK(fault({.dialer = {.answered_percent = 101}}) ==
        "more than 100 % of the calls are answered");
  CHECK(fault({}) == "");
}

TEST_CASE("Verdicts have words, and rules that there are", "[service]") {
  for (const VerdictInfo& line : service_verdicts()) {
    CAPTURE(line.rule);
    CHECK(Ruleset::builtin().explain(line.rule) != nullptr);
    CHECK(parse_verdict(to_string(line.verdict)) == line.verdict);
    CHECK_FALSE(line.reason.empty());
  }
  CHECK_FALSE(parse_verdict("Refuse"));
  ServiceOptions options;
  options.verdicts = {{"length", ServiceVerdict::kFail}};
  LocalService service = service_of(options);
  const json table = asked(service, "verdicts");
  for (const json& line : table["verdicts"])
    CHECK((line["verdict"] != line["usual"]) == (line["rule"] == "length"));
}

TEST_CASE("A service moves", "[service]") {
  LocalService first = service_of();
  put_batch(first, json::array({dial_request("a")}));
  LocalService second = std::move(first);
  CHECK(second.summary().accepted == 1);
  second = service_of();
  CHECK(second.summary().accepted == 0);
}

}  // namespace diallint::test
