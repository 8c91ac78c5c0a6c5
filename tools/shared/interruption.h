// What has to go when somebody ends the program: files that are not finished.
#pragma once
#include <csignal>
#include <string>

namespace diallint {

/// What the system does about limits of a process (ulimit) is no end without a word: a file that
/// gets too large is an error of write(), and the end of the processor's time is one line and exit
/// code 2. So is a pipe that nobody reads an error of write(). Called once, before anything is
/// opened.
void turn_limits_into_errors() noexcept;

/// From here on the same holds for a file that is mapped into memory and cannot be read any more
/// (SIGBUS): `line`, static text, is printed, and the exit code is 2. For one kind of files alone.
void turn_failing_maps_into_errors(const char* line) noexcept;

/// The signals among these that a program started from here has to find as this one found them, for
/// posix_spawnattr_setsigdefault().
const sigset_t& signals_to_restore() noexcept;

/// While it lives, the signals that end the program wait.
class SignalsHeld {
 public:
  SignalsHeld() noexcept;
  ~SignalsHeld();
  SignalsHeld(const SignalsHeld&) = delete;
  SignalsHeld& operator=(const SignalsHeld&) = delete;

 private:
  sigset_t before_;
};

/// While it lives, the first SIGINT ends nothing and is noted: who reads stops, and what came of it
/// so far can be told. The second one ends the program as ever. Where SIGINT is ignored, as in the
/// background of a shell, it stays so. While one lives, others do nothing. One thread.
class InterruptNoted {
 public:
  InterruptNoted() noexcept;
  ~InterruptNoted();
  InterruptNoted(const InterruptNoted&) = delete;
  InterruptNoted& operator=(const InterruptNoted&) = delete;

 private:
  bool watched_ = false;
  struct sigaction before_;
};

/// Whether one has been noted. Any thread.
bool was_interrupted() noexcept;
/// What poll() finds readable once one has been noted; -1 where none is.
int interruption_to_poll() noexcept;

/// For whoever ends the program without a return from main(): removes what is not finished. Needs
/// no memory, and may be called by a signal handler.
void remove_unfinished_files() noexcept;

/// Removes a folder and the files in it, which has no folders. Needs no memory, and may be called
/// by a signal handler. What cannot be removed stays.
void remove_flat_folder(const char* path) noexcept;

/// The same for the files alone, in a folder that is open.
void remove_files_in(int folder) noexcept;

/// A file that is not finished, or a folder of such files. It goes with this object, and when a
/// signal that can be caught ends the program, which it still does. Signals that are ignored, as
/// under nohup, stay so. One thread.
class TemporaryFile {
 public:
  TemporaryFile() = default;
  ~TemporaryFile();
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;

  /// There is none.
  bool empty() const noexcept { return path_.empty(); }
  const std::string& path() const noexcept { return path_; }
  /// The file at `path` has just been made, with signals held; a folder where it ends with a slash.
  /// Once.
  void take(std::string path);
  /// It has another name now and stays.
  void finish() noexcept;

 private:
  std::string path_;
};

}  // namespace diallint
