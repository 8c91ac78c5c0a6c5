#include "service/dialer.h"

#include <algorithm>

namespace diallint {
namespace {

constexpr std::int64_t kMicros = 1000;  // of a millisecond
constexpr std::int64_t kSecond = 1'000'000;

/// Nothing where nobody is called and no time has run out.
std::optional<Mark> mark_of(Fate fate) noexcept {
  if (fate == Fate::kWaiting || fate == Fate::kCampaignDeleted) return std::nullopt;
  if (fate == Fate::kExpired) return Mark::kExpired;
  return fate == Fate::kAnswered ? Mark::kAnswered : Mark::kUnanswered;
}

}  // namespace

std::string_view to_string(Fate fate) noexcept {
  static constexpr std::string_view kWords[] = {"waiting", "answered", "unanswered", "expired",
                                                "campaign-deleted"};
  return kWords[static_cast<std::size_t>(fate)];
}

void DialQueue::add(std::size_t request, const std::optional<Millis>& expires) {
  waiting_.push_back(request);
  if (expires) expiries_.push({*expires, request});
}

Dialer::Dialer(const ServiceDialer& options, std::uint64_t seed)
    : options_(options), random_(seed) {}

void Dialer::reset(std::uint64_t seed) {
  random_ = Random(seed);
  std::fill(std::begin(counts_), std::end(counts_), 0);
  timeline_.clear();
}

void Dialer::note(const Accepted& request) {
  timeline_.add(request.received, Mark::kReceived);
  if (request.expires && request.fate == Fate::kWaiting)
    timeline_.add(*request.expires, Mark::kDue);
}

void Dialer::note_again(const Accepted& request) {
  note(request);
  if (const auto mark = mark_of(request.fate)) timeline_.add(request.settled, *mark);
}

void Dialer::set_counts(const std::uint64_t (&counts)[kFates]) noexcept {
  std::copy(std::begin(counts), std::end(counts), counts_);
}

void Dialer::settle(Accepted& request, Fate fate, Millis at) {
  request.fate = fate;
  request.settled = at;
  ++counts_[static_cast<std::size_t>(fate)];
  if (const auto mark = mark_of(fate)) timeline_.add(at, *mark);
  if (request.expires) timeline_.take_back(*request.expires, Mark::kDue);
}

void Dialer::dial(Accepted& request, Millis at) {
  const bool answered = random_.below(100) < options_.answered_percent;
  settle(request, answered ? Fate::kAnswered : Fate::kUnanswered, at);
}

void Dialer::give_up(DialQueue& queue, AcceptedRequests& requests, Millis at) {
  for (const std::size_t number : queue.waiting_) {
    Accepted* request = requests.find(number);
    if (request == nullptr || request->fate != Fate::kWaiting) continue;
    settle(*request, Fate::kCampaignDeleted, at);
    requests.note_change(number);
  }
  queue = {};
}

void Dialer::expire_until(DialQueue& queue, AcceptedRequests& requests, Millis until) {
  while (!queue.expiries_.empty() && queue.expiries_.top().first <= until) {
    const auto [at, index] = queue.expiries_.top();
    queue.expiries_.pop();
    Accepted* request = requests.find(index);  // what was dialled may be forgotten
    if (request == nullptr || request->fate != Fate::kWaiting) continue;
    settle(*request, Fate::kExpired, at);
    requests.note_change(index);
  }
}

void Dialer::dial_until(DialQueue& queue, AcceptedRequests& requests, Millis now) {
  const std::int64_t each = options_.calls_per_second == 0
                                ? 0
                                : kSecond / static_cast<std::int64_t>(options_.calls_per_second);
  while (!queue.waiting_.empty()) {
    Accepted* request = requests.find(queue.waiting_.front());
    const std::int64_t begins =
        request == nullptr ? 0 : std::max(queue.free_at, request->received * kMicros);
    if (begins > now * kMicros) return;
    if (request != nullptr) expire_until(queue, requests, begins / kMicros);
    const std::size_t number = queue.waiting_.front();
    queue.waiting_.pop_front();
    if (request == nullptr || request->fate != Fate::kWaiting) continue;
    dial(*request, begins / kMicros);
    requests.note_change(number);
    queue.free_at = begins + each;
  }
}

void Dialer::run(DialQueue& queue, AcceptedRequests& requests, Millis now) {
  if (queue.running)
    dial_until(queue, requests, now);
  else
    queue.free_at = std::max(queue.free_at, now * kMicros);  // nobody dials in a pause
  expire_until(queue, requests, now);
}

}  // namespace diallint
