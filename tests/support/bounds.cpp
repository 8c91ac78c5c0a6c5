#include "support/bounds.h"

#include <fmt/format.h>

namespace diallint::test {
namespace {

constexpr const char* kDialRequest = R"({
  "clientToken": "call-ab", "phoneNumber": "+12025550101",
  "expirationTime": "2026-11-20T12:10:00.000Z", "attributes": {"a": "b"}})";

constexpr const char* kBatch = R"({
  "id": "3c4cd95e-45de-475a-bc90-5f21f8890b2c",
  "dialRequests": [{"clientToken": "call-ab", "phoneNumber": "+12025550101",
    "expirationTime": "2026-11-20T12:10:00.000Z", "attributes": {"a": "b"}}]})";

constexpr const char* kResponse = R"({
  "successfulRequests": [{"clientToken": "call-ab", "id": "d-1"}],
  "failedRequests": [{"clientToken": "call-ac", "id": "d-2"}]})";

constexpr const char* kError = R"({"message": "m", "httpStatusCode": 409, "state": "Paused"})";

constexpr const char* kVoice = R"({
  "DestinationPhoneNumber": "+12025550101", "SourcePhoneNumber": "+12025550102",
  "ContactFlowId": "b0b8f2dd-ed1b-4c44-af36-ce189a178181",
  "InstanceId": "2fb42df9-78a2-4b99-b484-f5cf80dc300c", "ClientToken": "call-ab",
  "QueueId": "aeg40574-2d01-51c3-73d6-bf8624d2168c", "Attributes": {"a": "b"},
  "AnswerMachineDetectionConfig":
    {"EnableAnswerMachineDetection": true, "AwaitAnswerMachinePrompt": false},
  "CampaignId": "c", "TrafficType": "CAMPAIGN", "Name": "n", "Description": "d",
  "RelatedContactId": "r", "RingTimeoutInSeconds": 30,
  "References": {"r": {"Type": "STRING", "Value": "v", "Status": "AVAILABLE",
    "Arn": "arn:aws:connect:us-west-2:123456789012:x", "StatusReason": "s"}},
  "OutboundStrategy": {"Type": "AGENT_FIRST", "Config": {"AgentFirst": {"Preview":
    {"PostAcceptTimeoutConfig": {"DurationInSeconds": 0}, "AllowedUserActions": ["CALL"]}}}}})";

constexpr const char* kTask = R"({
  "InstanceId": "2fb42df9-78a2-4b99-b484-f5cf80dc300c", "Channel": "TASK",
  "InitiationMethod": "API", "ClientToken": "call-ab", "RelatedContactId": "r",
  "Attributes": {"a": "b"}, "ExpiryDurationInMinutes": 5, "UserInfo": {"UserId": "u"},
  "InitiateAs": "COMPLETED", "Name": "n", "Description": "d",
  "References": {"r": {"Type": "ATTACHMENT", "Value": "v", "Status": "AVAILABLE",
    "Arn": "arn:aws:connect:us-west-2:123456789012:x", "StatusReason": "s"}},
  "SegmentAttributes": {
    "s": {"ValueString": "v", "ValueInteger": 1, "ValueArn": "a",
          "ValueList": [{"ValueString": "v"}], "ValueMap": {"k": {"ValueString": "v"}}},
    "connect:ContactExpiry": {"ValueMap": {"ExpiryDuration": {"ValueInteger": 135}}}}})";

constexpr const char* kExternalAudio = R"({
  "InstanceId": "2fb42df9-78a2-4b99-b484-f5cf80dc300c", "Channel": "VOICE",
  "InitiationMethod": "TRANSFER", "PreviousContactId": "p",
  "SegmentAttributes": {"connect:Subtype": {"ValueString": "connect:ExternalAudio"}}})";

constexpr const char* kEmail = R"({
  "InstanceId": "2fb42df9-78a2-4b99-b484-f5cf80dc300c", "Channel": "EMAIL",
  "InitiationMethod": "OUTBOUND", "UserInfo": {"UserId": "u"},
  "InitiateAs": "CONNECTED_TO_USER"})";

constexpr const char* kChat = R"({
  "SourceEndpoint": {"Type": "CONNECT_PHONENUMBER_ARN",
    "Address": "arn:aws:connect:us-west-2:123456789012:phone-number/p"},
  "DestinationEndpoint": {"Type": "TELEPHONE_NUMBER", "Address": "+12025550101"},
  "InstanceId": "2fb42df9-78a2-4b99-b484-f5cf80dc300c",
  "SegmentAttributes": {"connect:Subtype": {"ValueString": "connect:SMS"},
    "s": {"ValueString": "v", "ValueInteger": 1, "ValueArn": "a",
          "ValueList": [{"ValueString": "v"}], "ValueMap": {"k": {"ValueString": "v"}}}},
  "Attributes": {"a": "b"}, "ContactFlowId": "b0b8f2dd-ed1b-4c44-af36-ce189a178181",
  "ChatDurationInMinutes": 60, "ParticipantDetails": {"DisplayName": "n"},
  "InitialSystemMessage": {"ContentType": "text/plain", "Content": "c"},
  "InitialTemplatedSystemMessage": {"KnowledgeBaseId": "k", "MessageTemplateId": "m",
    "TemplateAttributes": {"CustomAttributes": {"a": "b"}, "CustomerProfileAttributes": "p"}},
  "RelatedContactId": "r", "SupportedMessagingContentTypes": ["text/plain"],
  "ClientToken": "call-ab"})";

constexpr const char* kStartTask = R"({
  "InstanceId": "2fb42df9-78a2-4b99-b484-f5cf80dc300c", "PreviousContactId": "p",
  "ContactFlowId": "b0b8f2dd-ed1b-4c44-af36-ce189a178181", "Attributes": {"a": "b"}, "Name": "n",
  "References": {"r": {"Type": "STRING", "Value": "v", "Status": "DRAFTING",
    "Arn": "arn:aws:connect:us-west-2:123456789012:x", "StatusReason": "s"}},
  "Description": "d", "ClientToken": "call-ab", "ScheduledTime": 1795176600.5,
  "RelatedContactId": "r",
  "SegmentAttributes": {
    "s": {"ValueString": "v", "ValueInteger": 1, "ValueArn": "a",
          "ValueList": [{"ValueString": "v"}], "ValueMap": {"k": {"ValueString": "v"}}},
    "connect:ContactExpiry": {"ValueMap": {"ExpiryDuration": {"ValueInteger": 135}}}},
  "Attachments": [{"FileName": "f", "S3Url": "u"}]})";

constexpr const char* kTemplateTask = R"({
  "InstanceId": "2fb42df9-78a2-4b99-b484-f5cf80dc300c", "Name": "n", "TaskTemplateId": "t"})";

constexpr const char* kOutbound = R"({
  "id": "3c4cd95e-45de-475a-bc90-5f21f8890b2c",
  "outboundRequests": [
    {"clientToken": "call-ab", "expirationTime": "2026-11-20T12:10:00.000Z",
     "channelSubtypeParameters": {"telephony": {"destinationPhoneNumber": "+12025550101",
       "attributes": {"a": "b"}, "connectSourcePhoneNumber": "+12025550102",
       "answerMachineDetectionConfig":
         {"enableAnswerMachineDetection": true, "awaitAnswerMachinePrompt": true},
       "ringTimeout": 30}}},
    {"clientToken": "call-ac", "expirationTime": "2026-11-20T12:10:00.000Z",
     "channelSubtypeParameters": {"sms": {"destinationPhoneNumber": "+12025550103",
       "connectSourcePhoneNumberArn": "arn:aws:connect:us-west-2:123456789012:phone-number/p",
       "templateArn": "arn:aws:wisdom:us-west-2:123456789012:message-template/t",
       "templateParameters": {"a": "b"}}}},
    {"clientToken": "call-ad", "expirationTime": "2026-11-20T12:10:00.000Z",
     "channelSubtypeParameters": {"email": {"destinationEmailAddress": "a@example.com",
       "connectSourceEmailAddress": "b@example.com",
       "templateArn": "arn:aws:wisdom:us-west-2:123456789012:message-template/t",
       "templateParameters": {"a": "b"}}}},
    {"clientToken": "call-ae", "expirationTime": "2026-11-20T12:10:00.000Z",
     "channelSubtypeParameters": {"whatsApp": {"destinationPhoneNumber": "+12025550104",
       "connectSourcePhoneNumberArn": "arn:aws:connect:us-west-2:123456789012:phone-number/p",
       "templateArn": "arn:aws:wisdom:us-west-2:123456789012:message-template/t",
       "templateParameters": {"a": "b"}}}}]})";

constexpr const char* kContactError = R"({"Message": "m", "Reason": {}, "httpStatusCode": 409})";
constexpr const char* kContact =
    R"({"ContactId": "c-1", "ContactArn": "arn:aws:connect:us-west-2:123456789012:contact/c-1"})";

}  // namespace

const std::map<std::string, json>& base_documents() {
  static const std::map<std::string, json> kBases = {
      {"dial-request", json::parse(kDialRequest)},
      {"put-dial-request-batch", json::parse(kBatch)},
      {"put-dial-request-batch-response", json::parse(kResponse)},
      {"put-outbound-request-batch-response", json::parse(kResponse)},
      {"aws-error", json::parse(kError)},
      {"connect-error", json::parse(kContactError)},
      {"contact-response", json::parse(kContact)},
      {"start-outbound-voice-contact", json::parse(kVoice)},
      {"create-contact", json::parse(kTask)},
      {"create-contact audio", json::parse(kExternalAudio)},
      {"create-contact email", json::parse(kEmail)},
      {"start-outbound-chat-contact", json::parse(kChat)},
      {"start-task-contact", json::parse(kStartTask)},
      {"start-task-contact template", json::parse(kTemplateTask)},
      {"put-outbound-request-batch", json::parse(kOutbound)}};
  return kBases;
}

const json& base_document(const std::string& name) { return base_documents().at(name); }

json changed(const std::string& base, const std::string& pointer, json value) {
  json document = base_document(base);
  document[json::json_pointer(pointer)] = std::move(value);
  return document;
}

std::string found_in(const json& document, const std::string& base) {
  LintOptions options;
  options.format = InputFormat::kJson;
  options.shape = base.substr(0, base.find(' '));
  return lint(document.dump(), options).brief();
}

std::string line_of(std::string_view rule, const std::string& pointer) {
  return rule.empty() ? "" : fmt::format("{} {}\n", rule, pointer);
}

}  // namespace diallint::test
