#include "campaign/request_judge.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/json_string.h"
#include "base/milliseconds.h"
#include "campaign/call_errors.h"
#include "campaign/sending_times.h"

namespace diallint {
namespace {

constexpr std::int64_t kMillis = 1000;

void append_attributes(std::string& out, std::span<const Attribute> attributes) {
  out += "\"attributes\":{";
  for (const Attribute& attribute : attributes) {
    if (out.back() != '{') out += ',';
    append_json_string(out, attribute.key);
    out += ':';
    append_json_string(out, attribute.value);
  }
  out += '}';
}

}  // namespace

RequestJudge::RequestJudge(const CampaignShape& shape, const PrepareOptions& options,
                           const Ruleset& rules)
    : shape_(shape),
      api_(options.api),
      expiry_(options.expiry),
      expires_in_(options.expires_in.value_or(shape.usual_expiry)),
      reject_at_(options.reject_at),
      checker_(rules),
      head_("{\"id\":"),
      records_path_(fmt::format("/{}/", shape.list)) {
  append_json_string(head_, options.campaign);
  head_ += fmt::format(",\"{}\":[", shape.list);
}

void RequestJudge::append_expiry(std::string& out, std::int64_t millis) {
  times_.append(out, millis + static_cast<std::int64_t>(expires_in_) * kMillis, false);
}

void RequestJudge::append_renewed(std::string& out, const BatchRequests& batch, std::size_t request,
                                  std::int64_t millis) {
  std::string expiry;
  append_expiry(expiry, millis);
  batch.append_with_expiry(out, request, expiry);
}

void RequestJudge::write(std::string& out, const RequestTexts& texts, std::int64_t millis,
                         bool expiry) {
  out += "{\"clientToken\":";
  append_json_string(out, texts.token);
  if (api_ == CampaignApi::kV1) {
    out += ",\"phoneNumber\":";
    append_json_string(out, texts.phone);
  }
  if (expiry) {
    out += ",\"expirationTime\":\"";
    append_expiry(out, millis);
    out += '"';
  }
  if (api_ == CampaignApi::kV2) {
    out += ",\"channelSubtypeParameters\":{\"telephony\":{\"destinationPhoneNumber\":";
    append_json_string(out, texts.phone);
  }
  out += ',';
  append_attributes(out, texts.attributes);
  out += api_ == CampaignApi::kV2 ? "}}}" : "}";
}

// As the only request of a batch. What it finds stands in text_.
CheckResult RequestJudge::check(std::string_view request, std::int64_t millis) {
  text_ = head_;
  text_ += request;
  text_ += kTail;
  return checker_.check_json(text_, instant_of(millis), {.shape = shape_.id});
}

// Findings on the batch itself speak of the options, which were tried, and not of the row.
void RequestJudge::take(const Finding& finding, RequestVerdict& judgement) {
  if (!finding.path.starts_with(records_path_)) return;
  if (finding.severity >= reject_at_) {
    if (judgement.rule.empty()) judgement.rule = finding.rule;
    if (!judgement.reason.empty()) judgement.reason += "; ";
    judgement.reason += finding.message;
  } else if (std::find(warnings_.begin(), warnings_.end(), finding.rule) == warnings_.end()) {
    warnings_.push_back(finding.rule);
  }
}

Error RequestJudge::try_options(const PrepareOptions& options, std::int64_t millis) {
  constexpr std::uint64_t kYear = 31'536'000;
  if (options.campaign.empty()) return {ErrorCode::kSetting, "the campaign's id is empty"};
  if (expires_in_ > kYear)
    return {ErrorCode::kSetting, "requests would expire more than a year after they are sent"};
  std::vector<Attribute> attributes;
  for (const AttributeColumn& attribute : options.attributes)
    attributes.push_back({attribute.key, ""});
  const RequestTexts texts{"abcdefghijklmnopabcdefghijklmnop", "+12025550101", attributes};
  std::string request;
  write(request, texts, millis, true);
  const CheckResult result = check(request, millis);
  if (result.error) return result.error;
  for (const Finding& finding : result.findings) {
    // Which numbers may be called is the rows' business.
    if (finding.severity != Severity::kError || finding.path.ends_with(shape_.phone->name))
      continue;
    return {ErrorCode::kSetting,
            fmt::format("no request would be sound: {} [{}]", finding.message, finding.rule)};
  }
  return {};
}

RequestVerdict RequestJudge::judge(const RequestTexts& texts, std::int64_t millis) {
  request_.clear();
  write(request_, texts, millis, expiry_);
  if (expiry_) return judge_text(request_, millis);
  // Where the sender adds the expiry, the rest is judged with one that is sound.
  std::string whole;
  write(whole, texts, millis, true);
  return judge_text(whole, millis);
}

RequestVerdict RequestJudge::judge_text(std::string_view request, std::int64_t millis) {
  warnings_.clear();
  const CheckResult result = check(request, millis);
  if (result.error) throw Refusal{result.error};  // of the settings' history, or of memory
  RequestVerdict judgement;
  for (const Finding& finding : result.findings) take(finding, judgement);
  return judgement;
}

}  // namespace diallint
