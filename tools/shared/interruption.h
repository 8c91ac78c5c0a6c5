// What has to go when somebody ends the program: files that are not finished.
#pragma once
#include <csignal>
#include <string>

namespace diallint {

/// While it lives, SIGINT, SIGTERM and SIGHUP wait.
class SignalsHeld {
 public:
  SignalsHeld() noexcept;
  ~SignalsHeld();
  SignalsHeld(const SignalsHeld&) = delete;
  SignalsHeld& operator=(const SignalsHeld&) = delete;

 private:
  sigset_t before_;
};

/// For whoever ends the program without a return from main(): removes what is not finished. Needs
/// no memory, and may be called by a signal handler.
void remove_unfinished_files() noexcept;

/// A file that is not finished. It goes with this object, and when one of these signals ends the
/// program, which it still does. Signals that are ignored, as under nohup, stay so. One thread.
class TemporaryFile {
 public:
  TemporaryFile() = default;
  ~TemporaryFile();
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;

  /// There is none.
  bool empty() const noexcept { return path_.empty(); }
  const std::string& path() const noexcept { return path_; }
  /// The file at `path` has just been made, with signals held. Once.
  void take(std::string path);
  /// It has another name now and stays.
  void finish() noexcept;

 private:
  std::string path_;
};

}  // namespace diallint
