// Contacts that are started one by one.
#include <catch2/catch.hpp>

#include "support/bounds.h"
#include "support/local_calls.h"

namespace diallint::test {
namespace {

struct Operation {
  const char* path;
  const char* shape;
};
constexpr Operation kOperations[] = {{"/contact/outbound-voice", "start-outbound-voice-contact"},
                                     {"/contact/create-contact", "create-contact"},
                                     {"/contact/outbound-chat", "start-outbound-chat-contact"},
                                     {"/contact/task", "start-task-contact"}};

}  // namespace

TEST_CASE("Each kind of contact is started, once for a token", "[service]") {
  for (const Operation& operation : kOperations) {
    CAPTURE(operation.shape);
    LocalService service = service_of();
    json body = base_document(operation.shape);
    body["ClientToken"] = "t-1";
    const ServiceResponse first = call(service, "PUT", operation.path, body);
    REQUIRE(said(first) == "200");
    CHECK(first.shape == operation.shape);
    const json answer = json::parse(first.body);
    CHECK(answer.contains("ContactArn") == (first.operation == "CreateContact"));
    CHECK(json::parse(call(service, "PUT", operation.path, body).body) == answer);
    CHECK(service.summary().accepted == 1);
    CHECK(service.summary().repeated == 1);
    CHECK(service.summary().answered == 1);

    body["Attributes"]["other"] = "content";
    const ServiceResponse other = call(service, "PUT", operation.path, body);
    CHECK(said(other) == (first.operation == "CreateContact" ? "409 IdempotencyException" : "200"));
    CHECK(service.summary().changed == 1);
    body.erase("ClientToken");
    const json fresh = json::parse(call(service, "PUT", operation.path, body).body);
    CHECK(fresh["ContactId"] != answer["ContactId"]);
  }
}

TEST_CASE("What contacts are refused with", "[service]") {
  LocalService service = service_of();
  for (const Operation& operation : kOperations) {
    CAPTURE(operation.shape);
    json body = base_document(operation.shape);
    body["Attributes"] = {{"a b", "c"}};
    const bool chat = std::string(operation.shape) == "start-outbound-chat-contact";
    const ServiceResponse response = call(service, "PUT", operation.path, body);
    CHECK(said(response) ==
          (chat ? "400 InvalidRequestException" : "400 InvalidParameterException"));
    CHECK(json::parse(response.body).at("Message").get<std::string>().find("/Attributes") !=
          std::string::npos);
    CHECK(said(service.handle({"PUT", operation.path, "{"})) == "400 InvalidRequestException");
  }
}

TEST_CASE("A number that may not be called is no destination", "[service]") {
  Settings settings;
  settings.phone_policy.allowed_regions = {"GB"};
  ServiceOptions options;
  options.now = kNow;
  auto service = LocalService::make(options, *Ruleset::builtin().with(settings));
  REQUIRE(service);
  json body = base_document("start-outbound-voice-contact");
  body["DestinationPhoneNumber"] = "+12025550147";
  CHECK(said(call(*service, "PUT", "/contact/outbound-voice", body)) ==
        "403 DestinationNotAllowedException");
}

TEST_CASE("Contacts that cannot be kept are throttled", "[service]") {
  ServiceOptions options;
  options.max_requests = 0;
  LocalService service = service_of(options);
  CHECK(said(call(service, "PUT", "/contact/task", base_document("start-task-contact"))) ==
        "429 ThrottlingException");
}

}  // namespace diallint::test
