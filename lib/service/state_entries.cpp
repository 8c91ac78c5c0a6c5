#include "service/state_entries.h"

#include <algorithm>
#include <utility>

#include "service/control_answers.h"
#include "service/state_record.h"

namespace diallint {
namespace {

/// Something that may be missing: whether it is there, and then what it is.
void put_optional(RecordWriter& record, const std::optional<Millis>& time) {
  record.put(std::uint64_t{time.has_value()}).put(time.value_or(0));
}

std::optional<Millis> optional_time(RecordReader& record) noexcept {
  const bool is_there = record.number() != 0;
  const Millis time = record.signed_number();
  return is_there ? std::optional(time) : std::nullopt;
}

}  // namespace

std::string entry_key(EntryKind kind, std::string_view id) {
  return static_cast<char>(kind) + std::string(id);
}

std::string request_key(std::size_t number) {
  return entry_key(EntryKind::kRequest, ordered_bytes(number));
}

std::string request_bytes(const Accepted& request) {
  RecordWriter record;
  record.put(request.id).put(request.operation).put(request.campaign).put(request.token);
  record.put(bytes_of(request.content)).put(request.received);
  put_optional(record, request.expires);
  record.put(static_cast<std::uint64_t>(request.fate)).put(request.settled);
  return record.take();
}

std::optional<Accepted> request_of(std::string_view bytes) {
  RecordReader record(bytes);
  Accepted request;
  request.id = record.text();
  request.operation = record.text();
  request.campaign = record.text();
  request.token = record.text();
  const std::string_view content = record.text();
  request.received = record.signed_number();
  request.expires = optional_time(record);
  const std::uint64_t fate = record.number();
  request.settled = record.signed_number();
  if (!record.is_whole() || content.size() != request.content.size() || fate >= kFates)
    return std::nullopt;
  std::copy(content.begin(), content.end(), request.content.begin());
  request.fate = static_cast<Fate>(fate);
  return request;
}

std::string campaign_bytes(const Campaign& campaign) {
  RecordWriter record;
  record.put(campaign.state).put(std::uint64_t{campaign.api.has_value()});
  record.put(static_cast<std::uint64_t>(campaign.api.value_or(ServiceApi::kCampaigns)));
  record.put(campaign.name).put(campaign.instance).put(campaign.config);
  record.put(campaign.queue.free_at);
  return record.take();
}

std::optional<Campaign> campaign_of(std::string_view id, std::string_view bytes) {
  RecordReader record(bytes);
  Campaign campaign;
  campaign.id = id;
  const std::string_view state = record.text();
  const bool is_made = record.number() != 0;
  const std::uint64_t api = record.number();
  campaign.name = record.text();
  campaign.instance = record.text();
  campaign.config = record.text();
  campaign.queue.free_at = record.signed_number();
  const bool is_sound = record.is_whole() && is_campaign_id(id) && is_campaign_state(state) &&
                        api <= static_cast<std::uint64_t>(ServiceApi::kCampaignsV2);
  if (!is_sound) return std::nullopt;
  if (is_made) campaign.api = static_cast<ServiceApi>(api);
  set_state(campaign, state);
  return campaign;
}

std::string clock_bytes(const ServiceClock& clock) {
  RecordWriter record;
  put_optional(record, clock.fixed());
  record.put(clock.offset());
  return record.take();
}

bool read_clock(std::string_view bytes, ServiceClock& clock) {
  RecordReader record(bytes);
  const std::optional<Millis> fixed = optional_time(record);
  const Millis offset = record.signed_number();
  clock.go_on(fixed, offset);
  return record.is_whole();
}

std::string number_bytes(const ServiceState& state) {
  RecordWriter record;
  record.put(std::uint64_t{state.requests.first()});
  record.put(state.ids.state()).put(state.dialer.random_state()).put(state.trouble.random_state());
  for (const SummaryCount& count : summary_counts()) record.put(state.summary.*count.member);
  record.put(std::uint64_t{state.summary.findings.size()});
  for (const auto& [rule, count] : state.summary.findings) record.put(rule).put(count);
  return record.take();
}

bool read_numbers(std::string_view bytes, ServiceState& state) {
  RecordReader record(bytes);
  state.requests.start_at(record.number());
  state.ids = Random(record.number());
  state.dialer.reset(record.number());
  state.trouble = TroubleMaker(state.options.trouble, record.number());
  for (const SummaryCount& count : summary_counts()) state.summary.*count.member = record.number();
  for (std::uint64_t left = record.number(); left > 0; --left) {
    const std::string_view rule = record.text();
    const std::uint64_t count = record.number();
    if (rule.empty()) return false;
    state.summary.findings[std::string(rule)] = count;
  }
  const ServiceSummary& all = state.summary;
  state.dialer.set_counts({0, all.answered, all.unanswered, all.expired, all.campaign_deleted});
  return record.is_whole();
}

}  // namespace diallint
