// The examples that the documents themselves give: they are clean, but for what is known of them.
#include <catch2/catch.hpp>

#include "support/bounds.h"

namespace diallint::test {
namespace {

struct Example {
  const char* base;
  const char* pointer;
  const char* value;  // JSON
  const char* found;
  const char* source;
};

constexpr Example kExamples[] = {
    {"start-outbound-voice-contact", "/ContactFlowId", R"("b0b8f2dd-ed1b-4c44-af36-ce189a178181")",
     "", "the id of a flow, 2018 Java document"},
    {"start-outbound-voice-contact", "/ContactFlowId",
     R"("contact-flow/b0b8f2dd-ed1b-4c44-af36-ce189a178181")", "contact-flow-guid /ContactFlowId\n",
     "what stands at the end of its address, the same"},
    {"start-outbound-voice-contact", "/ContactFlowId",
     R"("arn:aws:connect:us-east-1:361814831152:instance/2fb42df9-78a2-4b99-b484-f5cf80dc300c/contact-flow/b0b8f2dd-ed1b-4c44-af36-ce189a178181")",
     "contact-flow-guid /ContactFlowId\n", "its ARN, the same"},
    {"start-outbound-voice-contact", "/InstanceId", R"("10a4c4eb-f57e-4d4c-b602-bf39176ced07")", "",
     "the id of an instance, the same"},
    {"start-outbound-voice-contact", "/QueueId", R"("aeg40574-2d01-51c3-73d6-bf8624d2168c")", "",
     "the id of a queue, which is no GUID, the same"},
    {"create-contact", "/SegmentAttributes",
     R"({"connect:ContactExpiry": {"ValueMap": {"ExpiryDuration": {"ValueInteger": 135}}}})", "",
     "contact expiry, Ruby document and model"},
    {"dial-request", "/attributes", R"({"string": "string"})", "", "request syntax"},
    {"put-dial-request-batch-response", "/failedRequests",
     R"([{"clientToken": "string", "failureCode": "InvalidInput", "id": "string"}])",
     "failure-code /failedRequests/0/failureCode\n", "response syntax, with a code of the list"},
    {"put-dial-request-batch-response", "/successfulRequests",
     R"([{"clientToken": "string", "id": "string"}])", "", "response syntax"},
};

}  // namespace

TEST_CASE("The documents' own examples", "[bounds]") {
  for (const Example& example : kExamples) {
    INFO(example.base << example.pointer << ": " << example.source);
    const json document = changed(example.base, example.pointer, json::parse(example.value));
    CHECK(found_in(document, example.base) == example.found);
  }
}

TEST_CASE("The documented time, ten minutes before it", "[bounds]") {
  LintOptions options;
  options.settings.now = Instant{1733426700, 0, false};  // 2024-12-05T19:25:00Z
  const json document = changed("dial-request", "/expirationTime", "2024-12-05T19:35:00.000Z");
  CHECK(lint(document.dump(), options).brief() == "");
}

}  // namespace diallint::test
