#include "shared/interruption.h"

#include <unistd.h>

#include <array>
#include <atomic>
#include <cstring>
#include <memory>
#include <utility>

namespace diallint {
namespace {

constexpr std::array kSignals = {SIGINT, SIGTERM, SIGHUP};

// What a signal handler may look at: names in memory that is never freed while they stand here.
constexpr std::size_t kMaxFiles = 32;
std::array<std::atomic<char*>, kMaxFiles> names;
static_assert(std::atomic<char*>::is_always_lock_free);

void remove_and_end(int signal) {
  remove_unfinished_files();
  // SA_RESETHAND has put the default back, and that is what happens now.
  ::raise(signal);
}

void watch_signals() {
  for (const int signal : kSignals) {
    struct sigaction before {};
    if (::sigaction(signal, nullptr, &before) != 0 || before.sa_handler != SIG_DFL) continue;
    struct sigaction action {};
    action.sa_handler = remove_and_end;
    action.sa_flags = SA_RESETHAND | SA_NODEFER;
    sigfillset(&action.sa_mask);
    sigdelset(&action.sa_mask, signal);
    ::sigaction(signal, &action, nullptr);
  }
}

}  // namespace

void remove_unfinished_files() noexcept {
  for (const std::atomic<char*>& name : names)
    if (const char* path = name.load()) ::unlink(path);
}

SignalsHeld::SignalsHeld() noexcept {
  sigset_t held;
  sigemptyset(&held);
  for (const int signal : kSignals) sigaddset(&held, signal);
  ::sigprocmask(SIG_BLOCK, &held, &before_);
}

SignalsHeld::~SignalsHeld() { ::sigprocmask(SIG_SETMASK, &before_, nullptr); }

TemporaryFile::~TemporaryFile() {
  if (empty()) return;
  ::unlink(path_.c_str());
  finish();
}

void TemporaryFile::take(std::string path) {
  path_ = std::move(path);
  watch_signals();
  auto copy = std::make_unique<char[]>(path_.size() + 1);
  std::memcpy(copy.get(), path_.c_str(), path_.size() + 1);
  for (std::atomic<char*>& name : names) {
    char* nothing = nullptr;
    if (!name.compare_exchange_strong(nothing, copy.get())) continue;
    static_cast<void>(copy.release());
    return;
  }
}

void TemporaryFile::finish() noexcept {
  for (std::atomic<char*>& name : names) {
    char* known = name.load();
    if (known == nullptr || path_ != known) continue;
    name.store(nullptr);
    delete[] known;
  }
  path_.clear();
}

}  // namespace diallint
