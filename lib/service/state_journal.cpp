#include "service/state_journal.h"

#include <algorithm>
#include <exception>
#include <iterator>
#include <optional>
#include <string>
#include <utility>

#include "service/state_entries.h"

namespace diallint {
namespace {

/// Takes entries into a state.
class Loader {
 public:
  explicit Loader(ServiceState& state) : state_(state) {}

  void take(std::string_view key, std::string_view value) {
    is_empty_ = false;
    if (is_sound_) is_sound_ = !key.empty() && take_entry(key, value);
  }

  bool is_empty() const noexcept { return is_empty_; }
  bool is_sound() const noexcept { return is_sound_ && has_numbers_; }

 private:
  bool take_entry(std::string_view key, std::string_view value) {
    const std::string_view id = key.substr(1);
    switch (static_cast<EntryKind>(key.front())) {
      case EntryKind::kClock:
        return read_clock(value, state_.clock);
      case EntryKind::kCampaign:
        return take_campaign(id, value);
      case EntryKind::kDeleted:
        state_.deleted.emplace(id);
        return true;
      case EntryKind::kNumbers:
        return has_numbers_ = read_numbers(value, state_);
      case EntryKind::kRequest:
        return has_numbers_ && take_request(key, value);
    }
    return false;
  }

  bool take_campaign(std::string_view id, std::string_view value) {
    std::optional<Campaign> campaign = campaign_of(id, value);
    if (!campaign) return false;
    state_.kept_bytes += id.size() + value.size();
    state_.campaigns.put(*std::move(campaign));
    return true;
  }

  bool take_request(std::string_view key, std::string_view value) {
    const std::size_t number = state_.requests.next();
    std::optional<Accepted> request = request_of(value);
    if (!request || key != request_key(number)) return false;
    if (request->fate == Fate::kWaiting) {
      const auto campaign = state_.campaigns.all().find(request->campaign);
      if (campaign == state_.campaigns.all().end()) return false;
      campaign->second.queue.add(number, request->expires);
    }
    if (!request->token.empty())
      state_.tokens.note(token_scope(state_, request->operation, request->campaign), request->token,
                         {request->id, request->content, request->received});
    state_.dialer.note_again(*request);
    state_.requests.add(*std::move(request));
    return true;
  }

  ServiceState& state_;
  bool is_empty_ = true;
  bool has_numbers_ = false;
  bool is_sound_ = true;
};

}  // namespace

Error StateJournal::load(ServiceState& state) {
  if (store_ == nullptr) return {};
  bool is_empty = true;
  if (Error error = read(state, is_empty)) return error;
  resets_ = state.resets;
  if (!is_empty) note_written(state, Totals(state));
  state.add_own_campaigns();
  return write(state);
}

Error StateJournal::read(ServiceState& state, bool& is_empty) {
  state.campaigns.clear();
  Loader loader(state);
  std::exception_ptr failure;
  Error error = store_->read([&](std::string_view key, std::string_view value) {
    if (failure != nullptr) return;
    try {
      loader.take(key, value);
      // GCOVR_EXCL_START: want of memory alone; it must not fly through the store
    } catch (...) {
      failure = std::current_exception();
    }
  });
  if (failure != nullptr) std::rethrow_exception(failure);
  // GCOVR_EXCL_STOP
  if (error) return error;
  is_empty = loader.is_empty();
  if (is_empty || loader.is_sound()) return {};
  return {ErrorCode::kInput,
          store_->name() +
              ": what is kept there is no state of this version of the service; begin a new one"};
}

Error StateJournal::write(ServiceState& state) {
  if (store_ == nullptr) {
    state.requests.forget_changes();
    return {};
  }
  Totals totals(state);
  const Entries entries = changes(state, totals);
  if (entries.empty()) return {};
  if (Error error = store_->write(entries)) return error;
  note_written(state, std::move(totals));
  return {};
}

StateJournal::Totals::Totals(const ServiceState& state)
    : numbers(number_bytes(state)), clock(clock_bytes(state.clock)) {}

StateJournal::Entries StateJournal::changes(ServiceState& state, const Totals& totals) const {
  Entries entries;
  // What was there before a reset goes, and so do requests that are forgotten.
  const std::size_t end = resets_ == state.resets ? state.requests.first() : next_;
  for (std::size_t number = first_; number < end; ++number)
    entries.push_back({request_key(number), std::nullopt});
  add_requests(state, entries);
  add_campaigns(state, entries);
  if (totals.clock != totals_.clock)
    entries.push_back({entry_key(EntryKind::kClock), totals.clock});
  if (totals.numbers != totals_.numbers)
    entries.push_back({entry_key(EntryKind::kNumbers), totals.numbers});
  return entries;
}

void StateJournal::add_requests(ServiceState& state, Entries& entries) const {
  std::vector<std::size_t> changed = state.requests.changed();
  std::sort(changed.begin(), changed.end());
  changed.erase(std::unique(changed.begin(), changed.end()), changed.end());
  for (const std::size_t number : changed)
    if (const Accepted* request = state.requests.find(number))
      entries.push_back({request_key(number), request_bytes(*request)});
}

bool StateJournal::is_written(const Campaign& campaign) const {
  const auto written = campaigns_.find(campaign.id);
  if (written == campaigns_.end() || written->second.state != campaign.state) return false;
  // Where nobody dials it goes with the clock.
  return !campaign.queue.running || written->second.free_at == campaign.queue.free_at;
}

void StateJournal::add_campaigns(ServiceState& state, Entries& entries) const {
  const auto& all = state.campaigns.all();
  for (const auto& [id, written] : campaigns_)
    if (all.count(id) == 0) entries.push_back({entry_key(EntryKind::kCampaign, id), std::nullopt});
  for (const auto& [id, campaign] : all)
    if (resets_ != state.resets || !is_written(campaign))
      entries.push_back({entry_key(EntryKind::kCampaign, id), campaign_bytes(campaign)});
  for (const std::string& id : deleted_)
    if (state.deleted.count(id) == 0)
      entries.push_back({entry_key(EntryKind::kDeleted, id), std::nullopt});
  for (const std::string& id : state.deleted)
    if (deleted_.count(id) == 0) entries.push_back({entry_key(EntryKind::kDeleted, id), ""});
}

void StateJournal::note_written(ServiceState& state, Totals totals) {
  resets_ = state.resets;
  first_ = state.requests.first();
  next_ = state.requests.next();
  state.requests.forget_changes();
  const auto& all = state.campaigns.all();
  for (auto one = campaigns_.begin(); one != campaigns_.end();)
    one = all.count(one->first) == 0 ? campaigns_.erase(one) : std::next(one);
  for (const auto& [id, campaign] : all) campaigns_[id] = {campaign.state, campaign.queue.free_at};
  deleted_ = state.deleted;
  totals_ = std::move(totals);
}

}  // namespace diallint
