// Who calls what was accepted: requests wait for their turn, are dialled or expire, all by the
// service's clock.
#pragma once
#include <cstdint>
#include <deque>
#include <optional>
#include <queue>
#include <string>
#include <utility>
#include <vector>

#include "base/random.h"
#include "diallint/local_service.h"
#include "service/accepted_requests.h"
#include "service/service_clock.h"
#include "service/timeline.h"

namespace diallint {

/// The queue of one campaign.
class DialQueue {
 public:
  bool running = false;
  std::int64_t free_at = 0;  ///< microseconds: when the next call can begin

  void add(std::size_t request, const std::optional<Millis>& expires);

 private:
  friend class Dialer;
  using Expiry = std::pair<Millis, std::size_t>;

  std::deque<std::size_t> waiting_;
  std::priority_queue<Expiry, std::vector<Expiry>, std::greater<>> expiries_;
};

/// Decides fates. One for all queues, so that answers come out the same for a seed.
class Dialer {
 public:
  Dialer(const ServiceDialer& options, std::uint64_t seed);

  /// One more request, which may have been dialled already.
  void note(const Accepted& request);
  /// One that was noted before the last start.
  void note_again(const Accepted& request);
  /// Does what was due in the queue until now.
  void run(DialQueue& queue, AcceptedRequests& requests, Millis now);
  /// What waits in the queue of a campaign that is deleted is dialled by nobody.
  void give_up(DialQueue& queue, AcceptedRequests& requests, Millis at);
  /// Dials one request that waits for nobody.
  void dial(Accepted& request, Millis at);

  /// How many came to each fate, by it; of kWaiting none.
  const std::uint64_t* counts() const noexcept { return counts_; }
  const Timeline& timeline() const noexcept { return timeline_; }
  void reset(std::uint64_t seed);
  /// Goes on from where it was.
  void set_counts(const std::uint64_t (&counts)[kFates]) noexcept;
  std::uint64_t random_state() const noexcept { return random_.state(); }

 private:
  void settle(Accepted& request, Fate fate, Millis at);
  void expire_until(DialQueue& queue, AcceptedRequests& requests, Millis until);
  void dial_until(DialQueue& queue, AcceptedRequests& requests, Millis now);

  ServiceDialer options_;
  Random random_;
  std::uint64_t counts_[kFates] = {};
  Timeline timeline_;
};

}  // namespace diallint
