// Rules on what a contact is made of: who is called, through which channel, with what beside it.
// What must hold between members stands in the schemas; these are the names it is reported by.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "context/check_context.h"
#include "plan/json_list.h"
#include "plan/node_compiler.h"
#include "rules/clause.h"
#include "rules/condition.h"
#include "rules/families.h"
#include "samples/boundary_values.h"
#include "samples/sample.h"

namespace diallint {
namespace {

// --- between members ---------------------------------------------------------------------------

const Rule kAmdTrafficType = {
    .id = "amd-traffic-type",
    .title = "Answering machine detection requires campaign traffic.",
    .severity = Severity::kError,
    .why =
        "Detection is only done for calls of campaigns; with any other type of traffic, the "
        "default among them, the request is refused.",
    .repair = "Set the type of traffic that the message names, or leave the detection out.",
    .stage = Stage::kSemantic,
    .check = check_clause_at_object,
    .inject_fault = inject_clause,
};

const Rule kChannel = {
    .id = "channel",
    .title = "A contact is created for a channel that the operation supports.",
    .severity = Severity::kError,
    .why = "The member has values that only other operations accept; this one refuses them.",
    .repair =
        "Use a channel that the message names. Contacts of other channels are started with other "
        "operations.",
    .stage = Stage::kSemantic,
    .check = check_clause,
    .inject_fault = inject_clause,
    .disagreement =
        "The reference lists among the valid values of the channel one that it says elsewhere is "
        "not supported. It is treated as a value that exists but that this operation refuses.",
};

const Rule kInitiationMethod = {
    .id = "initiation-method",
    .title = "The initiation method is one that the channel supports.",
    .severity = Severity::kError,
    .why = "The service refuses other pairs of channel and initiation method.",
    .repair = "Use the initiation method, or the subtype, that the message names for the channel.",
    .stage = Stage::kSemantic,
    .check = check_clause,
    .inject_fault = inject_clause,
    .disagreement =
        "One document asks for transfers with the subtype of external audio, another says that "
        "contacts created by transfer have this subtype, and the workflow of the guide sends none. "
        "So the subtype may be left out, but where it is sent it must be this one.",
};

const Rule kUserInfo = {
    .id = "user-info",
    .title = "An e-mail that an agent sends names the agent.",
    .severity = Severity::kError,
    .why = "Without the agent the service does not know whose contact it is, and refuses it.",
    .repair = "Add the member that the message names, with the agent's id.",
    .stage = Stage::kSemantic,
    .check = check_clause_at_object,
    .inject_fault = inject_clause,
};

const Rule kInitiateAs = {
    .id = "initiate-as",
    .title = "Only a task can start as completed.",
    .severity = Severity::kError,
    .why = "The service refuses a contact of any other channel that begins as completed.",
    .repair = "Leave the initial state out, or make the contact a task.",
    .stage = Stage::kSemantic,
    .check = check_clause,
    .inject_fault = inject_clause,
};

const Rule kPreviousContact = {
    .id = "previous-contact",
    .title = "Only a transfer of external audio names a previous contact.",
    .severity = Severity::kError,
    .why = "The service refuses the member for contacts of any other kind.",
    .repair = "Leave the member out; contacts of other channels are linked as related ones.",
    .stage = Stage::kSemantic,
    .check = check_clause,
    .inject_fault = inject_clause,
};

const Rule kReferenceType = {
    .id = "reference-type",
    .title = "A reference has a type that is allowed at creation, and a date is a timestamp.",
    .severity = Severity::kError,
    .why =
        "The service creates other types itself. A date that is not an epoch timestamp is shown "
        "wrong or refused.",
    .repair = "Use a type that the message names. Write a date as the seconds since 1970.",
    .stage = Stage::kSemantic,
    .check = check_clause,
    .inject_fault = inject_clause,
};

const Rule kContactExpiry = {
    .id = "contact-expiry",
    .title = "The expiry of a contact holds its minutes where the service looks for them.",
    .severity = Severity::kError,
    .why = "In any other form the contact does not expire at the intended time.",
    .repair = "Write the minutes at the place that the message names.",
    .stage = Stage::kSemantic,
    .check = check_clause,
    .inject_fault = inject_clause,
};

// --- caller-id ---------------------------------------------------------------------------------

void compile_caller_id(NodeCompiler& node, const nlohmann::json& value) {
  if (!value.is_array() || value.size() != 2) node.fail("expected the names of two members");
  Clause clause;
  clause.then.op = Condition::Op::kAny;
  for (const auto& name : value) {
    const std::vector<std::string> path = {node.text(name)};
    clause.then.parts.push_back(
        {.op = Condition::Op::kPresent, .path = path, .slot = node.capture(path)});
  }
  node.add_whole_check().clause = std::make_shared<const Clause>(std::move(clause));
}

bool check_caller_id(const Check& check, Value& value, CheckContext& context) {
  const Condition& either = check.clause->then;
  if (holds(either, context) != Truth::kFalse) return true;
  context.report(check, value.span(), [&] {
    return fmt::format(
        "neither {} nor {} is present; the flow must then set a queue, or the "
        "call has no caller ID",
        either.parts[0].path[0], either.parts[1].path[0]);
  });
  return true;
}

constexpr std::string_view kCallerIdKeywords[] = {"x-caller-id"};

const Rule kCallerId = {
    .id = "caller-id",
    .title = "A call names its source number or its queue.",
    .severity = Severity::kWarning,
    .why =
        "The number that the customer sees is given with the call or comes from a queue. With "
        "neither, the queue of the flow is used; if the flow names none the call fails.",
    .repair = "Add one of the members that the message names, unless the flow sets a queue.",
    .keywords = kCallerIdKeywords,
    .stage = Stage::kAdvice,
    .compile = compile_caller_id,
    .check = check_caller_id,
    .inject_fault = inject_clause,
    .disagreement =
        "The reference says that without a queue a source number must be given; the 2018 Java "
        "document says that without one the queue of the flow is used. Since the flow cannot be "
        "seen from here, this is a warning.",
};

// --- traffic and strategies --------------------------------------------------------------------

void compile_traffic_quota(NodeCompiler& node, const nlohmann::json& value) {
  TrafficQuota quota;
  quota.member = node.text(node.member(value, "member"));
  quota.value = node.text(node.member(value, "value"));
  quota.otherwise = node.text(node.member(value, "otherwise"));
  quota.member_slot = node.capture(quota.member);
  std::vector<std::string> path;
  for (const auto& name : as_list(node.member(value, "detection"))) path.push_back(node.text(name));
  quota.purpose_slot = node.capture(path);
  node.add_whole_check().parameters = std::move(quota);
}

std::string quota_message(const TrafficQuota& quota, bool detects) {
  std::string message =
      fmt::format("{} is {}; such calls are not placed until the quota of campaign calls is raised",
                  quota.member, quota.value);
  if (!detects) {
    message += fmt::format(
        "; {0} is for calls that detect answering machines, and this one does not: write {1}",
        quota.value, quota.otherwise);
  }
  return message;
}

bool check_traffic_quota(const Check& check, Value&, CheckContext& context) {
  const auto& quota = check.as<TrafficQuota>();
  const Capture& traffic = context.capture(quota.member_slot);
  if (!traffic.present || traffic.string != quota.value) return true;
  const Capture& detection = context.capture(quota.purpose_slot);
  const bool detects = detection.present && (!detection.sound || detection.string == "true");
  context.path().push().to_member(quota.member);
  context.report(check, traffic.span, [&] { return quota_message(quota, detects); });
  context.path().pop();
  return true;
}

void boundary_traffic_quota(const Check& check, BoundaryValues& boundary) {
  const auto& quota = check.as<TrafficQuota>();
  Sample other = boundary.value;
  std::erase_if(other.members, [&](const auto& member) { return member.first == quota.member; });
  Sample campaign = other;
  campaign.members.push_back({quota.member, Sample::string(quota.value)});
  boundary.invalid(quota.value, campaign, {quota.member});
}

constexpr std::string_view kTrafficKeywords[] = {"x-campaign-traffic-quota"};

const Rule kTrafficQuota = {
    .id = "campaign-traffic-quota",
    .title = "Campaign traffic needs a raised quota, and is for answering machine detection only.",
    .severity = Severity::kInfo,
    .why =
        "By default calls of this type of traffic are not allowed, and the call fails. Calls that "
        "detect no answering machines are of the other type.",
    .repair =
        "Ask for the quota once; then this finding can be ignored. Without detection, write the "
        "type that the message names.",
    .keywords = kTrafficKeywords,
    .stage = Stage::kAdvice,
    .compile = compile_traffic_quota,
    .check = check_traffic_quota,
    .boundary_values = boundary_traffic_quota,
};

void compile_strategy(NodeCompiler& node, const nlohmann::json& value) {
  node.require_true(value);
  node.add_whole_check();
}

bool check_strategy(const Check& check, Value& value, CheckContext& context) {
  context.report(check, value.span(), [&] {
    return fmt::format(
        "{} is for the campaigns service alone: the request of anybody else "
        "is refused; leave it out",
        context.subject());
  });
  return true;
}

void boundary_strategy(const Check&, BoundaryValues& boundary) {
  boundary.invalid("given", boundary.value);
}

constexpr std::string_view kStrategyKeywords[] = {"x-outbound-strategy-principal"};

const Rule kStrategy = {
    .id = "outbound-strategy-principal",
    .title = "An outbound strategy is sent by the campaigns service alone.",
    .severity = Severity::kWarning,
    .why =
        "Only the principal of the service that runs campaigns may assume a role in the account "
        "and call the operation with it; a call of your own with it is refused.",
    .repair =
        "Leave the member out, or let a campaign with previews place the call: send it a dial "
        "request.",
    .keywords = kStrategyKeywords,
    .stage = Stage::kAdvice,
    .compile = compile_strategy,
    .check = check_strategy,
    .boundary_values = boundary_strategy,
};

const Rule kEndpointType = {
    .id = "endpoint-type",
    .title = "A chat goes from a number of the instance to a telephone number.",
    .severity = Severity::kError,
    .why = "The operation supports one type of address on either side and refuses all others.",
    .repair = "Use the type that the message names, with an address of that type.",
    .stage = Stage::kSemantic,
    .check = check_clause,
    .inject_fault = inject_clause,
};

// --- uk-mobile-quota and jp-mobile-quota -------------------------------------------------------

std::string in_words(const std::vector<std::string>& prefixes) {
  std::string text;
  for (std::size_t i = 0; i < prefixes.size(); ++i) {
    if (i > 0) text += i + 1 == prefixes.size() ? " or " : ", ";
    text += prefixes[i];
  }
  return text;
}

void compile_quota(NodeCompiler& node, const nlohmann::json& value) {
  AllowedValues prefixes;
  const nlohmann::json& given = value.is_object() && value.contains("prefixes")
                                    ? node.member(value, "prefixes")
                                    : node.member(value, "prefix");
  for (const auto& prefix : as_list(given)) prefixes.values.push_back(node.text(prefix));
  node.add_check().parameters = std::move(prefixes);
}

bool check_quota(const Check& check, Value& value, CheckContext& context) {
  const auto& prefixes = check.as<AllowedValues>().values;
  const bool found = std::any_of(prefixes.begin(), prefixes.end(), [&](const std::string& prefix) {
    return value.string.starts_with(prefix);
  });
  if (!found) return true;
  context.report(check, value.span(), [&] {
    return fmt::format("{} begins with {}; such numbers are not dialled until a quota is raised",
                       context.subject(), in_words(prefixes));
  });
  return true;
}

bool inject_uk_mobile(const Check&, Injection& injection) {
  injection.value = Sample::string(fmt::format("+447700900{:03}", injection.random.below(1000)));
  return true;
}

std::string make_elsewhere(const Check&, Random& random, const Instant&) {
  return fmt::format("+120255501{:02}", random.below(100));
}

constexpr std::string_view kUkMobileKeywords[] = {"x-uk-mobile-quota"};
constexpr std::string_view kJpMobileKeywords[] = {"x-jp-mobile-quota"};

const Rule kUkMobile = {
    .id = "uk-mobile-quota",
    .title = "Mobile numbers of the United Kingdom need a raised quota.",
    .severity = Severity::kInfo,
    .why = "By default calls to these numbers are not allowed, and the call fails.",
    .repair = "Ask for the quota once; then this finding can be ignored.",
    .keywords = kUkMobileKeywords,
    .stage = Stage::kAdvice,
    .compile = compile_quota,
    .check = check_quota,
    .inject_fault = inject_uk_mobile,
    .make = make_elsewhere,
};

const Rule kJpMobile = {
    .id = "jp-mobile-quota",
    .title = "Mobile numbers of Japan need a raised quota.",
    .severity = Severity::kInfo,
    .why = "By default calls to these numbers may not be allowed, and the call fails.",
    .repair = "Ask for the quota once; then this finding can be ignored.",
    .keywords = kJpMobileKeywords,
    .stage = Stage::kAdvice,
    .compile = compile_quota,
    .check = check_quota,
    // No spoil: Japan keeps no mobile numbers for fiction, and no others may be made up.
};

}  // namespace

std::span<const Rule* const> contact_rules() noexcept {
  static constexpr const Rule* kRules[] = {
      &kCallerId,   &kAmdTrafficType,  &kTrafficQuota,  &kStrategy,         &kUkMobile,
      &kJpMobile,   &kEndpointType,    &kChannel,       &kInitiationMethod, &kUserInfo,
      &kInitiateAs, &kPreviousContact, &kReferenceType, &kContactExpiry};
  return kRules;
}

}  // namespace diallint
