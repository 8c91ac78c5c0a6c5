#include "rules/response_guidance.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace diallint {
namespace {

constexpr std::string_view kCampaigns = kCampaignsService;
constexpr std::string_view kContacts = kContactsService;

constexpr Guidance kGuidance[] = {
    {kCampaigns, "BufferLimitExceeded", 0, Remedy::kWaitThenRetry,
     "the campaign holds as many waiting requests as it can",
     "Wait until some have been dialled, then retry with the same token."},
    {kCampaigns, "InvalidInput", 0, Remedy::kMend,
     "the service does not accept this request as it is; the others in the batch are not affected",
     "Correct the request: an expiry outside its window and a number that is not E.164 are the "
     "usual causes. Then send it again."},
    {kCampaigns, "RequestThrottled", 0, Remedy::kWaitThenRetry,
     "the campaign takes no more requests for now, as too few agents are free or too few lines; "
     "this is no quota of the account",
     "Stop sending, and wait until some of the requests that it holds have been dialled; then "
     "retry "
     "with the same token and a fresh expiry. Where it goes on, staff more agents or send less at "
     "a "
     "time."},
    {kCampaigns, "UnknownError", 0, Remedy::kRetry,
     "the service failed on this request for a reason of its own",
     "Retry with the same token, so that nobody is called twice."},
    {kCampaigns, "AccessDeniedException", 403, Remedy::kMend,
     "the caller lacks the permission connect-campaigns:PutDialRequestBatch, or "
     "connect-campaigns:PutOutboundRequestBatch for the newer campaigns, for this campaign",
     "Correct the policy of the sending role, or use the right account. A retry fails "
     "again."},
    {kCampaigns, "ConflictException", 409, Remedy::kWaitThenRetry,
     "another call is changing the campaign at this moment",
     "Wait until that call has ended, then retry with the same tokens."},
    {kCampaigns, "InternalServerException", 500, Remedy::kRetry,
     "the service failed for a reason of its own",
     "Retry with the same tokens after a short pause; lengthen it each time."},
    {kCampaigns, "InvalidCampaignStateException", 409, Remedy::kMend,
     "the campaign is not running, so it accepts no requests",
     "Start or resume the campaign: state in the response says which. A retry "
     "fails until then."},
    {kCampaigns, "ResourceNotFoundException", 404, Remedy::kMend,
     "there is no campaign with this id in this account and region",
     "Correct the id, the region or the account. A retry fails again."},
    {kCampaigns, "ThrottlingException", 429, Remedy::kWaitThenRetry,
     "calls exceeded the account's request quota",
     "Wait, then retry with the same tokens; double the pause each time, and add some random "
     "delay."},
    {kCampaigns, "ValidationException", 400, Remedy::kMend,
     "the call breaks a constraint, and none of its requests was accepted",
     "Correct the batch: its message names a member, and diallint names the place. A retry fails "
     "again."},
    {kContacts, "AccessDeniedException", 403, Remedy::kMend,
     "the caller lacks the permission for this operation on this instance",
     "Correct the policy of the sending role, or use the right account. A retry fails again."},
    {kContacts, "ConflictException", 409, Remedy::kWaitThenRetry,
     "another operation is at work on the contact, or the contact's state does not allow this one",
     "Wait until the other operation has ended, then retry with the same token; look up the "
     "contact "
     "first if it fails again."},
    {kContacts, "DestinationNotAllowedException", 403, Remedy::kMend,
     "the instance may not call this number: its country, or a range within it, is not among those "
     "that it is allowed to call",
     "Ask the service to allow the country (a quota of the instance), or correct the number. A "
     "retry fails again."},
    {kContacts, "IdempotencyException", 409, Remedy::kMend,
     "the token was used before for a request of other content",
     "Give this request a token of its own; if it is the earlier one sent again, send it "
     "unchanged."},
    {kContacts, "InternalServiceException", 500, Remedy::kRetry,
     "the service failed for a reason of its own",
     "Retry with the same token after a short pause; lengthen it each time."},
    {kContacts, "InvalidParameterException", 400, Remedy::kMend,
     "a value of the request is not valid",
     "Correct the request: Message names a parameter, and diallint the place. A retry fails "
     "again."},
    {kContacts, "InvalidRequestException", 400, Remedy::kMend,
     "the request as a whole is not valid, or does not fit the state of the contact or the flow",
     "Correct the request: members that exclude or need each other and a flow that is not "
     "published "
     "are the usual causes. A retry fails again."},
    {kContacts, "LimitExceededException", 429, Remedy::kWaitThenRetry,
     "the instance has reached a limit, such as that of calls at a time",
     "Wait until some calls have ended, then retry with the same token; ask for a higher quota "
     "where it goes on."},
    {kContacts, "OutboundContactNotPermittedException", 403, Remedy::kMend,
     "the instance or the number that calls may not make this outbound contact",
     "Switch on outbound calls for the instance, and check the source number and the queue's "
     "caller "
     "ID. A retry fails again."},
    {kContacts, "ResourceNotFoundException", 404, Remedy::kMend,
     "there is no such instance, flow, queue or contact in this account and region",
     "Correct the ids, the region or the account. A retry fails again."},
    {kContacts, "ServiceQuotaExceededException", 402, Remedy::kMend,
     "a quota of the instance is used up",
     "Ask for a higher quota, or end what uses it. A retry fails until then."},
    {kContacts, "ThrottlingException", 429, Remedy::kWaitThenRetry,
     "calls exceeded the account's request quota",
     "Wait, then retry with the same token; double the pause each time, and add some random "
     "delay."},
};

// The words for a Remedy, in its order.
constexpr std::string_view kRemedyNames[] = {"mend", "wait-then-retry", "retry"};

// What SDKs call the services of campaigns.
constexpr std::string_view kSdkNames[] = {"connectcampaigns", "connectcampaignsv2"};

std::string_view permission_prefix(std::string_view service) noexcept {
  const bool is_sdk_name =
      std::find(std::begin(kSdkNames), std::end(kSdkNames), service) != std::end(kSdkNames);
  return is_sdk_name ? kCampaignsService : service;
}

// Without what headers and logs write around it.
std::string_view bare(std::string_view name) noexcept {
  const std::size_t hash = name.find('#');
  if (hash != std::string_view::npos) name.remove_prefix(hash + 1);
  return name.substr(0, name.find(':'));
}

}  // namespace

std::string_view name_of(Remedy remedy) noexcept {
  return kRemedyNames[static_cast<std::size_t>(remedy)];
}

std::span<const Guidance> all_guidance() noexcept { return kGuidance; }

const Guidance* guidance_for(std::string_view service, std::string_view name) noexcept {
  const std::string_view wanted = bare(name);
  const std::string_view asked = permission_prefix(service);
  const auto found =
      std::find_if(std::begin(kGuidance), std::end(kGuidance),
                   [&](const Guidance& one) { return one.service == asked && one.name == wanted; });
  return found == std::end(kGuidance) ? nullptr : found;
}

std::string explained(const Guidance& guidance) {
  const std::string status =
      guidance.http_status == 0 ? "" : fmt::format(" (HTTP {})", guidance.http_status);
  return fmt::format("{}{}: {}. {}", guidance.name, status, guidance.meaning, guidance.advice);
}

}  // namespace diallint
