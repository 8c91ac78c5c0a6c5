// Which shape an object is taken for.
#include "engine/shape_detector.h"

#include <catch2/catch.hpp>

#include "support/indexed.h"
#include "support/lint.h"
#include "support/own_schema.h"

namespace diallint::test {
namespace {

std::string choose(ShapeChoice& choice, std::string_view text) {
  const Indexed indexed(text, '\0');
  const Shape* shape = choice.choose(indexed.cursor(0));
  return shape == nullptr ? "none" : shape->id;
}

struct Row {
  const char* text;
  const char* shape;
};
constexpr Row kRows[] = {
    {R"({"clientToken":"a"})", "dial-request"},
    {R"({"dialRequests":[]})", "put-dial-request-batch"},
    {R"({"id":"a"})", "put-dial-request-batch"},
    {R"({"DialRequests":[]})", "put-dial-request-batch"},
    {R"({"dial_requests":[]})", "put-dial-request-batch"},
    {R"({"phone_number":"x"})", "dial-request"},
    {R"({"\u0064ialRequests":[]})", "put-dial-request-batch"},
    {R"({"campaign":1,"more":{"clientToken":1},"dialRequests":[]})", "put-dial-request-batch"},
    {R"({"attributes":{"dialRequests":1}})", "dial-request"},
    {R"({"unknown":1})", "none"},
    {"{}", "none"},
    {"[]", "dial-request"},
    {"7", "dial-request"},
    {"{\"dialRequests\"", "none"},
    {"{\"dialRequests\":tru", "put-dial-request-batch"},
    {"{\"x\":tru,\"dialRequests\":[]}", "none"},
    // The others, as they are sent and as SDKs write them.
    {R"({"successfulRequests":[]})", "put-dial-request-batch-response"},
    {R"({"failed_requests":[]})", "put-dial-request-batch-response"},
    {R"({"FailedRequests":[],"SuccessfulRequests":[]})", "put-dial-request-batch-response"},
    {R"({"message":"x"})", "aws-error"},
    {R"({"Message":"x","__type":"y"})", "connect-error"},
    {R"({"Message":"x"})", "connect-error"},
    {R"({"ContactId":"x","ResponseMetadata":{},"$metadata":{},"HttpStatusCode":200})",
     "contact-response"},
    {R"({"ResponseMetadata":{},"$metadata":{}})", "none"},
    {R"({"InstanceId":"i","ContactFlowId":"f","DestinationPhoneNumber":"n"})",
     "start-outbound-voice-contact"},
    {R"({"instanceId":"i","contactFlowId":"f","clientToken":"t","attributes":{}})",
     "start-outbound-voice-contact"},
    {R"({"instance_id":"i","destination_phone_number":"n"})", "start-outbound-voice-contact"},
    {R"({"InstanceId":"i","Channel":"TASK","InitiationMethod":"API"})", "create-contact"},
    {R"({"attributes":{},"clientToken":"t","instanceId":"i","initiationMethod":"API"})",
     "create-contact"},
    {R"({"instance_id":"i","channel":"TASK"})", "create-contact"},
    {R"({"InstanceId":"i","Name":"n","QuickConnectId":"q"})", "start-task-contact"},
    {R"({"instanceId":"i","name":"n","taskTemplateId":"t"})", "start-task-contact"},
    {R"({"InstanceId":"i","ContactFlowId":"f","Name":"n","DestinationPhoneNumber":"n"})",
     "start-outbound-voice-contact"},
    {R"({"InstanceId":"i","ContactFlowId":"f","SourceEndpoint":{},"DestinationEndpoint":{},
         "SegmentAttributes":{}})",
     "start-outbound-chat-contact"},
    {R"({"source_endpoint":{},"destination_endpoint":{}})", "start-outbound-chat-contact"},
    // What only the service may send is of no shape, whatever else stands in it.
    {R"({"ClientToken":"t","InstanceId":"i","ContactDataRequestList":[]})", "none"},
    {R"({"instanceId":"i","clientToken":"t","contact_data_request_list":[]})", "none"},
    {R"({"InstanceId":"i","FromEmailAddress":{},"EmailMessage":{},"TrafficType":"CAMPAIGN"})",
     "none"},
    {R"({"InstanceId":"i","FromEmailAddress":{},"TrafficType":"CAMPAIGN"})",
     "start-outbound-voice-contact"},
    {R"({"outboundRequests":[]})", "put-outbound-request-batch"},
    {R"({"id":"a","outbound_requests":[]})", "put-outbound-request-batch"},
    {R"({"Id":"a","OutboundRequests":[]})", "put-outbound-request-batch"},
    {R"({"attributes":{},"clientToken":"t","expirationTime":"e","phoneNumber":"n"})",
     "dial-request"},
    {R"({"attributes":{},"clientToken":"t"})", "dial-request"},
    // What one shape needs is there, whatever stands beside it.
    {R"({"a":1,"b":1,"c":1,"outboundRequests":[]})", "put-outbound-request-batch"},
    {R"({"a":1,"b":1,"c":1,"d":1,"e":1,"clientToken":"t","phoneNumber":"n","expirationTime":"e",
         "attributes":{}})",
     "dial-request"},
    // Half of the members are enough, and less is not.
    {R"({"clientToken":"t","x":1})", "dial-request"},
    {R"({"clientToken":"t","phoneNumber":"n","x":1})", "dial-request"},
    {R"({"clientToken":"t","x":1,"y":1})", "none"},
    // Names that stand in any log tell nothing.
    {R"({"message":"x","level":"info","time":1})", "none"},
    {R"({"id":"a","name":"b","email":"c","age":4})", "none"},
};

}  // namespace

TEST_CASE("A shape is told by its members", "[shape_choice]") {
  for (const auto& [text, shape] : kRows) {
    ShapeChoice fresh(builtin_plan(), nullptr);
    INFO(text);
    CHECK(choose(fresh, text) == shape);
  }
}

TEST_CASE("What was chosen before does not change what is chosen", "[shape_choice]") {
  ShapeChoice choice(builtin_plan(), nullptr);
  for (const Row& before : kRows) {
    for (const Row& row : kRows) {
      choose(choice, before.text);
      INFO(before.text << " then " << row.text);
      CHECK(choose(choice, row.text) == row.shape);
    }
  }
}

TEST_CASE("A shape that is given is taken", "[shape_choice]") {
  ShapeChoice choice(builtin_plan(), builtin_plan().shape("put-dial-request-batch"));
  for (const Row& row : kRows) CHECK(choose(choice, row.text) == "put-dial-request-batch");
}

TEST_CASE("Thousands of unknown members are not read to their end", "[shape_choice]") {
  std::string text = "{";
  for (int n = 0; n < 5000; ++n) text += fmt::format("\"k{}\":1,", n);
  text += "\"dialRequests\":[]}";
  ShapeChoice choice(builtin_plan(), nullptr);
  CHECK(choose(choice, text) == "none");
}

TEST_CASE("As many members are looked at as are said to be, and as deep", "[shape_choice]") {
  const auto behind = [](std::size_t others) {
    std::string text = "{";
    for (std::size_t n = 0; n < others; ++n) text += fmt::format("\"k{}\":1,", n);
    return text + "\"dialRequests\":[]}";
  };
  const auto below = [](std::size_t depth) {
    return "{\"x\":" + std::string(depth, '[') + std::string(depth, ']') + ",\"dialRequests\":[]}";
  };
  const auto told = [](const std::string& text) {
    ShapeChoice fresh(builtin_plan(), nullptr);
    return choose(fresh, text);
  };
  CHECK(told(behind(62)) == "put-dial-request-batch");
  CHECK(told(behind(63)) == "put-dial-request-batch");
  CHECK(told(behind(64)) == "none");
  CHECK(told(below(63)) == "put-dial-request-batch");
  CHECK(told(below(64)) == "put-dial-request-batch");
  CHECK(told(below(65)) == "none");
}

TEST_CASE("Two texts that are needed tell a shape among many members", "[shape_choice]") {
  const std::string text = R"("type":"object","properties":{"a":{"type":"string"},)"
                           R"("b":{"type":"string"}},"required":)";
  const std::string object = R"({"a":"x","b":"y","c":1,"d":1,"e":1,"f":1})";
  for (const auto& [required, shape_id] :
       {std::pair{R"(["a","b"])", "thing"}, {R"(["a"])", "none"}}) {
    const Plan plan = plan_of(shape(text + required));
    ShapeChoice choice(plan, nullptr);
    INFO(required);
    CHECK(choose(choice, object) == shape_id);
  }
}

TEST_CASE("An object of no shape is one finding that names the nearest", "[shape_choice]") {
  struct NoShape {
    const char* text;
    const char* message;
  };
  constexpr NoShape kNone[] = {
      {"{}",
       "it has no members; the nearest shape is dial-request, which needs attributes, clientToken, "
       "expirationTime, phoneNumber"},
      {R"({"unknown":1,"b":2})",
       "none of its 2 members is known; the nearest shape is dial-request, which needs attributes, "
       "clientToken, expirationTime, phoneNumber"},
      {R"({"outboundRequest":[]})",
       "its only member is unknown; the nearest shape is put-outbound-request-batch, which "
       "needs outboundRequests"},
      {R"({"succesfullRequests":[]})",
       "its only member is unknown; the nearest shape is put-dial-request-batch-response, which "
       "has failedRequests, successfulRequests"},
      {R"({"phoneNumbr":1,"expirationTim":1,"idx":1})",
       "none of its 3 members is known; the nearest shape is dial-request, which needs attributes, "
       "clientToken, expirationTime, phoneNumber"},
      {R"({"Channel":"TASK","x":1,"y":1})",
       "only 1 of its 3 members is known; the nearest shape is create-contact, which needs "
       "Channel, InitiationMethod, InstanceId"},
  };
  for (const auto& [text, message] : kNone) {
    INFO(text);
    const LintResult result = lint(text, InputFormat::kJson);
    REQUIRE(result.brief() == "shape \n");
    CHECK(result.findings[0].finding.message ==
          std::string("this object has no shape that diallint knows: ") + message);
    CHECK(result.counts() == "1 record: 0 valid, 1 invalid, 0 unreadable");
  }
}

TEST_CASE("Each item and line is told apart by itself", "[shape_choice]") {
  const std::string items[] = {R"({"nothing":1})",
                               R"({"message":"x"})",
                               R"({"successfulRequests":[]})",
                               R"({"dialRequests":[]})",
                               R"({"phoneNumber":"+12025550147"})",
                               R"({"channel":"TASK"})"};
  std::string lines;
  std::string array;
  for (int round = 0; round < 3; ++round) {
    for (const std::string& item : items) {
      lines += item + "\n";
      array += (array.empty() ? "[" : ",") + item;
    }
  }
  const auto of_lines = lint(lines, InputFormat::kNdjson);
  const auto of_array = lint(array + "]", InputFormat::kJson);
  const auto of_line = lint(array + "]\n", InputFormat::kNdjson);
  const std::map<std::string, std::uint64_t> shapes = {{"aws-error", 3},
                                                       {"create-contact", 3},
                                                       {"dial-request", 3},
                                                       {"put-dial-request-batch", 3},
                                                       {"put-dial-request-batch-response", 3}};
  CHECK(of_lines.summary.by_shape == shapes);
  CHECK(of_array.summary.by_shape == shapes);
  CHECK(of_lines.summary.by_rule == of_array.summary.by_rule);
  CHECK(of_line.summary.by_rule == of_array.summary.by_rule);
  CHECK(of_lines.summary.by_rule.at("shape") == 3);
  CHECK(of_lines.counts() == "18 records: 6 valid, 12 invalid, 0 unreadable");
  CHECK(of_array.counts() == of_lines.counts());
}

// Either shape fits an object of what both need: then the first is taken, whatever came before.
TEST_CASE("What an object is does not depend on those before it", "[shape_choice]") {
  struct {
    const char* first;
    const char* second;
  } const kSchemas[] = {
      {R"("required":["a"],"properties":{"a":{},"b":{}})",
       R"("required":["a"],"properties":{"a":{},"c":{}})"},
      {R"("properties":{"a":{},"b":{}})", R"("properties":{"a":{},"c":{}})"},
      {R"("required":["a"],"properties":{"a":{},"b":{}})",
       R"("properties":{"a":{}},"additionalProperties":{"type":"string"})"},
      {R"("required":["a","b"],"properties":{"a":{},"b":{}})",
       R"("required":["a"],"properties":{"a":{},"c":{}})"},
  };
  const std::string objects[] = {R"({"a":"1"})", R"({"a":"1","b":"2"})", R"({"a":"1","c":"2"})",
                                 R"({"a":"1","c":"2","d":"3"})"};
  LintOptions options;
  options.format = InputFormat::kNdjson;
  const auto shapes_of = [&](const std::string& text, const Plan& plan) {
    return lint(text, options, plan).summary.by_shape;
  };
  for (const auto& [first, second] : kSchemas) {
    const PlanResult plan = compile_plan(
        {{"a.json", shape(first)},
         {"b.json", R"({"$id":"urn:b","x-shape":"other",)" + std::string(second) + "}"}});
    INFO(first << " and " << second << plan.error);
    REQUIRE(plan.plan);
    for (const std::string& before : objects) {
      for (const std::string& object : objects) {
        INFO(before << " then " << object);
        auto expected = shapes_of(before + "\n", *plan.plan);
        for (const auto& [shape_id, count] : shapes_of(object + "\n", *plan.plan)) {
          expected[shape_id] += count;
        }
        CHECK(shapes_of(before + "\n" + object + "\n", *plan.plan) == expected);
      }
    }
  }
}

}  // namespace diallint::test
