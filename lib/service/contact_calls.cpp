#include "service/contact_calls.h"

#include <utility>

#include "api/validation_message.h"
#include "base/json_writer.h"
#include "service/body.h"
#include "service/exceptions.h"
#include "service/judgement.h"

namespace diallint {
namespace {

constexpr std::string_view kCreateContact = "CreateContact";

/// Of the exceptions that contacts have in place of ValidationException the one for a rule; which
/// is for what is not documented beyond their names. A chat has no InvalidParameterException.
std::string_view exception_for(std::string_view rule, std::string_view operation) {
  if (operation == "StartOutboundVoiceContact" && (rule == "phone-region" || rule == "phone-type"))
    return "DestinationNotAllowedException";
  const bool about_all = rule == "json-syntax" || rule == "encoding" || rule == "input-limit" ||
                         rule == "shape" || operation == "StartOutboundChatContact";
  return about_all ? "InvalidRequestException" : "InvalidParameterException";
}

ServiceResponse contact_response(const std::string& id, const std::string& instance,
                                 std::string_view operation) {
  ServiceResponse response;
  JsonWriter json(response.body);
  json.open('{').put("ContactId", id);
  if (operation == kCreateContact)
    json.put("ContactArn",
             "arn:aws:connect:us-east-1:123456789012:instance/" + instance + "/contact/" + id);
  json.close('}');
  return response;
}

}  // namespace

ServiceResponse start_contact(ServiceState& state, const ServiceCall& call) {
  const std::string_view operation = call.route.operation;
  const CallJudgement judgement = judge_call(state, state.checker, call, "");
  if (!judgement.refusing.empty())
    return exception_response(call.route.api,
                              exception_for(judgement.refusing.front().rule, operation),
                              validation_message(judgement.refusing));
  const nlohmann::json body = parsed_body(call.body);
  std::string text = canonical(body);
  const Digest content = sha256(text);
  const std::string instance = text_member(body, "InstanceId");
  const std::string token = text_member(body, "ClientToken");
  const TokenUse* use =
      token.empty() ? nullptr
                    : state.tokens.find(token_scope(state, operation, ""), token, call.millis());
  if (use != nullptr) {
    const bool changed = use->content != content;
    ++call.log.repeated;
    ++state.summary.repeated;
    if (changed) ++state.summary.changed;
    // Only this operation documents an exception for it.
    if (changed && operation == kCreateContact)
      return exception_response(call.route.api, "IdempotencyException");
    return contact_response(use->id, instance, operation);
  }
  if (!state.has_room(text.size())) return exception_response(call.route.api, kThrottling);
  Accepted accepted{.id = next_id(state),
                    .operation = std::string(operation),
                    .token = token,
                    .text = std::move(text),
                    .content = content,
                    .received = call.millis()};
  ++call.log.accepted;
  ++state.summary.accepted;
  state.dialer.dial(accepted, accepted.received);
  if (!token.empty())
    state.tokens.note(token_scope(state, operation, ""), token,
                      {accepted.id, content, call.millis()});
  ServiceResponse response = contact_response(accepted.id, instance, operation);
  state.keep(std::move(accepted));
  return response;
}

}  // namespace diallint
