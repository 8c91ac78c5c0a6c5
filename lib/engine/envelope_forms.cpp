#include "engine/envelope_forms.h"

#include "diallint/settings.h"

namespace diallint {
namespace {

constexpr std::span<const std::string_view> kNone;

// Paths.
constexpr std::string_view kItem[] = {"Item"};
constexpr std::string_view kItems[] = {"Items", "*"};
constexpr std::string_view kPutItem[] = {"PutRequest", "Item"};
constexpr std::string_view kNewImages[] = {"Records", "*", "dynamodb", "NewImage"};
constexpr std::string_view kNewImage[] = {"dynamodb", "NewImage"};
constexpr std::string_view kRecordBodies[] = {"Records", "*", "body"};
constexpr std::string_view kMessageBodies[] = {"Messages", "*", "Body"};
constexpr std::string_view kEntryBodies[] = {"Entries", "*", "MessageBody"};
constexpr std::string_view kMessageBody[] = {"MessageBody"};
constexpr std::string_view kUpperBody[] = {"Body"};
constexpr std::string_view kBody[] = {"body"};
constexpr std::string_view kSnsMessages[] = {"Records", "*", "Sns", "Message"};
constexpr std::string_view kMessage[] = {"Message"};
constexpr std::string_view kDetail[] = {"detail"};
constexpr std::string_view kEntryDetails[] = {"Entries", "*", "Detail"};
constexpr std::string_view kRecordParameters[] = {"Records", "*", "requestParameters"};
constexpr std::string_view kRequestParameters[] = {"requestParameters"};
constexpr std::string_view kParameters[] = {"Parameters"};
constexpr std::string_view kArguments[] = {"Arguments"};

// Signs.
constexpr std::string_view kSqsSigns[] = {"messageId", "receiptHandle", "eventSourceARN"};
constexpr std::string_view kUpperSqsSigns[] = {"MessageId", "ReceiptHandle", "MD5OfBody"};
constexpr std::string_view kEntrySigns[] = {"Id", "DelaySeconds", "MessageGroupId"};
constexpr std::string_view kQueueSigns[] = {"QueueUrl"};
constexpr std::string_view kSnsSigns[] = {"TopicArn", "MessageId"};
constexpr std::string_view kEventSigns[] = {"detail-type"};
constexpr std::string_view kPutEventSigns[] = {"DetailType"};
constexpr std::string_view kGatewaySigns[] = {"requestContext", "httpMethod", "routeKey",
                                              "isBase64Encoded"};
constexpr std::string_view kTrailSigns[] = {"eventVersion", "eventName"};
constexpr std::string_view kStateSigns[] = {"Resource"};

constexpr EnvelopeForm kForms[] = {
    {"dynamodb", kNone, kNone, InnerForm::kAttributeValues},
    {"dynamodb", kItem, kNone, InnerForm::kAttributeValues},
    {"dynamodb", kItems, kNone, InnerForm::kAttributeValues},
    {"dynamodb", kPutItem, kNone, InnerForm::kAttributeValues},
    {"dynamodb", kNewImages, kNone, InnerForm::kAttributeValues},
    {"dynamodb", kNewImage, kNone, InnerForm::kAttributeValues},
    {"sqs", kRecordBodies, kSqsSigns, InnerForm::kText},
    {"sqs", kMessageBodies, kUpperSqsSigns, InnerForm::kText},
    {"sqs", kEntryBodies, kEntrySigns, InnerForm::kText},
    {"sqs", kMessageBody, kQueueSigns, InnerForm::kText},
    {"sqs", kUpperBody, kUpperSqsSigns, InnerForm::kText},
    {"sqs", kBody, kSqsSigns, InnerForm::kText},
    {"sns", kSnsMessages, kSnsSigns, InnerForm::kText},
    {"sns", kMessage, kSnsSigns, InnerForm::kText},
    {"eventbridge", kDetail, kEventSigns, InnerForm::kJson},
    {"eventbridge", kEntryDetails, kPutEventSigns, InnerForm::kText},
    {"api-gateway", kBody, kGatewaySigns, InnerForm::kText},
    {"cloudtrail", kRecordParameters, kTrailSigns, InnerForm::kJson, false, true, true},
    {"cloudtrail", kRequestParameters, kTrailSigns, InnerForm::kJson, false, true, true},
    {kTemplates, kParameters, kStateSigns, InnerForm::kJson, true, false, true},
    {kTemplates, kArguments, kStateSigns, InnerForm::kJson, true, false, true},
    {kTemplates, kNone, kNone, InnerForm::kJson, true, false, true},
};

constexpr std::string_view kEnvelopeNames[] = {"auto",        "none",       "dynamodb",
                                               "sqs",         "sns",        "eventbridge",
                                               "api-gateway", "cloudtrail", kTemplates};

}  // namespace

std::span<const EnvelopeForm> envelope_forms() noexcept { return kForms; }

std::span<const std::string_view> envelope_names() noexcept { return kEnvelopeNames; }

}  // namespace diallint
