#include "service/trouble.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/printable.h"
#include "diallint/guidance.h"
#include "service/exceptions.h"

namespace diallint {
namespace {

using Percents = std::map<std::string, std::uint64_t, std::less<>>;

/// Those of contacts have other names for the same.
constexpr std::string_view kInternal = "InternalServerException";
constexpr std::string_view kInternalOfContacts = "InternalServiceException";

bool is_kind(std::string_view word) {
  if (word == kDrop || word == kCut) return true;
  const Guidance* campaigns = guidance_for(kCampaignsService, word);
  const Guidance* contacts = guidance_for(kContactsService, word);
  return (campaigns != nullptr && campaigns->http_status != 0) ||
         (contacts != nullptr && contacts->http_status != 0);
}

bool is_code(std::string_view word) {
  const Guidance* guidance = guidance_for(kCampaignsService, word);
  return guidance != nullptr && guidance->http_status == 0;
}

std::string unknown_kind(std::string_view word) {
  return fmt::format(
      "there is no trouble '{}'; it is an exception of the service, such as ThrottlingException, "
      "or "
      "drop or cut",
      printable(word));
}

std::string fault_of_shares(const Percents& shares, std::string_view what) {
  std::uint64_t sum = 0;
  for (const auto& [word, share] : shares) sum += std::min<std::uint64_t>(share, 101);
  if (sum <= 100) return {};
  return fmt::format("{} are in trouble to {} %; give 100 % at most", what, sum);
}

std::string drawn(const Percents& shares, Random& random) {
  if (shares.empty()) return {};
  std::uint64_t left = random.below(100);
  for (const auto& [word, share] : shares) {
    if (left < share) return word;
    left -= share;
  }
  return {};
}

}  // namespace

std::string fault_of(const ServiceTrouble& trouble) {
  for (const auto& [word, share] : trouble.calls)
    if (!is_kind(word)) return unknown_kind(word);
  for (const std::string& word : trouble.next)
    if (word != kNoTrouble && !is_kind(word)) return unknown_kind(word);
  for (const auto& [word, share] : trouble.requests)
    if (!is_code(word))
      return fmt::format("there is no failure code '{}'; InvalidInput is one", printable(word));
  if (trouble.burst == 0) return "a burst of 0 lets no call pass; give 1 at least";
  std::string fault = fault_of_shares(trouble.calls, "calls");
  return fault.empty() ? fault_of_shares(trouble.requests, "requests") : fault;
}

TroubleMaker::TroubleMaker(ServiceTrouble trouble, std::uint64_t seed)
    : trouble_(std::move(trouble)), random_(seed) {}

void TroubleMaker::set(ServiceTrouble trouble) {
  trouble_ = std::move(trouble);
  next_ = 0;
  filled_.reset();
}

bool TroubleMaker::throttled(Millis now) {
  if (trouble_.calls_per_second == 0) return false;
  const auto most = static_cast<double>(trouble_.burst);
  const auto since = static_cast<double>(now - filled_.value_or(now)) / 1000;
  const double grown = tokens_ + since * static_cast<double>(trouble_.calls_per_second);
  tokens_ = filled_ ? std::clamp(grown, 0.0, most) : most;
  filled_ = now;
  if (tokens_ < 1) return true;
  tokens_ -= 1;
  return false;
}

std::string TroubleMaker::drawn_for_call(Millis now) {
  if (next_ < trouble_.next.size()) {
    std::string word = trouble_.next[next_++];
    return word == kNoTrouble ? std::string() : word;
  }
  if (throttled(now)) return std::string(kThrottling);
  return drawn(trouble_.calls, random_);
}

std::string TroubleMaker::for_call(ServiceApi api, Millis now) {
  std::string word = drawn_for_call(now);
  if (word.empty() || word == kDrop || word == kCut || status_of(api, word) != 0) return word;
  return std::string(api == ServiceApi::kContacts ? kInternalOfContacts : kInternal);
}

std::string TroubleMaker::for_request(ServiceApi api) {
  std::string code = drawn(trouble_.requests, random_);
  // Only the newer campaigns have a limit of what waits.
  const bool known = code != "BufferLimitExceeded" || api == ServiceApi::kCampaignsV2;
  return known ? code : "RequestThrottled";
}

}  // namespace diallint
