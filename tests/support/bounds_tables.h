// Every bound of every shape, with the page or the shape of the service model that states it. The
// schemas say the same; the tests that use these tables hold them to it.
#pragma once
#include <cstddef>
#include <cstdint>
#include <limits>

namespace diallint::test {

/// What a text is made of, so that nothing but its length is wrong with it.
enum class Text { kPlain, kAny, kNumber, kArn, kEmail };

/// In characters. `beside` is what else is found at the place in a text of allowed length; "0:rule"
/// where the text is empty only.
struct LengthBound {
  const char* base;
  const char* pointer;
  std::size_t minimum;
  std::size_t maximum;
  Text text;
  const char* beside;
  const char* source;
};

/// Of the keys of a map.
struct KeyBound {
  const char* base;
  const char* pointer;
  std::size_t minimum;
  std::size_t maximum;
  const char* source;
};

inline constexpr std::int64_t kNone = std::numeric_limits<std::int64_t>::min();

struct NumberBound {
  const char* base;
  const char* pointer;
  std::int64_t minimum;  // or kNone
  std::int64_t maximum;
  const char* source;
};

struct ItemBound {
  const char* base;
  const char* pointer;
  std::size_t minimum;
  std::size_t maximum;
  const char* source;
};

/// The values of an enum, with spaces between.
struct ValueList {
  const char* base;
  const char* pointer;
  const char* values;
  const char* source;
};

/// The members that an object must have.
struct RequiredMembers {
  const char* base;
  const char* pointer;
  const char* names;
  const char* source;
};

inline constexpr LengthBound kLengths[] = {
    {"dial-request", "/clientToken", 0, 200, Text::kPlain, "0:token-empty", "DialRequest page"},
    {"dial-request", "/phoneNumber", 0, 20, Text::kNumber, "phone-e164", "DialRequest page"},
    {"dial-request", "/attributes/a", 0, 32767, Text::kPlain, "", "DialRequest page"},
    {"put-dial-request-batch", "/id", 0, 256, Text::kPlain, "0:campaign-id-narrowed",
     "PutDialRequestBatch page"},
    {"put-dial-request-batch-response", "/successfulRequests/0/clientToken", 0, 200, Text::kPlain,
     "", "SuccessfulRequest page"},
    {"put-dial-request-batch-response", "/successfulRequests/0/id", 0, 256, Text::kPlain, "",
     "SuccessfulRequest page"},
    {"put-dial-request-batch-response", "/failedRequests/0/clientToken", 0, 200, Text::kPlain, "",
     "FailedRequest page"},
    {"put-dial-request-batch-response", "/failedRequests/0/id", 0, 256, Text::kPlain, "",
     "FailedRequest page"},
    {"put-outbound-request-batch-response", "/successfulRequests/0/clientToken", 0, 200,
     Text::kPlain, "", "ClientToken"},
    {"put-outbound-request-batch-response", "/successfulRequests/0/id", 1, 256, Text::kPlain, "",
     "DialRequestId"},
    {"put-outbound-request-batch-response", "/failedRequests/0/clientToken", 0, 200, Text::kPlain,
     "", "ClientToken"},
    {"put-outbound-request-batch-response", "/failedRequests/0/id", 1, 256, Text::kPlain, "",
     "DialRequestId"},
    {"contact-response", "/ContactId", 1, 256, Text::kAny, "", "ContactId"},
    {"start-outbound-voice-contact", "/InstanceId", 1, 100, Text::kAny, "instance-guid",
     "InstanceId"},
    {"start-outbound-voice-contact", "/ContactFlowId", 0, 500, Text::kAny, "contact-flow-guid",
     "ContactFlowId"},
    {"start-outbound-voice-contact", "/ClientToken", 0, 500, Text::kAny, "0:token-empty",
     "ClientToken"},
    {"start-outbound-voice-contact", "/RelatedContactId", 1, 256, Text::kAny, "", "ContactId"},
    {"start-outbound-voice-contact", "/CampaignId", 1, 100, Text::kAny, "", "CampaignId"},
    {"start-outbound-voice-contact", "/Name", 0, 1024, Text::kAny, "", "Name"},
    {"start-outbound-voice-contact", "/Description", 0, 4096, Text::kAny, "", "Description"},
    {"start-outbound-voice-contact", "/Attributes/a", 0, 32767, Text::kPlain, "", "AttributeValue"},
    {"start-outbound-voice-contact", "/References/r/Value", 0, 4096, Text::kPlain, "",
     "ReferenceValue"},
    {"start-outbound-voice-contact", "/References/r/Arn", 20, 256, Text::kPlain, "",
     "ReferenceArn"},
    {"start-outbound-voice-contact", "/References/r/StatusReason", 0, 100, Text::kAny, "",
     "ReferenceStatusReason"},
    {"create-contact", "/InstanceId", 1, 100, Text::kAny, "instance-guid", "InstanceId"},
    {"create-contact", "/ClientToken", 0, 500, Text::kAny, "0:token-empty", "ClientToken"},
    {"create-contact", "/RelatedContactId", 1, 256, Text::kAny, "", "ContactId"},
    {"create-contact audio", "/PreviousContactId", 1, 256, Text::kAny, "", "ContactId"},
    {"create-contact", "/Name", 0, 1024, Text::kAny, "", "Name"},
    {"create-contact", "/Description", 0, 4096, Text::kAny, "", "Description"},
    {"create-contact", "/Attributes/a", 0, 32767, Text::kPlain, "", "AttributeValue"},
    {"create-contact", "/UserInfo/UserId", 1, 256, Text::kAny, "", "AgentResourceId"},
    {"create-contact", "/References/r/Value", 0, 4096, Text::kPlain, "", "ReferenceValue"},
    {"create-contact", "/References/r/Arn", 20, 256, Text::kPlain, "", "ReferenceArn"},
    {"create-contact", "/References/r/StatusReason", 0, 100, Text::kAny, "",
     "ReferenceStatusReason"},
    {"create-contact", "/SegmentAttributes/s/ValueString", 0, 1024, Text::kAny, "",
     "SegmentAttributeValueString"},
    {"create-contact", "/SegmentAttributes/s/ValueArn", 0, 1024, Text::kAny, "",
     "SegmentAttributeValueString"},
    {"create-contact", "/SegmentAttributes/s/ValueMap/k/ValueString", 0, 1024, Text::kAny, "",
     "SegmentAttributeValueString"},
    {"start-outbound-chat-contact", "/SourceEndpoint/Address", 0, 256, Text::kAny, "",
     "EndpointAddress"},
    {"start-outbound-chat-contact", "/DestinationEndpoint/Address", 0, 256, Text::kNumber,
     "phone-e164", "EndpointAddress"},
    {"start-outbound-chat-contact", "/InstanceId", 1, 100, Text::kAny, "instance-guid",
     "InstanceId"},
    {"start-outbound-chat-contact", "/ContactFlowId", 0, 500, Text::kAny, "contact-flow-guid",
     "ContactFlowId"},
    {"start-outbound-chat-contact", "/ClientToken", 0, 500, Text::kAny, "0:token-empty",
     "ClientToken"},
    {"start-outbound-chat-contact", "/RelatedContactId", 1, 256, Text::kAny, "", "ContactId"},
    {"start-outbound-chat-contact", "/Attributes/a", 0, 32767, Text::kPlain, "", "AttributeValue"},
    {"start-outbound-chat-contact", "/ParticipantDetails/DisplayName", 1, 256, Text::kAny, "",
     "DisplayName"},
    {"start-outbound-chat-contact", "/InitialSystemMessage/ContentType", 1, 100, Text::kAny, "",
     "ChatContentType"},
    {"start-outbound-chat-contact", "/InitialSystemMessage/Content", 1, 16384, Text::kAny, "",
     "ChatContent"},
    {"start-outbound-chat-contact", "/InitialTemplatedSystemMessage/KnowledgeBaseId", 1, 500,
     Text::kAny, "", "MessageTemplateKnowledgeBaseId"},
    {"start-outbound-chat-contact", "/InitialTemplatedSystemMessage/MessageTemplateId", 1, 500,
     Text::kAny, "", "MessageTemplateId"},
    {"start-outbound-chat-contact",
     "/InitialTemplatedSystemMessage/TemplateAttributes/CustomAttributes/a", 0, 32767, Text::kAny,
     "", "AttributeValue"},
    {"start-outbound-chat-contact", "/SupportedMessagingContentTypes/0", 1, 100, Text::kAny, "",
     "SupportedMessagingContentType"},
    {"start-outbound-chat-contact", "/SegmentAttributes/s/ValueString", 0, 1024, Text::kAny, "",
     "SegmentAttributeValueString"},
    {"start-outbound-chat-contact", "/SegmentAttributes/s/ValueArn", 0, 1024, Text::kAny, "",
     "SegmentAttributeValueString"},
    {"start-outbound-chat-contact", "/SegmentAttributes/s/ValueMap/k/ValueString", 0, 1024,
     Text::kAny, "", "SegmentAttributeValueString"},
    {"start-task-contact", "/InstanceId", 1, 100, Text::kAny, "instance-guid", "InstanceId"},
    {"start-task-contact", "/ContactFlowId", 0, 500, Text::kAny, "contact-flow-guid",
     "ContactFlowId"},
    {"start-task-contact", "/ClientToken", 0, 500, Text::kAny, "0:token-empty", "ClientToken"},
    {"start-task-contact", "/PreviousContactId", 1, 256, Text::kAny, "", "ContactId"},
    {"start-task-contact", "/RelatedContactId", 1, 256, Text::kAny, "", "ContactId"},
    {"start-task-contact template", "/TaskTemplateId", 1, 500, Text::kAny, "", "TaskTemplateId"},
    {"start-task-contact", "/Name", 0, 1024, Text::kAny, "", "Name"},
    {"start-task-contact", "/Description", 0, 4096, Text::kAny, "", "Description"},
    {"start-task-contact", "/Attributes/a", 0, 32767, Text::kPlain, "", "AttributeValue"},
    {"start-task-contact", "/References/r/Value", 0, 4096, Text::kPlain, "", "ReferenceValue"},
    {"start-task-contact", "/References/r/Arn", 20, 256, Text::kPlain, "", "ReferenceArn"},
    {"start-task-contact", "/References/r/StatusReason", 0, 100, Text::kAny, "",
     "ReferenceStatusReason"},
    {"start-task-contact", "/Attachments/0/FileName", 1, 256, Text::kAny, "", "FileName"},
    {"start-task-contact", "/Attachments/0/S3Url", 1, 2000, Text::kAny, "",
     "PreSignedAttachmentUrl"},
    {"start-task-contact", "/SegmentAttributes/s/ValueString", 0, 1024, Text::kAny, "",
     "SegmentAttributeValueString"},
    {"start-task-contact", "/SegmentAttributes/s/ValueArn", 0, 1024, Text::kAny, "",
     "SegmentAttributeValueString"},
    {"start-task-contact", "/SegmentAttributes/s/ValueMap/k/ValueString", 0, 1024, Text::kAny, "",
     "SegmentAttributeValueString"},
    {"put-outbound-request-batch", "/id", 1, 256, Text::kPlain, "", "CampaignId"},
    {"put-outbound-request-batch", "/outboundRequests/0/clientToken", 0, 200, Text::kPlain,
     "0:token-empty", "ClientToken"},
    {"put-outbound-request-batch",
     "/outboundRequests/0/channelSubtypeParameters/telephony/destinationPhoneNumber", 0, 20,
     Text::kNumber, "phone-e164", "DestinationPhoneNumber"},
    {"put-outbound-request-batch",
     "/outboundRequests/0/channelSubtypeParameters/telephony/connectSourcePhoneNumber", 0, 100,
     Text::kNumber, "phone-e164", "SourcePhoneNumber"},
    {"put-outbound-request-batch",
     "/outboundRequests/0/channelSubtypeParameters/telephony/attributes/a", 0, 32767, Text::kPlain,
     "", "AttributeValue"},
    {"put-outbound-request-batch",
     "/outboundRequests/1/channelSubtypeParameters/sms/destinationPhoneNumber", 0, 20,
     Text::kNumber, "phone-e164", "DestinationPhoneNumber"},
    {"put-outbound-request-batch",
     "/outboundRequests/1/channelSubtypeParameters/sms/connectSourcePhoneNumberArn", 20, 500,
     Text::kArn, "", "Arn"},
    {"put-outbound-request-batch", "/outboundRequests/1/channelSubtypeParameters/sms/templateArn",
     20, 500, Text::kArn, "", "Arn"},
    {"put-outbound-request-batch",
     "/outboundRequests/1/channelSubtypeParameters/sms/templateParameters/a", 0, 32767, Text::kAny,
     "", "AttributeValue"},
    {"put-outbound-request-batch",
     "/outboundRequests/2/channelSubtypeParameters/email/destinationEmailAddress", 1, 255,
     Text::kEmail, "", "EmailAddress"},
    {"put-outbound-request-batch",
     "/outboundRequests/2/channelSubtypeParameters/email/connectSourceEmailAddress", 1, 255,
     Text::kEmail, "", "EmailAddress"},
    {"put-outbound-request-batch", "/outboundRequests/2/channelSubtypeParameters/email/templateArn",
     20, 500, Text::kArn, "", "Arn"},
    {"put-outbound-request-batch",
     "/outboundRequests/2/channelSubtypeParameters/email/templateParameters/a", 0, 32767,
     Text::kAny, "", "AttributeValue"},
    {"put-outbound-request-batch",
     "/outboundRequests/3/channelSubtypeParameters/whatsApp/destinationPhoneNumber", 0, 20,
     Text::kNumber, "phone-e164", "DestinationPhoneNumber"},
    {"put-outbound-request-batch",
     "/outboundRequests/3/channelSubtypeParameters/whatsApp/connectSourcePhoneNumberArn", 20, 500,
     Text::kArn, "", "Arn"},
    {"put-outbound-request-batch",
     "/outboundRequests/3/channelSubtypeParameters/whatsApp/templateArn", 20, 500, Text::kArn, "",
     "Arn"},
    {"put-outbound-request-batch",
     "/outboundRequests/3/channelSubtypeParameters/whatsApp/templateParameters/a", 0, 32767,
     Text::kAny, "", "AttributeValue"},
};

inline constexpr KeyBound kKeys[] = {
    {"dial-request", "/attributes", 0, 32767, "DialRequest page"},
    {"start-outbound-voice-contact", "/Attributes", 1, 32767, "AttributeName"},
    {"create-contact", "/Attributes", 1, 32767, "AttributeName"},
    {"start-outbound-voice-contact", "/References", 1, 4096, "ReferenceKey"},
    {"create-contact", "/References", 1, 4096, "ReferenceKey"},
    {"create-contact", "/SegmentAttributes", 1, 128, "SegmentAttributeName"},
    {"create-contact", "/SegmentAttributes/s/ValueMap", 1, 128, "SegmentAttributeName"},
    {"start-outbound-chat-contact", "/Attributes", 1, 32767, "AttributeName"},
    {"start-outbound-chat-contact",
     "/InitialTemplatedSystemMessage/TemplateAttributes/CustomAttributes", 1, 32767,
     "AttributeName"},
    {"start-outbound-chat-contact", "/SegmentAttributes", 1, 128, "SegmentAttributeName"},
    {"start-outbound-chat-contact", "/SegmentAttributes/s/ValueMap", 1, 128,
     "SegmentAttributeName"},
    {"start-task-contact", "/Attributes", 1, 32767, "AttributeName"},
    {"start-task-contact", "/References", 1, 4096, "ReferenceKey"},
    {"start-task-contact", "/SegmentAttributes", 1, 128, "SegmentAttributeName"},
    {"start-task-contact", "/SegmentAttributes/s/ValueMap", 1, 128, "SegmentAttributeName"},
    {"put-outbound-request-batch",
     "/outboundRequests/0/channelSubtypeParameters/telephony/attributes", 0, 32767,
     "AttributeName"},
    {"put-outbound-request-batch",
     "/outboundRequests/1/channelSubtypeParameters/sms/templateParameters", 0, 32767,
     "AttributeName"},
    {"put-outbound-request-batch",
     "/outboundRequests/2/channelSubtypeParameters/email/templateParameters", 0, 32767,
     "AttributeName"},
    {"put-outbound-request-batch",
     "/outboundRequests/3/channelSubtypeParameters/whatsApp/templateParameters", 0, 32767,
     "AttributeName"},
};

inline constexpr NumberBound kNumbers[] = {
    {"start-outbound-voice-contact", "/RingTimeoutInSeconds", 15, 60, "RingTimeoutInSeconds"},
    {"start-outbound-voice-contact",
     "/OutboundStrategy/Config/AgentFirst/Preview/PostAcceptTimeoutConfig/DurationInSeconds", 0,
     kNone, "PostAcceptPreviewTimeoutDurationInSeconds"},
    {"put-outbound-request-batch",
     "/outboundRequests/0/channelSubtypeParameters/telephony/ringTimeout", 15, 60, "RingTimeout"},
    {"start-outbound-chat-contact", "/ChatDurationInMinutes", 60, 10080, "ChatDurationInMinutes"},
    {"start-outbound-chat-contact", "/SegmentAttributes/s/ValueInteger", kNone, kNone,
     "SegmentAttributeValueInteger"},
    {"start-task-contact", "/SegmentAttributes/s/ValueInteger", kNone, kNone,
     "SegmentAttributeValueInteger"},
    {"create-contact", "/ExpiryDurationInMinutes", kNone, kNone, "ExpiryDurationInMinutes"},
    {"create-contact", "/SegmentAttributes/s/ValueInteger", kNone, kNone,
     "SegmentAttributeValueInteger"},
};

inline constexpr ItemBound kItems[] = {
    {"put-dial-request-batch", "/dialRequests", 1, 25, "DialRequestList"},
    {"put-dial-request-batch-response", "/successfulRequests", 0, 25, "SuccessfulRequestList"},
    {"put-dial-request-batch-response", "/failedRequests", 0, 25, "FailedRequestList"},
    {"put-outbound-request-batch-response", "/successfulRequests", 0, 25, "SuccessfulRequestList"},
    {"put-outbound-request-batch-response", "/failedRequests", 0, 25, "FailedRequestList"},
    {"start-task-contact", "/Attachments", 1, 5, "TaskAttachments"},
    {"put-outbound-request-batch", "/outboundRequests", 1, 25, "OutboundRequestList"},
};

inline constexpr ValueList kValues[] = {
    {"put-dial-request-batch-response", "/failedRequests/0/failureCode",
     "InvalidInput RequestThrottled UnknownError", "FailureCode"},
    {"aws-error", "/__type",
     "AccessDeniedException ConflictException InternalServerException "
     "InvalidCampaignStateException ResourceNotFoundException ThrottlingException "
     "ValidationException",
     "errors of PutDialRequestBatch"},
    {"aws-error", "/code",
     "AccessDeniedException ConflictException InternalServerException "
     "InvalidCampaignStateException ResourceNotFoundException ThrottlingException "
     "ValidationException",
     "errors of PutDialRequestBatch"},
    {"aws-error", "/state", "Initialized Running Paused Stopped Failed Completed",
     "CampaignState of both revisions"},
    {"put-outbound-request-batch-response", "/failedRequests/0/failureCode",
     "InvalidInput RequestThrottled UnknownError BufferLimitExceeded", "FailureCode"},
    {"connect-error", "/__type",
     "AccessDeniedException ConflictException DestinationNotAllowedException IdempotencyException "
     "InternalServiceException InvalidParameterException InvalidRequestException "
     "LimitExceededException OutboundContactNotPermittedException ResourceNotFoundException "
     "ServiceQuotaExceededException ThrottlingException",
     "errors of StartOutboundVoiceContact and CreateContact"},
    {"connect-error", "/code",
     "AccessDeniedException ConflictException DestinationNotAllowedException IdempotencyException "
     "InternalServiceException InvalidParameterException InvalidRequestException "
     "LimitExceededException OutboundContactNotPermittedException ResourceNotFoundException "
     "ServiceQuotaExceededException ThrottlingException",
     "errors of StartOutboundVoiceContact and CreateContact"},
    {"start-outbound-voice-contact", "/TrafficType", "GENERAL CAMPAIGN", "TrafficType"},
    {"start-outbound-voice-contact", "/References/r/Type",
     "URL ATTACHMENT CONTACT_ANALYSIS NUMBER STRING DATE EMAIL EMAIL_MESSAGE "
     "EMAIL_MESSAGE_PLAIN_TEXT EMAIL_MESSAGE_PLAIN_TEXT_REDACTED EMAIL_MESSAGE_REDACTED "
     "VOICEMAIL_RECORDING VOICEMAIL_RECORDING_REDACTED VOICEMAIL_ANALYSIS "
     "VOICEMAIL_ANALYSIS_REDACTED",
     "ReferenceType"},
    {"start-outbound-voice-contact", "/References/r/Status",
     "AVAILABLE DELETED APPROVED REJECTED PROCESSING FAILED DRAFTING", "ReferenceStatus"},
    {"start-outbound-voice-contact", "/OutboundStrategy/Type", "AGENT_FIRST",
     "OutboundStrategyType"},
    {"start-outbound-voice-contact",
     "/OutboundStrategy/Config/AgentFirst/Preview/AllowedUserActions/0", "CALL DISCARD",
     "AllowedUserAction"},
    {"start-task-contact", "/References/r/Type",
     "URL ATTACHMENT CONTACT_ANALYSIS NUMBER STRING DATE EMAIL EMAIL_MESSAGE "
     "EMAIL_MESSAGE_PLAIN_TEXT EMAIL_MESSAGE_PLAIN_TEXT_REDACTED EMAIL_MESSAGE_REDACTED "
     "VOICEMAIL_RECORDING VOICEMAIL_RECORDING_REDACTED VOICEMAIL_ANALYSIS "
     "VOICEMAIL_ANALYSIS_REDACTED",
     "ReferenceType"},
    {"start-task-contact", "/References/r/Status",
     "AVAILABLE DELETED APPROVED REJECTED PROCESSING FAILED DRAFTING", "ReferenceStatus"},
    {"start-outbound-chat-contact", "/SourceEndpoint/Type",
     "TELEPHONE_NUMBER VOIP CONTACT_FLOW CONNECT_PHONENUMBER_ARN EMAIL_ADDRESS", "EndpointType"},
    {"start-outbound-chat-contact", "/DestinationEndpoint/Type",
     "TELEPHONE_NUMBER VOIP CONTACT_FLOW CONNECT_PHONENUMBER_ARN EMAIL_ADDRESS", "EndpointType"},
    {"create-contact", "/References/r/Type",
     "URL ATTACHMENT CONTACT_ANALYSIS NUMBER STRING DATE EMAIL EMAIL_MESSAGE "
     "EMAIL_MESSAGE_PLAIN_TEXT EMAIL_MESSAGE_PLAIN_TEXT_REDACTED EMAIL_MESSAGE_REDACTED "
     "VOICEMAIL_RECORDING VOICEMAIL_RECORDING_REDACTED VOICEMAIL_ANALYSIS "
     "VOICEMAIL_ANALYSIS_REDACTED",
     "ReferenceType"},
    {"create-contact", "/References/r/Status",
     "AVAILABLE DELETED APPROVED REJECTED PROCESSING FAILED DRAFTING", "ReferenceStatus"},
    {"create-contact", "/Channel", "VOICE CHAT TASK EMAIL", "Channel"},
    {"create-contact", "/InitiationMethod",
     "INBOUND OUTBOUND TRANSFER QUEUE_TRANSFER CALLBACK API DISCONNECT MONITOR EXTERNAL_OUTBOUND "
     "WEBRTC_API AGENT_REPLY FLOW",
     "ContactInitiationMethod"},
    {"create-contact", "/InitiateAs", "CONNECTED_TO_USER COMPLETED", "InitiateAs"},
};

inline constexpr RequiredMembers kRequired[] = {
    {"dial-request", "", "clientToken phoneNumber expirationTime attributes", "DialRequest"},
    {"put-dial-request-batch", "", "dialRequests", "PutDialRequestBatchRequest"},
    {"put-dial-request-batch", "/dialRequests/0",
     "clientToken phoneNumber expirationTime attributes", "DialRequest"},
    {"aws-error", "", "message", "each exception"},
    {"start-outbound-voice-contact", "", "DestinationPhoneNumber ContactFlowId InstanceId",
     "StartOutboundVoiceContactRequest"},
    {"start-outbound-voice-contact", "/References/r", "Type", "Reference"},
    {"start-outbound-voice-contact", "/OutboundStrategy", "Type", "OutboundStrategy"},
    {"start-outbound-voice-contact", "/OutboundStrategy/Config/AgentFirst/Preview",
     "PostAcceptTimeoutConfig AllowedUserActions", "Preview"},
    {"start-outbound-voice-contact",
     "/OutboundStrategy/Config/AgentFirst/Preview/PostAcceptTimeoutConfig", "DurationInSeconds",
     "PostAcceptTimeoutConfig"},
    {"start-outbound-chat-contact", "",
     "SourceEndpoint DestinationEndpoint InstanceId SegmentAttributes ContactFlowId",
     "StartOutboundChatContactRequest"},
    {"start-outbound-chat-contact", "/ParticipantDetails", "DisplayName", "ParticipantDetails"},
    {"start-outbound-chat-contact", "/InitialSystemMessage", "ContentType Content", "ChatMessage"},
    {"start-outbound-chat-contact", "/InitialTemplatedSystemMessage",
     "KnowledgeBaseId MessageTemplateId TemplateAttributes", "TemplatedMessageConfig"},
    {"start-task-contact", "", "InstanceId Name", "StartTaskContactRequest"},
    {"start-task-contact", "/References/r", "Type", "Reference"},
    {"start-task-contact", "/Attachments/0", "FileName S3Url", "TaskAttachment"},
    {"create-contact", "", "InstanceId Channel InitiationMethod", "CreateContactRequest"},
    {"create-contact", "/References/r", "Type", "Reference"},
    {"put-outbound-request-batch", "", "outboundRequests", "PutOutboundRequestBatchRequest"},
    {"put-outbound-request-batch", "/outboundRequests/0",
     "clientToken expirationTime channelSubtypeParameters", "OutboundRequest"},
    {"put-outbound-request-batch", "/outboundRequests/1",
     "clientToken expirationTime channelSubtypeParameters", "OutboundRequest"},
    {"put-outbound-request-batch", "/outboundRequests/2",
     "clientToken expirationTime channelSubtypeParameters", "OutboundRequest"},
    {"put-outbound-request-batch", "/outboundRequests/3",
     "clientToken expirationTime channelSubtypeParameters", "OutboundRequest"},
    {"put-outbound-request-batch", "/outboundRequests/0/channelSubtypeParameters/telephony",
     "destinationPhoneNumber attributes", "TelephonyChannelSubtypeParameters"},
    {"put-outbound-request-batch",
     "/outboundRequests/0/channelSubtypeParameters/telephony/answerMachineDetectionConfig",
     "enableAnswerMachineDetection", "AnswerMachineDetectionConfig"},
    {"put-outbound-request-batch", "/outboundRequests/1/channelSubtypeParameters/sms",
     "destinationPhoneNumber templateParameters", "SmsChannelSubtypeParameters"},
    {"put-outbound-request-batch", "/outboundRequests/2/channelSubtypeParameters/email",
     "destinationEmailAddress templateParameters", "EmailChannelSubtypeParameters"},
    {"put-outbound-request-batch", "/outboundRequests/3/channelSubtypeParameters/whatsApp",
     "destinationPhoneNumber templateParameters", "WhatsAppChannelSubtypeParameters"},
};

}  // namespace diallint::test
