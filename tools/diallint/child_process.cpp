#include "diallint/child_process.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "base/printable.h"
#include "shared/failure.h"

extern char** environ;

namespace diallint {
namespace {

constexpr std::size_t kMaxOutputBytes = std::size_t{64} << 20;

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
  }
  ~Actions() { ::posix_spawn_file_actions_destroy(&actions_); }
  Actions(const Actions&) = delete;
  Actions& operator=(const Actions&) = delete;
  const posix_spawn_file_actions_t* get() const { return &actions_; }

 private:
  posix_spawn_file_actions_t actions_{};
};

std::string read_all(int descriptor) {
  std::string text;
  std::array<char, 1 << 14> piece{};
  for (;;) {
    const ssize_t got = ::read(descriptor, piece.data(), piece.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0)
      throw FatalError{fmt::format("cannot read a pipe: {}; try again", strerror(errno))};
    if (got == 0) return text;
    // Past that much the rest is read, so that the program can end, and dropped.
    if (text.size() < kMaxOutputBytes) text.append(piece.data(), static_cast<std::size_t>(got));
  }
}

int wait_for(pid_t child) {
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

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
    return ::posix_spawnp(&child, words[0].c_str(), actions.get(), nullptr,
                          pointers_to(words).data(), environ);
  }();
  ::close(ends[1]);
  if (error != 0) {
    ::close(ends[0]);
    throw FatalError{fmt::format("cannot run {}: {}; name a program after --",
                                 printable(command[0]), std::strerror(error))};
  }
  ChildResult result;
  try {
    result.output = read_all(ends[0]);
  } catch (const FatalError&) {
    ::close(ends[0]);  // the child has nobody to write to, and ends
    wait_for(child);
    throw;
  }
  ::close(ends[0]);
  result.exit_code = wait_for(child);
  return result;
}

}  // namespace diallint
