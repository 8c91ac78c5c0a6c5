// Requests as text, and what the rules say of each as of the moment at which it is to be sent.
#pragma once
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "campaign/batch_requests.h"
#include "campaign/campaign_shape.h"
#include "diallint/checker.h"
#include "diallint/prepare.h"
#include "generate/time_text.h"

namespace diallint {

/// One request; the texts are the caller's.
struct RequestTexts {
  std::string_view token;
  std::string_view phone;
  std::span<const Attribute> attributes;
};

/// What is wrong with a request; `rule` is empty where nothing is.
struct RequestVerdict {
  std::string rule;
  std::string reason;
};

class RequestJudge {
 public:
  RequestJudge(const CampaignShape& shape, const PrepareOptions& options, const Ruleset& rules);

  /// kSetting: the options make no sound request, whatever the row.
  Error try_options(const PrepareOptions& options, std::int64_t millis);

  /// Judges a request that is sent at `millis` since 1970, and keeps its text.
  RequestVerdict judge(const RequestTexts& texts, std::int64_t millis);
  /// The same for the text of a request, which is kept by its owner.
  RequestVerdict judge_text(std::string_view request, std::int64_t millis);
  /// Appends a request of a batch with the expiry of one that is sent at `millis`.
  void append_renewed(std::string& out, const BatchRequests& batch, std::size_t request,
                      std::int64_t millis);
  /// The one that judge() was given last, as it goes into the batch.
  std::string_view request() const noexcept { return request_; }
  /// Rules whose warnings it has, each once.
  std::span<const std::string_view> warnings() const noexcept { return warnings_; }

  /// What stands before the requests of a batch, and behind.
  std::string_view head() const noexcept { return head_; }
  static constexpr std::string_view kTail = "]}";

  std::uint64_t expires_in() const noexcept { return expires_in_; }

 private:
  void append_expiry(std::string& out, std::int64_t millis);
  void write(std::string& out, const RequestTexts& texts, std::int64_t millis, bool expiry);
  CheckResult check(std::string_view request, std::int64_t millis);
  void take(const Finding& finding, RequestVerdict& judgement);

  CampaignShape shape_;
  CampaignApi api_;
  bool expiry_;
  std::uint64_t expires_in_;
  Severity reject_at_;
  Checker checker_;
  TimeText times_;
  std::string head_;
  std::string records_path_;  // where findings on requests stand
  std::string request_;
  std::string text_;
  std::vector<std::string_view> warnings_;
};

}  // namespace diallint
