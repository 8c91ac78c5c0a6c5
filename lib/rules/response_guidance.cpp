#include "rules/response_guidance.h"

namespace diallint {
namespace {

constexpr Guidance kGuidance[] = {
    {"BufferLimitExceeded", 0, Remedy::kWaitThenRetry,
     "the campaign holds as many waiting requests as it can",
     "Wait until some have been dialled, then retry with the same token."},
    {"InvalidInput", 0, Remedy::kMend,
     "the service does not accept this request as it is; the others in the batch are not affected",
     "Correct the request: an expiry outside its window and a number that is not E.164 are the "
     "usual "
     "causes. Then send it again."},
    {"RequestThrottled", 0, Remedy::kWaitThenRetry,
     "this request exceeded the account's request quota",
     "Wait, then retry with the same token and a fresh expiry; double the pause each time."},
    {"UnknownError", 0, Remedy::kRetry,
     "the service failed on this request for a reason of its own",
     "Retry with the same token, so that nobody is called twice."},
    {"AccessDeniedException", 403, Remedy::kMend,
     "the caller lacks the permission connect-campaigns:PutDialRequestBatch for this campaign",
     "Correct the policy of the sending role, or use the right account. A retry fails "
     "again."},
    {"ConflictException", 409, Remedy::kWaitThenRetry,
     "another call is changing the campaign at this moment",
     "Wait until that call has ended, then retry with the same tokens."},
    {"InternalServerException", 500, Remedy::kRetry, "the service failed for a reason of its own",
     "Retry with the same tokens after a short pause; lengthen it each time."},
    {"InvalidCampaignStateException", 409, Remedy::kMend,
     "the campaign is not running, so it accepts no requests",
     "Start or resume the campaign: state in the response says which. A retry "
     "fails until then."},
    {"ResourceNotFoundException", 404, Remedy::kMend,
     "there is no campaign with this id in this account and region",
     "Correct the id, the region or the account. A retry fails again."},
    {"ThrottlingException", 429, Remedy::kWaitThenRetry,
     "calls exceeded the account's request quota",
     "Wait, then retry with the same tokens; double the pause each time, and add some random "
     "delay."},
    {"ValidationException", 400, Remedy::kMend,
     "the call breaks a constraint, and none of its requests was accepted",
     "Correct the batch: its message names a member, and diallint names the place. A retry fails "
     "again."},
};

// Without what headers and logs write around it.
std::string_view bare(std::string_view name) noexcept {
  const std::size_t hash = name.find('#');
  if (hash != std::string_view::npos) name.remove_prefix(hash + 1);
  return name.substr(0, name.find(':'));
}

}  // namespace

std::span<const Guidance> all_guidance() noexcept { return kGuidance; }

const Guidance* guidance_for(std::string_view name) noexcept {
  for (const Guidance& guidance : kGuidance) {
    if (guidance.name == bare(name)) return &guidance;
  }
  return nullptr;
}

}  // namespace diallint
