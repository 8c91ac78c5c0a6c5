#include "engine/turn_order.h"

namespace diallint {

void TurnOrder::restart() noexcept {
  turn_ = 0;
  end_ = UINT64_MAX;
}

void TurnOrder::await(std::uint64_t number) {
  std::unique_lock lock(mutex_);
  turns_.wait(lock, [&] { return turn_ == number || end_ <= number; });
  if (end_ <= number) throw Superseded{};
}

void TurnOrder::pass() {
  const std::lock_guard lock(mutex_);
  ++turn_;
  turns_.notify_all();
}

void TurnOrder::end_with(std::uint64_t number) {
  const std::lock_guard lock(mutex_);
  end_ = number + 1;
  turns_.notify_all();
}

}  // namespace diallint
