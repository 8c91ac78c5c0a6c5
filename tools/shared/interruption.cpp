#include "shared/interruption.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string_view>
#include <utility>

#include "shared/program.h"

namespace diallint {
namespace {

// Those that somebody sends to end a program. Faults of its own are not among them.
constexpr std::array kSignals = {SIGINT,  SIGTERM, SIGHUP,    SIGQUIT, SIGALRM,
                                 SIGUSR1, SIGUSR2, SIGVTALRM, SIGPROF};

sigset_t changed;  // from what they were to SIG_IGN

// What a signal handler may look at: names in memory that is never freed while they stand here.
constexpr std::size_t kMaxFiles = 32;
std::array<std::atomic<char*>, kMaxFiles> names;
static_assert(std::atomic<char*>::is_always_lock_free);

void remove_at(const char* path) noexcept {
  const std::size_t size = std::strlen(path);
  size > 0 && path[size - 1] == '/' ? remove_flat_folder(path) : void(::unlink(path));
}

// Removes what one reading of the folder shows; false where that was nothing.
bool remove_files_shown(int folder) noexcept {
  constexpr std::string_view kSelf = ".";
  constexpr std::string_view kParent = "..";
  alignas(dirent64) std::array<char, 4096> entries;
  bool removed = false;
  for (ssize_t size = 0; (size = ::getdents64(folder, entries.data(), entries.size())) > 0;) {
    for (ssize_t at = 0; at < size;) {
      const auto* entry = reinterpret_cast<const dirent64*>(entries.data() + at);
      const std::string_view name = entry->d_name;
      if (name != kSelf && name != kParent)
        removed = ::unlinkat(folder, entry->d_name, 0) == 0 || removed;
      at += entry->d_reclen;
    }
  }
  return removed;
}

void remove_and_end(int signal) {
  remove_unfinished_files();
  // SA_RESETHAND has put the default back, and that is what happens now.
  ::raise(signal);
}

struct sigaction ending_action(int signal) {
  struct sigaction action {};
  action.sa_handler = remove_and_end;
  action.sa_flags = SA_RESETHAND | SA_NODEFER;
  sigfillset(&action.sa_mask);
  sigdelset(&action.sa_mask, signal);
  return action;
}

std::atomic<bool> interrupted;
std::atomic<int> interruption{-1};  // an eventfd while one is watched for, where there is one
static_assert(std::atomic<bool>::is_always_lock_free && std::atomic<int>::is_always_lock_free);

void note_interrupt(int signal) {
  const int error = errno;
  interrupted = true;
  const std::uint64_t one = 1;
  // Where this fails a read that waits goes on waiting, and the next signal ends the program.
  [[maybe_unused]] const ssize_t written = ::write(interruption, &one, sizeof one);
  const struct sigaction next = ending_action(signal);
  ::sigaction(signal, &next, nullptr);
  errno = error;
}

void end_for_time(int /*signal*/) {
  remove_unfinished_files();
  print_error(
      "the time that this system gives a program (ulimit -t) is used up; raise the limit or "
      "check fewer inputs at a time");
  ::_exit(kExitError);
}

const char* map_trouble = nullptr;  // what is said where a map fails

void end_for_map(int /*signal*/) {
  remove_unfinished_files();
  print_error(map_trouble);
  ::_exit(kExitError);
}

void ignore(int signal) {
  struct sigaction before {};
  struct sigaction action {};
  action.sa_handler = SIG_IGN;
  if (::sigaction(signal, &action, &before) == 0 && before.sa_handler == SIG_DFL)
    sigaddset(&changed, signal);
}

void watch_signals() {
  for (const int signal : kSignals) {
    struct sigaction before {};
    if (::sigaction(signal, nullptr, &before) != 0 || before.sa_handler != SIG_DFL) continue;
    const struct sigaction action = ending_action(signal);
    ::sigaction(signal, &action, nullptr);
  }
}

}  // namespace

void remove_unfinished_files() noexcept {
  // The latest first: it may stand in a folder that was made before it.
  for (auto name = names.rbegin(); name != names.rend(); ++name)
    if (const char* path = name->load()) remove_at(path);
}

void remove_flat_folder(const char* path) noexcept {
  const int folder = ::open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (folder >= 0) {
    remove_files_in(folder);
    ::close(folder);
  }
  ::rmdir(path);
}

void remove_files_in(int folder) noexcept {
  // Whether a reading shows what comes behind a file that has just gone is up to the file system.
  do ::lseek(folder, 0, SEEK_SET);
  while (remove_files_shown(folder));
}

void turn_limits_into_errors() noexcept {
  sigemptyset(&changed);
  ignore(SIGPIPE);
  ignore(SIGXFSZ);
  struct sigaction action {};
  action.sa_handler = end_for_time;
  ::sigaction(SIGXCPU, &action, nullptr);
}

void turn_failing_maps_into_errors(const char* line) noexcept {
  map_trouble = line;
  struct sigaction action {};
  action.sa_handler = end_for_map;
  ::sigaction(SIGBUS, &action, nullptr);
}

const sigset_t& signals_to_restore() noexcept { return changed; }

SignalsHeld::SignalsHeld() noexcept {
  sigset_t held;
  sigemptyset(&held);
  for (const int signal : kSignals) sigaddset(&held, signal);
  sigaddset(&held, SIGXCPU);
  ::sigprocmask(SIG_BLOCK, &held, &before_);
}

SignalsHeld::~SignalsHeld() { ::sigprocmask(SIG_SETMASK, &before_, nullptr); }

InterruptNoted::InterruptNoted() noexcept {
  const bool is_noted = interruption >= 0 || interrupted;
  if (is_noted || ::sigaction(SIGINT, nullptr, &before_) != 0 || before_.sa_handler == SIG_IGN)
    return;
  interruption = ::eventfd(0, EFD_CLOEXEC);
  struct sigaction action {};
  action.sa_handler = note_interrupt;
  sigfillset(&action.sa_mask);
  watched_ = ::sigaction(SIGINT, &action, nullptr) == 0;
}

InterruptNoted::~InterruptNoted() {
  if (!watched_) return;
  ::sigaction(SIGINT, &before_, nullptr);
  if (const int open = interruption.exchange(-1); open >= 0) ::close(open);
}

bool was_interrupted() noexcept { return interrupted; }
int interruption_to_poll() noexcept { return interruption; }

TemporaryFile::~TemporaryFile() {
  if (empty()) return;
  remove_at(path_.c_str());
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
