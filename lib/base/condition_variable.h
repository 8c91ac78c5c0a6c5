// Threads that wait for something that others change.
#pragma once
#include <pthread.h>

#include <mutex>

namespace diallint {

/// What std::condition_variable is, whose wait() asks for a libstdc++ that is newer than the
/// systems which the package for Python is for.
class ConditionVariable {
 public:
  ConditionVariable() = default;
  ~ConditionVariable() { ::pthread_cond_destroy(&condition_); }
  ConditionVariable(const ConditionVariable&) = delete;
  ConditionVariable& operator=(const ConditionVariable&) = delete;

  template <typename Until>
  void wait(std::unique_lock<std::mutex>& lock, Until until) {
    while (!until()) ::pthread_cond_wait(&condition_, lock.mutex()->native_handle());
  }
  void notify_all() noexcept { ::pthread_cond_broadcast(&condition_); }

 private:
  pthread_cond_t condition_ = PTHREAD_COND_INITIALIZER;
};

}  // namespace diallint
