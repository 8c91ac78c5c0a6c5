// Runs a command in a folder of its own and catches both of its streams and its exit code.
#pragma once
#include <fcntl.h>
#include <sched.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>

#include "support/build_paths.h"
#include "support/rounds.h"

namespace diallint::test {

inline std::string file_text(const std::filesystem::path& path) {
  const std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return std::move(text).str();
}

inline void write_text(const std::filesystem::path& path, const std::string& text) {
  std::ofstream file(path, std::ios::binary);
  file << text;
  file.close();
  if (!file) throw std::runtime_error("cannot write " + path.string());
}

/// A new folder with a copy of the examples in it, gone with the object.
class Scratch {
 public:
  Scratch() {
    std::string name = (std::filesystem::temp_directory_path() / "diallint-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("cannot make " + name);
    root_ = name;
    std::filesystem::create_directory(folder());
    std::filesystem::copy(std::filesystem::path(source_dir()) / "corpus" / "examples",
                          folder() / "examples", std::filesystem::copy_options::recursive);
  }
  ~Scratch() {
    std::error_code ignored;
    std::filesystem::remove_all(root_, ignored);
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;

  /// Where commands run.
  std::filesystem::path folder() const { return root_ / "work"; }
  /// For files that no command should see.
  const std::filesystem::path& root() const { return root_; }

 private:
  std::filesystem::path root_;
};

struct Outcome {
  int exit_code = -1;
  std::string out;
  std::string err;
};

inline void stay_on_one_processor() {
  const int here = ::sched_getcpu();
  cpu_set_t one;
  CPU_ZERO(&one);
  CPU_SET(here < 0 ? 0 : here, &one);
  ::sched_setaffinity(0, sizeof one, &one);
}

/// In the child: an environment that does not depend on who runs the tests.
inline void prepare_child(const std::filesystem::path& folder, int out, int err) {
  const std::string programs = std::filesystem::path(program_path()).parent_path().string();
  const char* path = std::getenv("PATH");
  ::setenv("PATH", (programs + ":" + (path != nullptr ? path : "/usr/bin:/bin")).c_str(), 1);
  ::setenv("LC_ALL", "C", 1);
  ::setenv("TERM", "xterm", 1);
  for (const char* name : {"NO_COLOR", "GITHUB_WORKSPACE", "GITHUB_STEP_SUMMARY", "CI_PROJECT_DIR",
                           "DIALLINT_FINGERPRINT_KEY"})
    ::unsetenv(name);
  // Unless more are asked for a program then starts one thread. Of what two do at once counts are
  // lost (tests/coverage/count.py).
  if (kWatched) stay_on_one_processor();
  const int input = ::open("/dev/null", O_RDONLY);
  if (::chdir(folder.c_str()) != 0 || ::dup2(input, 0) < 0 || ::dup2(out, 1) < 0 ||
      ::dup2(err, 2) < 0)
    ::_exit(126);
}

/// Runs `command` in /bin/sh with the two streams on the given descriptors; gives its exit code, or
/// 128 and more if a signal ended it.
inline int run_shell(const std::string& command, const std::filesystem::path& folder, int out,
                     int err) {
  const pid_t child = ::fork();
  if (child < 0) throw std::runtime_error("cannot fork");
  if (child == 0) {
    prepare_child(folder, out, err);
    ::execl("/bin/sh", "sh", "-c", command.c_str(), nullptr);
    ::_exit(127);
  }
  int status = 0;
  while (::waitpid(child, &status, 0) < 0) {
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

inline Outcome run_command(const std::string& command, const Scratch& scratch) {
  const std::filesystem::path out_path = scratch.root() / "out";
  const std::filesystem::path err_path = scratch.root() / "err";
  const int out = ::open(out_path.c_str(), O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0600);
  const int err = ::open(err_path.c_str(), O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0600);
  if (out < 0 || err < 0) throw std::runtime_error("cannot catch the streams of a command");
  Outcome outcome;
  outcome.exit_code = run_shell(command, scratch.folder(), out, err);
  ::close(out);
  ::close(err);
  outcome.out = file_text(out_path);
  outcome.err = file_text(err_path);
  return outcome;
}

}  // namespace diallint::test
