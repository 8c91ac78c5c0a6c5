// Every exception in every form in which tools and SDKs keep it is a failed call, its name and
// status at their places, and nothing is said of the form.
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "context/response_index.h"
#include "engine/failed_call_forms.h"
#include "engine/response_check.h"
#include "rules/response_guidance.h"
#include "support/lint.h"

namespace diallint::test {
namespace {

constexpr std::string_view kBatch =
    R"({"dialRequests": [{"clientToken": "a", "phoneNumber": "+12025550147",)"
    R"( "expirationTime": "2026-11-20T12:05:00Z", "attributes": {}},)"
    R"( {"clientToken": "b", "phoneNumber": "+12025550148",)"
    R"( "expirationTime": "2026-11-20T12:05:00Z", "attributes": {}}]})";
constexpr std::string_view kCall =
    R"({"InstanceId": "10a4c4eb-f57e-4d4c-b602-bf39176ced07",)"
    R"( "ContactFlowId": "b0b8f2dd-ed1b-4c44-af36-ce189a178181", "SourcePhoneNumber":)"
    R"( "+12025550147", "DestinationPhoneNumber": "+12025550148", "ClientToken": "t-1"})";

// %N stands for the name of the exception, %S for the status.
struct Form {
  const char* text;
  const char* name_at;  // the path of what names it
  bool has_status = false;
};
constexpr Form kForms[] = {
    // the wire, as curl -i shows it
    {"HTTP/1.1 %S Some Words\r\nx-amzn-ErrorType: %N:http://internal.example.com/\r\n"
     "content-type: application/json\r\n\r\n{\"message\":\"m\"}",
     "", true},
    {"HTTP/2 %S\nX-Amzn-Errortype: %N\n\n{\"Message\":\"m\"}\n", "", true},
    {"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 %S\r\nx-amzn-errortype:%N\r\n\r\n", "", true},
    {"HTTP/1.1 %S\r\nx-amzn-errortype: %N", "", true},
    // logs of the wire
    {R"({"__type": "%N", "message": "m"})", "/__type"},
    {R"({"x-amzn-ErrorType": "%N:http://internal.example.com/", "message": "m"})",
     "/x-amzn-ErrorType"},
    {R"({"xAmzErrorType": "com.example#%N", "message": "m"})", "/xAmzErrorType"},
    {R"({"code": "%N", "message": "m", "httpStatusCode": %S})", "/code"},
    // Python
    {R"({"Error": {"Message": "m", "Code": "%N"}, "ResponseMetadata": {"RequestId": "r",)"
     R"( "HTTPStatusCode": %S, "HTTPHeaders": {}, "RetryAttempts": 4}, "message": "m"})",
     "/Error/Code", true},
    {"An error occurred (%N) when calling the PutDialRequestBatch operation: m", ""},
    {"\naws: [ERROR]: An error occurred (%N) when calling the PutDialRequestBatch operation"
     " (reached max retries: 4): m\n",
     ""},
    {"Traceback (most recent call last):\n  File \"send.py\", line 7, in <module>\n"
     "botocore.errorfactory.%N: An error occurred (%N) when calling the operation: m\n",
     ""},
    // JavaScript
    {R"({"name": "%N", "$fault": "client", "$metadata": {"httpStatusCode": %S, "attempts": 1}})",
     "/name", true},
    {R"({"message": "m", "code": "%N", "time": "2026-11-20T12:00:00.000Z", "statusCode": %S,)"
     R"( "retryable": true})",
     "/code", true},
    {"%N: m\n    at de_CommandError (index.js:1:1) {\n  '$fault': 'client'\n}", ""},
    // .NET
    {R"({"ErrorCode": "%N", "RequestId": "r", "StatusCode": %S, "Message": "m"})", "/ErrorCode",
     true},
    {"Amazon.ConnectCampaignService.Model.%N: m\n ---> HttpErrorResponseException\n", ""},
    // Java
    {R"({"awsErrorDetails": {"errorCode": "%N", "errorMessage": "m"}, "statusCode": %S})",
     "/awsErrorDetails/errorCode", true},
    {R"({"errorCode": "%N", "statusCode": %S, "errorMessage": "m"})", "/errorCode", true},
    {"software.amazon.awssdk.services.connect.model.%N: m (Service: Connect, Status Code: %S,"
     " Request ID: r)",
     "", true},
    // Go, Ruby
    {"operation error Connect: Call, https response error StatusCode: %S, RequestID: r, %N: m", "",
     true},
    {"Aws::ConnectCampaignService::Errors::%N (m)", ""},
    // Lambda, Step Functions
    {R"({"errorType": "%N", "errorMessage": "m", "stackTrace": []})", "/errorType"},
    {R"({"errorType": "ClientError", "errorMessage": "An error occurred (%N) when calling"})",
     "/errorMessage"},
    {R"({"Error": "ConnectCampaigns.%N", "Cause": "m"})", "/Error"},
    {R"({"Error": "States.TaskFailed", "Cause": "Connect.%N: m"})", "/Cause"},
};

std::string replaced(std::string text, std::string_view what, const std::string& with) {
  for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += with.size())
    text.replace(at, what.size(), with);
  return text;
}

struct Outcome {
  std::string brief;
  std::vector<std::string> excerpts;  // what each finding points at
  std::string messages;
  ResponseCounts counts;
};

class Listener final : public Sink {
 public:
  void take(const SourceChunk& chunk, std::span<const Finding> findings) override {
    for (const Finding& finding : findings) {
      if (finding.rule.starts_with("phone-")) continue;  // fictional
      outcome.brief += fmt::format("{} {} {}\n", chunk.file, finding.rule, finding.path);
      const auto begin = static_cast<std::size_t>(finding.span.begin);
      outcome.excerpts.emplace_back(
          chunk.bytes.substr(begin, static_cast<std::size_t>(finding.span.end) - begin));
      outcome.messages += finding.message + "\n";
    }
  }
  Outcome outcome;
};

Outcome check(std::string_view request, std::string_view response) {
  Listener listener;
  Settings settings;
  settings.now = kNow;
  Run run(builtin_plan(), settings, {}, listener);
  listener.outcome.counts = check_response(builtin_plan(), settings, run, {"request.json", request},
                                           {"response", response});
  return listener.outcome;
}

}  // namespace

TEST_CASE("Every exception is understood in every form", "[response_forms]") {
  for (const Guidance& guidance : all_guidance()) {
    if (guidance.http_status == 0) continue;
    const bool contacts = guidance.service == kContactsService;
    for (const Form& form : kForms) {
      const std::string name(guidance.name);
      std::string text = replaced(form.text, "%N", name);
      text = replaced(text, "%S", std::to_string(guidance.http_status));
      if (name == "InvalidCampaignStateException" && text.find("\"message\"") != std::string::npos)
        text = replaced(text, "\"message\": \"m\"", R"("message": "m", "state": "Completed")");
      INFO(text);
      const Outcome found = check(contacts ? kCall : kBatch, text);
      const std::string failed = "1 call-failed \n";
      const std::string meaning = std::string("1 exception-meaning ") + form.name_at + "\n";
      CHECK((found.brief == failed + meaning || found.brief == meaning + failed));
      const auto names_it = [&](const std::string& excerpt) {
        return excerpt.find(name) != std::string::npos;
      };
      CHECK(std::all_of(found.excerpts.begin(), found.excerpts.end(), names_it));
      CHECK(found.messages.find(explained(guidance)) != std::string::npos);
      CHECK(found.messages.find(contacts ? "the request in request.json was not taken"
                                         : "none of the 2 requests in request.json was taken") !=
            std::string::npos);
      CHECK(found.counts.failed == (contacts ? 1 : 2));
      CHECK(found.counts.taken + found.counts.unanswered == 0);
    }
  }
}

TEST_CASE("A status that is not the exception's is found where it stands", "[response_forms]") {
  for (const Form& form : kForms) {
    if (!form.has_status) continue;
    const std::string text =
        replaced(replaced(form.text, "%N", "ThrottlingException"), "%S", "400");
    INFO(text);
    const Outcome found = check(kBatch, text);
    CHECK(found.brief.find("exception-status") != std::string::npos);
    CHECK(std::find(found.excerpts.begin(), found.excerpts.end(), "400") != found.excerpts.end());
    CHECK(
        found.messages.find("the status must be 429 where the exception is ThrottlingException") !=
        std::string::npos);
  }
}

TEST_CASE("A failed call that names no exception, or one that nobody documents",
          "[response_forms]") {
  struct {
    const char* text;
    const char* words;
  } const kCases[] = {
      {R"({"message": "Rate exceeded"})", "the body does not name the exception"},
      {R"({"Message": "Rate exceeded"})", "the body does not name the exception"},
      {"HTTP/1.1 503 Service Unavailable\r\n\r\n", "the body does not name the exception"},
      {"HTTP/1.1 503", "the body does not name the exception"},
      {"An error occurred (ExpiredTokenException) when calling", "documents no such exception"},
      {"An error occurred (ExpiredTokenException", "documents no such exception"},
      {R"({"Error": {"Code": "AccessDenied"}})", "documents no such exception"},
      {R"({"__type": "com.amazon.coral.service#ExpiredTokenException", "message": "m"})",
       "documents no such exception"},
      {R"({"code": "InvalidSignatureException", "Message": "m", "httpStatusCode": 403})",
       "documents no such exception"},
  };
  for (const auto& one : kCases) {
    INFO(one.text);
    const Outcome found = check(kBatch, one.text);
    CHECK(found.brief == "1 call-failed \n");
    CHECK_THAT(found.messages, Catch::Contains(one.words));
    CHECK(found.counts.failed == 2);
  }
}

TEST_CASE("What SDKs put around an answer is passed over", "[response_forms]") {
  const std::string lists = R"("successfulRequests": [{"clientToken": "a", "id": "1"}],)"
                            R"( "failedRequests": [{"clientToken": "b", "id": "2",)"
                            R"( "failureCode": "UnknownError"}])";
  const std::string pascal =
      R"("SuccessfulRequests": [{"ClientToken": "a", "Id": "1"}],)"
      R"( "FailedRequests": [{"ClientToken": "b", "Id": "2", "FailureCode": "UnknownError"}])";
  const std::string snake =
      R"("successful_requests": [{"client_token": "a", "id": "1"}],)"
      R"( "failed_requests": [{"client_token": "b", "failure_code": "UnknownError"}])";
  const std::vector<std::string> kAnswers = {
      "{" + lists + "}",
      R"({"ResponseMetadata": {"RequestId": "r", "HTTPStatusCode": 200}, )" + lists + "}",
      R"({"$metadata": {"httpStatusCode": 200}, )" + lists + "}",
      "{" + lists + R"(, "@metadata": {"statusCode": 200}})",
      R"({"ResponseMetadata": {"RequestId": "r"}, "ContentLength": 9, "HttpStatusCode": 200, )" +
          pascal + "}",
      "{" + pascal + R"(, "ResultMetadata": {}})",
      "{" + snake + "}",
      R"({"sdkHttpMetadata": {}, "sdkResponseMetadata": {}, )" + lists + "}",
      "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n{" + lists + "}",
      "HTTP/1.1 200 Connection established\r\n\r\nHTTP/2 200\r\nx: y\r\n\r\n{" + lists + "}\n",
      "\xEF\xBB\xBF{" + lists + "}",
      "[{" + lists + "}]",
  };
  for (const std::string& text : kAnswers) {
    INFO(text);
    const Outcome found = check(kBatch, text);
    CHECK_THAT(found.brief, Catch::StartsWith("1 failure-code "));
    CHECK(found.excerpts == std::vector<std::string>{"\"UnknownError\""});
    CHECK(found.counts.taken == 1);
    CHECK(found.counts.failed == 1);
    CHECK(found.counts.unanswered == 0);
  }
}

TEST_CASE("The newer campaigns answer in a shape of their own", "[response_forms]") {
  const std::string request =
      R"({"outboundRequests": [{"clientToken": "a", "expirationTime": "2026-11-20T12:10:00.000Z",)"
      R"( "channelSubtypeParameters": {"telephony": {"destinationPhoneNumber": "+12025550147",)"
      R"( "attributes": {}}}}]})";
  const auto answer = [](const std::string& code, const std::string& id) {
    return R"({"successfulRequests": [], "failedRequests": [{"clientToken": "a", "id": ")" + id +
           R"(", "failureCode": ")" + code + "\"}]}";
  };
  CHECK(check(request, answer("BufferLimitExceeded", "1")).brief ==
        "1 failure-code /failedRequests/0/failureCode\n");
  CHECK(check(request, answer("BufferLimitExceeded", "")).brief ==
        "1 length /failedRequests/0/id\n1 failure-code /failedRequests/0/failureCode\n");
  CHECK(check(kBatch, R"({"successfulRequests": [{"clientToken": "b"}],)"
                      R"( "failedRequests": [{"clientToken": "a", "failureCode":)"
                      R"( "BufferLimitExceeded"}]})")
            .brief == "1 enum /failedRequests/0/failureCode\n");
}

TEST_CASE("A contact call is answered with its contact", "[response_forms]") {
  const Outcome taken = check(kCall, R"({"ContactId": "c-1"})");
  CHECK(taken.brief == "");
  CHECK(taken.counts.taken == 1);
  CHECK(check(kBatch, R"({"ContactId": "c-1"})").brief ==
        "0 token-answered /dialRequests/0/clientToken\n"
        "0 token-answered /dialRequests/1/clientToken\n"
        "1 response-operation \n");
}

TEST_CASE("A text that is no response is not taken for one", "[response_forms]") {
  for (const char* text :
       {"", " \n", "[1]", "{}", "{", R"({"name": "ThrottlingException"})",
        R"({"errorType": "ThrottlingException"})", R"({"Error": {}})", R"({"Error": 7})",
        R"({"code": "x"} {})", "MyThrottlingExceptions", "clientToken,phoneNumber\na,b\n"}) {
    INFO(text);
    const ResponseText found = take_response_apart(text);
    CHECK_FALSE(found.failed.has_value());
    CHECK(found.body == 0);
  }
  // The status is told in another way, or not at all.
  const ResponseText odd =
      take_response_apart(R"({"errorCode": "ThrottlingException", "statusCode": "429"})");
  CHECK(odd.failed->status == 0);
}

}  // namespace diallint::test
