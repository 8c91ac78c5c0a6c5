// What is checked side by side is settled one after the other, in the order of its numbers.
#pragma once
#include <cstdint>
#include <mutex>
#include <system_error>
#include <thread>
#include <vector>

#include "base/condition_variable.h"

namespace diallint {

/// Whose turn it is, by numbers from 0 that each stand for one thing once.
class TurnOrder {
 public:
  /// Thrown where the turn will never come.
  struct Superseded {};

  /// Numbers begin from 0 again. Nobody waits.
  void restart() noexcept;
  /// Waits until all in front of the number has passed. Throws Superseded where one in front has
  /// ended the order.
  void await(std::uint64_t number);
  /// The one whose turn it is, is settled.
  void pass();
  /// The number is settled as far as it is going to be, and nothing behind it is.
  void end_with(std::uint64_t number);

  // After all threads have ended.
  /// How many have passed.
  std::uint64_t passed() const noexcept { return turn_; }
  /// Whether the number has ended the order.
  bool has_ended_with(std::uint64_t number) const noexcept { return number + 1 == end_; }

 private:
  std::mutex mutex_;  // over what follows
  ConditionVariable turns_;
  std::uint64_t turn_ = 0;
  std::uint64_t end_ = UINT64_MAX;  // numbers from this one on have no turn
};

/// Runs work(0) in the calling thread and work(1) and so on, below `count`, each in a thread of its
/// own, or in fewer where the system has no more. Returns when all have ended; none throws.
template <typename Work>
void run_side_by_side(std::size_t count, Work work) {
  std::vector<std::jthread> threads;
  try {
    for (std::size_t i = 1; i < count; ++i) threads.emplace_back([work, i] { work(i); });
    // GCOVR_EXCL_START: a test would need a system that is out of threads
  } catch (const std::system_error&) {
    // As many as there may be; this one is enough.
  }
  // GCOVR_EXCL_STOP
  work(0);
}

}  // namespace diallint
