// Loaded in front of the C library (LD_PRELOAD): makes one call of the program fail, or every one
// from there on. run.py says which, through the environment:
//
//   FAULT_CALL   read, write, open, opendir, readdir, mkdir, close, rename, fsync, fchmod, fchown,
//                stat, flock, unlink, thread, truncate, receive, send or accept (those of a
//                server), or memory; any: each of these but memory
//   FAULT_AT     the how manieth call of these, from 1, counted from main() on
//   FAULT_MODE   once, good (it and all behind it), short (all move one byte), signal (the program
//                gets one in front of the call) or timer (it is killed that many nanoseconds on)
//   FAULT_ERRNO  what errno is then, or the number of the signal
//   FAULT_PIECE  how many bytes a call of write() moves at most
//   FAULT_TOLD   a descriptor that gets a byte when a call fails for the first time
//
// With FAULT_CALL=fork-memory no call fails here: copies.h has each allocation fail in a copy of
// the program.
#include <dirent.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdarg>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>

#include "copies.h"

extern "C" {
void* __libc_malloc(std::size_t size);
void* __libc_calloc(std::size_t count, std::size_t size);
void* __libc_realloc(void* block, std::size_t size);
void* __libc_memalign(std::size_t alignment, std::size_t size);
}

namespace {

enum class Mode { kOnce, kGood, kShort, kSignal, kTimer };

struct Plan {
  char call[32] = "";
  long at = 0;
  Mode mode = Mode::kOnce;
  int error = EIO;
  int told = -1;
  std::size_t piece = SIZE_MAX;
};

Plan plan;
long seen = 0;
bool armed = false;
bool in_copies = false;
bool begun = false;  // the program's main()

using diallint_copies::text_of;

void read_plan() {
  std::snprintf(plan.call, sizeof plan.call, "%s", text_of("FAULT_CALL", ""));
  plan.at = std::atol(text_of("FAULT_AT", "0"));
  const char* mode = text_of("FAULT_MODE", "once");
  plan.mode = std::strcmp(mode, "good") == 0     ? Mode::kGood
              : std::strcmp(mode, "short") == 0  ? Mode::kShort
              : std::strcmp(mode, "signal") == 0 ? Mode::kSignal
              : std::strcmp(mode, "timer") == 0  ? Mode::kTimer
                                                 : Mode::kOnce;
  plan.error = std::atoi(text_of("FAULT_ERRNO", "5"));
  plan.told = std::atoi(text_of("FAULT_TOLD", "-1"));
  const long piece = std::atol(text_of("FAULT_PIECE", "0"));
  if (piece > 0) plan.piece = static_cast<std::size_t>(piece);
  in_copies = std::strcmp(plan.call, "fork-memory") == 0;
  // Programs that this one starts run as they are.
  unsetenv("LD_PRELOAD");
}

// The clock of the kernel ends the program, wherever it is then.
void start_timer() {
  sigevent event{};
  event.sigev_notify = SIGEV_SIGNAL;
  event.sigev_signo = SIGKILL;
  timer_t timer{};
  itimerspec when{};
  when.it_value.tv_sec = plan.at / 1'000'000'000;
  when.it_value.tv_nsec = plan.at % 1'000'000'000;
  timer_create(CLOCK_MONOTONIC, &event, &timer);
  timer_settime(timer, 0, &when, nullptr);
}

void tell() {
  if (plan.told >= 0) syscall(SYS_write, plan.told, "x", std::size_t{1});
}

bool is_planned(const char* call) {
  return armed && (plan.mode == Mode::kOnce || plan.mode == Mode::kGood) &&
         std::strcmp(plan.call, call) == 0;
}

// Whether this call is the one. Sets errno.
bool fails(const char* call) {
  const bool counts = (std::strcmp(plan.call, "memory") == 0) == (std::strcmp(call, "memory") == 0);
  if (armed && plan.mode == Mode::kSignal && counts && ++seen == plan.at) {
    tell();
    kill(getpid(), plan.error);
  }
  if (!is_planned(call)) return false;
  ++seen;
  const bool now = seen == plan.at || (plan.mode == Mode::kGood && seen > plan.at);
  if (now && seen == plan.at) tell();
  if (now) errno = plan.error;
  return now;
}

bool is_short(const char* call) {
  if (!armed || plan.mode != Mode::kShort || std::strcmp(plan.call, call) != 0) return false;
  if (++seen == 1) tell();
  return true;
}

// --- allocations ---------------------------------------------------------------------------------

bool allocation_fails() {
  if (in_copies) return diallint_copies::allocation_fails(armed);
  return fails("memory");
}

template <class Function>
Function next(const char* name) {
  return reinterpret_cast<Function>(dlsym(RTLD_NEXT, name));
}

int (*program)(int, char**, char**) = nullptr;

int armed_main(int count, char** arguments, char** environment) {
  read_plan();
  if (in_copies) diallint_copies::begin(plan.told);
  if (plan.mode == Mode::kTimer) start_timer();
  begun = true;
  armed = true;
  const int code = program(count, arguments, environment);
  armed = false;
  if (in_copies) diallint_copies::end();
  return code;
}

}  // namespace

extern "C" {

int __libc_start_main(int (*main)(int, char**, char**), int count, char** arguments,
                      void (*initialise)(), void (*finish)(), void (*loader)(), void* stack) {
  using Start =
      int (*)(int (*)(int, char**, char**), int, char**, void (*)(), void (*)(), void (*)(), void*);
  program = main;
  return next<Start>("__libc_start_main")(armed_main, count, arguments, initialise, finish, loader,
                                          stack);
}

void* malloc(std::size_t size) { return allocation_fails() ? nullptr : __libc_malloc(size); }
void* calloc(std::size_t count, std::size_t size) {
  return allocation_fails() ? nullptr : __libc_calloc(count, size);
}
void* realloc(void* block, std::size_t size) {
  return allocation_fails() ? nullptr : __libc_realloc(block, size);
}
void* aligned_alloc(std::size_t alignment, std::size_t size) {
  return allocation_fails() ? nullptr : __libc_memalign(alignment, size);
}
int posix_memalign(void** out, std::size_t alignment, std::size_t size) {
  if (allocation_fails()) return ENOMEM;
  *out = __libc_memalign(alignment, size);
  return *out != nullptr ? 0 : ENOMEM;
}

ssize_t read(int descriptor, void* out, std::size_t size) {
  if (fails("read")) return -1;
  return syscall(SYS_read, descriptor, out, is_short("read") && size > 0 ? 1 : size);
}

ssize_t pread(int descriptor, void* out, std::size_t size, off_t at) {
  if (fails("read")) return -1;
  return syscall(SYS_pread64, descriptor, out, is_short("read") && size > 0 ? 1 : size, at);
}

ssize_t pwrite(int descriptor, const void* bytes, std::size_t size, off_t at) {
  if (fails("write")) return -1;
  return syscall(SYS_pwrite64, descriptor, bytes, is_short("write") && size > 0 ? 1 : size, at);
}

// SQLite's names for the same.
ssize_t pread64(int descriptor, void* out, std::size_t size, off64_t at) {
  return pread(descriptor, out, size, at);
}

ssize_t pwrite64(int descriptor, const void* bytes, std::size_t size, off64_t at) {
  return pwrite(descriptor, bytes, size, at);
}

int ftruncate64(int descriptor, off64_t size) {
  return fails("truncate") ? -1 : static_cast<int>(syscall(SYS_ftruncate, descriptor, size));
}

ssize_t readv(int descriptor, const iovec* parts, int count) {
  return fails("receive") ? -1 : syscall(SYS_readv, descriptor, parts, count);
}

ssize_t writev(int descriptor, const iovec* parts, int count) {
  return fails("send") ? -1 : syscall(SYS_writev, descriptor, parts, count);
}

int accept4(int descriptor, sockaddr* from, socklen_t* size, int flags) {
  if (fails("accept")) return -1;
  return static_cast<int>(syscall(SYS_accept4, descriptor, from, size, flags));
}

ssize_t write(int descriptor, const void* bytes, std::size_t size) {
  // By a pipe to itself a server is told of a signal; that cannot fail. Answers go by writev().
  if (size == 1 && descriptor > 2) return syscall(SYS_write, descriptor, bytes, size);
  // Standard error is where a failure is told; it fails only where that is asked for.
  const char* call = descriptor == 2 ? "write-error" : "write";
  if (fails(call)) return -1;
  const std::size_t most = is_short(call) ? 1 : plan.piece;
  return syscall(SYS_write, descriptor, bytes, size < most ? size : most);
}

int open(const char* path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  const int mode = va_arg(rest, int);
  va_end(rest);
  if (fails("open")) return -1;
  return static_cast<int>(syscall(SYS_open, path, flags, mode));
}

int open64(const char* path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  const int mode = va_arg(rest, int);
  va_end(rest);
  if (fails("open")) return -1;
  return static_cast<int>(syscall(SYS_open, path, flags, mode));
}

int openat(int folder, const char* path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  const int mode = va_arg(rest, int);
  va_end(rest);
  // From no open folder it is the C++ library that looks into one, and does not ask again.
  if (folder != AT_FDCWD && fails("open")) return -1;
  return static_cast<int>(syscall(SYS_openat, folder, path, flags, mode));
}

DIR* opendir(const char* path) {
  return fails("opendir") ? nullptr : next<DIR* (*)(const char*)>("opendir")(path);
}

dirent* readdir(DIR* folder) {
  return fails("readdir") ? nullptr : next<dirent* (*)(DIR*)>("readdir")(folder);
}

int mkdir(const char* path, mode_t mode) {
  return fails("mkdir") ? -1 : static_cast<int>(syscall(SYS_mkdir, path, mode));
}

int pthread_create(pthread_t* thread, const pthread_attr_t* attributes, void* (*run)(void*),
                   void* argument) {
  using Create = int (*)(pthread_t*, const pthread_attr_t*, void* (*)(void*), void*);
  if (fails("thread")) return plan.error;
  return next<Create>("pthread_create")(thread, attributes, run, argument);
}

// The programs keep no path from the root while copies are made of them, which work in folders of
// their own, and are told one folder wherever they are.
char* realpath(const char* path, char* out) {
  char* real = next<char* (*)(const char*, char*)>("realpath")(path, out);
  if (in_copies && real != nullptr) diallint_copies::make_relative(real);
  return real;
}

char* getcwd(char* out, std::size_t size) {
  if (in_copies && begun) return diallint_copies::folder_told(out, size);
  return next<char* (*)(char*, std::size_t)>("getcwd")(out, size);
}

int close(int descriptor) {
  const int done = static_cast<int>(syscall(SYS_close, descriptor));
  return fails("close") ? -1 : done;
}

int rename(const char* from, const char* to) {
  return fails("rename") ? -1 : static_cast<int>(syscall(SYS_rename, from, to));
}

int renameat2(int from_folder, const char* from, int to_folder, const char* to, unsigned flags) {
  if (fails("rename")) return -1;
  return static_cast<int>(syscall(SYS_renameat2, from_folder, from, to_folder, to, flags));
}

int fsync(int descriptor) {
  return fails("fsync") ? -1 : static_cast<int>(syscall(SYS_fsync, descriptor));
}

int fdatasync(int descriptor) {
  return fails("fsync") ? -1 : static_cast<int>(syscall(SYS_fdatasync, descriptor));
}

int fchmod(int descriptor, mode_t mode) {
  return fails("fchmod") ? -1 : static_cast<int>(syscall(SYS_fchmod, descriptor, mode));
}

int fchown(int descriptor, uid_t owner, gid_t group) {
  return fails("fchown") ? -1 : static_cast<int>(syscall(SYS_fchown, descriptor, owner, group));
}

int stat(const char* path, struct stat* out) {
  return fails("stat") ? -1 : static_cast<int>(syscall(SYS_newfstatat, AT_FDCWD, path, out, 0));
}

int lstat(const char* path, struct stat* out) {
  if (fails("stat")) return -1;
  return static_cast<int>(syscall(SYS_newfstatat, AT_FDCWD, path, out, AT_SYMLINK_NOFOLLOW));
}

int fstat(int descriptor, struct stat* out) {
  return fails("stat") ? -1 : static_cast<int>(syscall(SYS_fstat, descriptor, out));
}

int access(const char* path, int mode) {
  return fails("stat") ? -1 : static_cast<int>(syscall(SYS_access, path, mode));
}

int flock(int descriptor, int operation) {
  return fails("flock") ? -1 : static_cast<int>(syscall(SYS_flock, descriptor, operation));
}

int unlink(const char* path) {
  return fails("unlink") ? -1 : static_cast<int>(syscall(SYS_unlink, path));
}

}  // extern "C"
