#include "service/verdicts.h"

#include <algorithm>

namespace diallint {
namespace {

using enum ServiceVerdict;

constexpr std::string_view kBatch =
    "https://docs.aws.amazon.com/connect/latest/APIReference/"
    "API_connect-outbound-campaigns_PutDialRequestBatch.html";
constexpr std::string_view kToken =
    "https://boto3.amazonaws.com/v1/documentation/api/latest/reference/services/connectcampaigns/"
    "client/put_dial_request_batch.html";
constexpr std::string_view kSilent = "";
constexpr std::string_view kInModel =
    "a constraint of the service model, which ValidationException is for";
constexpr std::string_view kUnreadable = "a body that cannot be read has no requests";
constexpr std::string_view kOneRequest =
    "no constraint of the service model; InvalidInput is the failure code for one request";

constexpr VerdictInfo kVerdicts[] = {
    {"json-syntax", kRefuse, kSilent, kUnreadable},
    {"encoding", kRefuse, kSilent, kUnreadable},
    {"input-limit", kRefuse, kSilent, kUnreadable},
    {"shape", kRefuse, kSilent, kUnreadable},
    {"duplicate-member", kRefuse, kSilent, "which of the two counts is not said"},
    {"member-name", kRefuse, kSilent, "under its right name the member is missing"},
    {"type", kRefuse, kBatch, kInModel},
    {"required", kRefuse, kBatch, kInModel},
    {"length", kRefuse, kBatch, kInModel},
    {"pattern", kRefuse, kBatch, kInModel},
    {"items", kRefuse, kBatch, kInModel},
    {"enum", kRefuse, kBatch, kInModel},
    {"range", kRefuse, kBatch, kInModel},
    {"expiration-format", kRefuse, kBatch, "no timestamp as the service model has it"},
    {"expiration-window", kFail, kSilent, kOneRequest},
    {"phone-e164", kFail, kSilent, kOneRequest},
    {"phone-region", kFail, kSilent, kOneRequest},
    {"phone-type", kFail, kSilent, kOneRequest},
    {"attributes-bytes", kFail, kSilent, kOneRequest},
    {"token-unique", kAccept, kToken, "answered with the first request of the token"},
};

struct VerdictWord {
  ServiceVerdict verdict;
  std::string_view word;
};
constexpr VerdictWord kWords[] = {{kRefuse, "refuse"}, {kFail, "fail"}, {kAccept, "accept"}};

}  // namespace

std::string_view to_string(ServiceVerdict verdict) noexcept {
  return kWords[static_cast<std::size_t>(verdict)].word;
}

std::optional<ServiceVerdict> parse_verdict(std::string_view word) noexcept {
  for (const VerdictWord& known : kWords)
    if (known.word == word) return known.verdict;
  return std::nullopt;
}

std::span<const VerdictInfo> service_verdicts() noexcept { return kVerdicts; }

ServiceVerdict verdict_of(std::string_view rule, const VerdictsByRule& chosen) noexcept {
  const auto own = chosen.find(rule);
  if (own != chosen.end()) return own->second;
  const auto* const line = std::find_if(std::begin(kVerdicts), std::end(kVerdicts),
                                        [&](const VerdictInfo& info) { return info.rule == rule; });
  return line == std::end(kVerdicts) ? kFail : line->verdict;
}

}  // namespace diallint
