#include "diallint/child_process.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "base/printable.h"
#include "shared/failure.h"
#include "shared/interruption.h"

extern char** environ;

namespace diallint {
namespace {

constexpr std::size_t kMaxOutputBytes = std::size_t{64} << 20;
constexpr std::size_t kPiece = std::size_t{16} << 10;
constexpr int kPiecesInPipe = 64;  // the most that a pipe holds is 1 MiB

std::vector<char*> pointers_to(std::vector<std::string>& words) {
  std::vector<char*> pointers;
  for (std::string& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  return pointers;
}

class Actions {
 public:
  Actions(int output, bool pass_errors) {
    ::posix_spawn_file_actions_init(&actions_);
    ::posix_spawn_file_actions_addopen(&actions_, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    ::posix_spawn_file_actions_adddup2(&actions_, output, STDOUT_FILENO);
    if (!pass_errors) {
      ::posix_spawn_file_actions_addopen(&actions_, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    }
    // What this program ignores is its own affair: `head` ends those that write to it.
    ::posix_spawnattr_init(&attributes_);
    ::posix_spawnattr_setsigdefault(&attributes_, &signals_to_restore());
    ::posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSIGDEF);
  }
  ~Actions() {
    ::posix_spawn_file_actions_destroy(&actions_);
    ::posix_spawnattr_destroy(&attributes_);
  }
  Actions(const Actions&) = delete;
  Actions& operator=(const Actions&) = delete;
  const posix_spawn_file_actions_t* files() const { return &actions_; }
  const posix_spawnattr_t* attributes() const { return &attributes_; }

 private:
  posix_spawn_file_actions_t actions_{};
  posix_spawnattr_t attributes_{};
};

/// A program that runs, and what it prints.
class Child {
 public:
  /// Takes the end of the pipe over.
  Child(pid_t child, int pipe) : child_(child), pipe_(pipe) {}
  ~Child() {
    ::close(pipe_);  // it has nobody to write to any more, and ends
    while (!has_ended(0)) {
    }
  }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  /// All that it prints before it ends. What it leaves behind may hold the pipe for ever, and is
  /// not waited for.
  ChildResult result() {
    constexpr int kLook = 50;  // milliseconds until the next look whether it has ended
    ChildResult result;
    // Once it has ended, at most what a pipe holds is its own.
    for (int left = kPiecesInPipe; left > 0 && !at_end_;) {
      const bool ended = has_ended(WNOHANG);
      const bool any = read_piece(ended ? 0 : kLook, result.output);
      left = !ended ? left : any ? left - 1 : 0;
    }
    while (!has_ended(0)) {
    }
    result.exit_code = exit_code_;
    return result;
  }

 private:
  /// Whether there was something to read.
  bool read_piece(int patience, std::string& text) {
    pollfd pipe{pipe_, POLLIN, 0};
    const int ready = ::poll(&pipe, 1, patience);
    if (ready == 0 || (ready < 0 && errno == EINTR)) return false;
    std::array<char, kPiece> piece{};
    const ssize_t got = ::read(pipe_, piece.data(), piece.size());
    if (got < 0 && errno == EINTR) return true;
    if (got < 0)
      throw FatalError{fmt::format("cannot read a pipe: {}; try again", strerror(errno))};
    at_end_ = got == 0;
    // Past that much the rest is read, so that the program can end, and dropped.
    if (text.size() < kMaxOutputBytes) text.append(piece.data(), static_cast<std::size_t>(got));
    return !at_end_;
  }

  bool has_ended(int how) {
    int status = 0;
    if (ended_) return true;
    const pid_t one = ::waitpid(child_, &status, how);
    ended_ = one == child_ || (one < 0 && errno != EINTR);
    if (one == child_)
      exit_code_ = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    return ended_;
  }

  pid_t child_;
  int pipe_;
  bool at_end_ = false;
  bool ended_ = false;
  int exit_code_ = 127;
};

}  // namespace

ChildResult run_child(const std::vector<std::string>& command, bool pass_errors) {
  std::vector<std::string> words = command;
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) {
    throw FatalError{fmt::format("cannot make a pipe: {}; try again", std::strerror(errno))};
  }
  pid_t child = 0;
  const int error = [&] {
    const Actions actions(ends[1], pass_errors);
    return ::posix_spawnp(&child, words[0].c_str(), actions.files(), actions.attributes(),
                          pointers_to(words).data(), environ);
  }();
  ::close(ends[1]);
  if (error != 0) {
    ::close(ends[0]);
    throw FatalError{fmt::format("cannot run {}: {}; name a program after --",
                                 printable(command[0]), std::strerror(error))};
  }
  return Child(child, ends[0]).result();
}

}  // namespace diallint
