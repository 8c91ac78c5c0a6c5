// What a service keeps in a store: one that begins with it goes on as if the other had not ended.
#include "service/state_journal.h"

#include <catch2/catch.hpp>

#include "base/random.h"
#include "service/state_entries.h"
#include "service/state_record.h"
#include "support/local_calls.h"
#include "support/memory_store.h"

namespace diallint::test {
namespace {

using Store = std::shared_ptr<MemoryStore>;

ServiceOptions keeping(const Store& store) {
  ServiceOptions options;
  options.store = store;
  options.campaigns = {{kTestCampaign, "Running"}, {"tuesday", "Paused"}};
  options.dialer = {.calls_per_second = 2, .answered_percent = 50};
  return options;
}

/// All that can be asked of a service but what is of one run: the lists of calls and findings, and
/// how wide the steps of the timeline are.
json told_of(LocalService& service) { return {asked(service, ""), asked(service, "requests")}; }

std::string refusal(const Store& store) {
  ServiceOptions options = keeping(store);
  options.now = kNow;
  const auto service = LocalService::make(std::move(options));
  return service ? "" : service.error().message;
}

/// Any call that changes something.
void call_any(LocalService& service, Random& random) {
  const std::string token = "t" + std::to_string(random.below(60));
  const char* campaign = random.once_in(2) ? kTestCampaign : "tuesday";
  switch (random.below(9)) {
    case 0:
      told(service, "clock", {{"advance", random.below(200)}});
      return;
    case 1:
      call(service, "POST",
           std::string("/campaigns/") + campaign + (random.once_in(2) ? "/pause" : "/resume"));
      return;
    case 2: {
      const json made = {{"name", "Made"},
                         {"connectInstanceId", "i"},
                         {"dialerConfig", {{"agentlessDialerConfig", json::object()}}},
                         {"outboundCallConfig", {{"connectContactFlowId", "flow"}}}};
      const json answer = json::parse(call(service, "PUT", "/campaigns", made).body);
      const std::string path = "/campaigns/" + answer["id"].get<std::string>();
      call(service, "POST", path + "/start");
      put_batch(service, json::array({dial_request(token)}), answer["id"]);
      if (random.once_in(2)) call(service, "DELETE", path);
      return;
    }
    case 3:
      call(service, "PUT", "/contact/outbound-voice",
           {{"DestinationPhoneNumber", "+12025550147"},
            {"SourcePhoneNumber", "+12025550148"},
            {"ContactFlowId", "0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f9"},
            {"InstanceId", "0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f8"},
            {"ClientToken", token}});
      return;
    default: {
      json request = dial_request(token);
      request["attributes"]["n"] = std::to_string(random.below(2));
      if (random.once_in(5)) request["phoneNumber"] = "0147";
      put_batch(service, json::array({request, dial_request(token + "x")}), campaign);
    }
  }
}

}  // namespace

TEST_CASE("A service goes on where another ended, after any calls", "[state]") {
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    CAPTURE(seed);
    Random random(seed);
    const Store store = std::make_shared<MemoryStore>();
    ServiceOptions options = keeping(store);
    if (seed % 3 == 0) options.keep_settled = 10;
    ServiceOptions alone = options;
    alone.store = nullptr;
    LocalService one = service_of(options);
    LocalService other = service_of(alone);
    for (int step = 0; step < 60; ++step) {
      Random again = random;
      call_any(one, random);
      call_any(other, again);
      if (random.once_in(4)) one = service_of(options);
      REQUIRE(told_of(one) == told_of(other));
    }
  }
}

TEST_CASE("What is kept holds no number and no attribute", "[state]") {
  const Store store = std::make_shared<MemoryStore>();
  LocalService service = service_of(keeping(store));
  json request = dial_request("a-token");
  request["attributes"]["name"] = "Zaphod-Beeblebrox";
  put_batch(service, json::array({request}));
  std::string all;
  for (const auto& [key, value] : store->entries) all += key + value;
  CHECK(all.find("a-token") != std::string::npos);
  CHECK(all.find("Zaphod") == std::string::npos);
  CHECK(all.find("0147") == std::string::npos);
  // So it cannot be shown after a start.
  CHECK(asked(service, "requests?values=true")["requests"][0].contains("request"));
  LocalService next = service_of(keeping(store));
  CHECK_FALSE(asked(next, "requests?values=true")["requests"][0].contains("request"));
  // But another content under a token shows.
  put_batch(next, json::array({dial_request("a-token")}));
  CHECK(next.summary().changed == 1);
}

TEST_CASE("A call is one write, and what changes nothing is none", "[state]") {
  const Store store = std::make_shared<MemoryStore>();
  LocalService service = service_of(keeping(store));
  CHECK(store->writes == 1);
  put_batch(service, json::array({dial_request("a"), dial_request("b"), dial_request("c")}));
  CHECK(store->writes == 2);
  asked(service, "");
  asked(service, "live");
  CHECK(store->writes == 2);
  told(service, "clock", {{"advance", 10}});
  CHECK(store->writes == 3);
}

TEST_CASE("What cannot be kept is not answered as done, and is kept when it can be", "[state]") {
  const Store store = std::make_shared<MemoryStore>();
  LocalService service = service_of(keeping(store));
  const json batch = json::array({dial_request("a")});
  store->fails = true;
  const ServiceResponse failed = put_batch(service, batch);
  CHECK(said(failed) == "500 InternalServerException");
  CHECK(failed.unkept == "memory: it is full");
  CHECK(failed.request_id.size() == 36);
  CHECK(failed.body.find("\"id\"") == std::string::npos);
  CHECK(said(call(service, "PUT", "/contact/task",
                  {{"InstanceId", "0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f8"},
                   {"ContactFlowId", "0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f9"},
                   {"Name", "n"}})) == "500 InternalServiceException");
  const ServiceResponse clock = call(service, "POST", "/_diallint/clock", {{"advance", 1}});
  CHECK(clock.status == 500);
  CHECK(json::parse(clock.body).contains("message"));
  CHECK(call(service, "GET", "/_diallint/").status == 200);
  CHECK(service.summary().refused() == 0);
  store->fails = false;
  const ServiceResponse again = put_batch(service, batch);
  CHECK(results_of(again) == "a:ok");
  LocalService next = service_of(keeping(store));
  CHECK(told_of(next) == told_of(service));
  CHECK(put_batch(next, batch).body == again.body);
}

TEST_CASE("A campaign of the options that a call has deleted stays deleted", "[state]") {
  const Store store = std::make_shared<MemoryStore>();
  ServiceOptions options = keeping(store);
  {
    LocalService service = service_of(options);
    call(service, "DELETE", "/campaigns/tuesday");
    told(service, "campaigns", {{"id", kTestCampaign}, {"state", "Stopped"}});
  }
  options.campaigns.push_back({"new", "Running"});
  LocalService next = service_of(options);
  CHECK(asked(next, "")["campaigns"] == json::array({{{"id", "monday"}, {"state", "Stopped"}},
                                                     {{"id", "new"}, {"state", "Running"}}}));
  told(next, "reset", json::object());
  LocalService last = service_of(options);
  CHECK(asked(last, "")["campaigns"].size() == 3);
}

TEST_CASE("A reset leaves nothing of what was", "[state]") {
  const Store store = std::make_shared<MemoryStore>();
  ServiceOptions options = keeping(store);
  LocalService service = service_of(options);
  const auto fresh = store->entries;
  put_batch(service, json::array({dial_request("a"), dial_request("b")}));
  call(service, "DELETE", "/campaigns/tuesday");
  told(service, "clock", {{"advance", 10}});
  told(service, "reset", json::object());
  CHECK(store->entries == fresh);
}

TEST_CASE("A clock that runs goes on as far ahead", "[state]") {
  const Store store = std::make_shared<MemoryStore>();
  Instant machine = kNow;
  ServiceOptions options;
  options.store = store;
  options.clock = [&] { return machine; };
  const auto started = [&] { return *LocalService::make(options); };
  {
    LocalService service = started();
    told(service, "clock", {{"advance", 3600}});
  }
  machine.seconds += 60;
  LocalService next = started();
  CHECK(asked(next, "")["now"] == "2026-11-20T13:01:00Z");
}

TEST_CASE("Entries that no service has written are refused", "[state]") {
  const Store store = std::make_shared<MemoryStore>();
  {
    LocalService service = service_of(keeping(store));
    put_batch(service, json::array({dial_request("a"), dial_request("b"), dial_request("c")}));
    call(service, "DELETE", "/campaigns/tuesday");
  }
  const auto sound = store->entries;
  CHECK(refusal(store) == "");
  constexpr const char* kSaid =
      "memory: what is kept there is no state of this version of the service; begin a new one";
  const auto refused = [&](const char* what, const auto& damage) {
    CAPTURE(what);
    store->entries = sound;
    damage(store->entries);
    CHECK(refusal(store) == kSaid);
  };
  refused("an empty key", [](auto& entries) { entries[""] = ""; });
  refused("another kind", [](auto& entries) { entries["z"] = ""; });
  refused("no numbers", [](auto& entries) { entries.erase("n"); });
  refused("a request too few", [](auto& entries) { entries.erase(request_key(1)); });
  refused("no campaign for it", [](auto& entries) { entries.erase("cmonday"); });
  for (const auto& [key, value] : sound) {
    if (value.empty()) continue;
    refused(key.c_str(), [&key = key](auto& entries) { entries[key].pop_back(); });
    refused(key.c_str(), [&key = key](auto& entries) { entries[key] += 'x'; });
    refused(key.c_str(), [&key = key](auto& entries) { entries[key].clear(); });
  }
  // A rule without a name, and numbers without an end.
  refused("findings", [](auto& entries) {
    entries["n"].replace(entries["n"].size() - 8, 8, ordered_bytes(~std::uint64_t{0}));
  });
  store->entries = sound;
  store->fails = true;
  CHECK(refusal(store) == "memory: it has gone");
}

TEST_CASE("Records give back what was put into them", "[state]") {
  RecordWriter writer;
  const std::string text("a\0\xFF", 3);
  writer.put(~std::uint64_t{0}).put(std::int64_t{-5}).put(text).put("");
  const std::string bytes = writer.take();
  RecordReader reader(bytes);
  CHECK(reader.number() == ~std::uint64_t{0});
  CHECK(reader.signed_number() == -5);
  CHECK(reader.text() == text);
  CHECK_FALSE(reader.is_whole());
  CHECK(reader.text().empty());
  CHECK(reader.is_whole());
  CHECK(reader.number() == 0);
  CHECK_FALSE(reader.is_whole());
  CHECK(ordered_bytes(255) < ordered_bytes(256));
}

}  // namespace diallint::test
