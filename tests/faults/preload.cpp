// Loaded in front of the C library (LD_PRELOAD): makes one call of the program fail, or every one
// from there on. run.py says which, through the environment:
//
//   FAULT_CALL   read, write, open, close, rename, fsync, fchmod or memory
//   FAULT_AT     the how manieth call of these, from 1, counted from main() on
//   FAULT_MODE   once, good (it and all behind it), short (all move one byte), or signal: the
//   program
//                gets one in front of the call, whichever of these it is
//   FAULT_ERRNO  what errno is then, or the number of the signal
//   FAULT_TOLD   a descriptor that gets a byte when a call fails for the first time
//
// With FAULT_CALL=fork-memory no call fails here: each allocation is made to fail in a copy of the
// program, see try_in_a_copy().
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cstring>

extern "C" {
void* __libc_malloc(std::size_t size);
void* __libc_calloc(std::size_t count, std::size_t size);
void* __libc_realloc(void* block, std::size_t size);
void* __libc_memalign(std::size_t alignment, std::size_t size);
}

namespace {

enum class Mode { kOnce, kGood, kShort, kSignal };

struct Plan {
  char call[32] = "";
  long at = 0;
  long stride = 1;
  Mode mode = Mode::kOnce;
  int error = EIO;
  int told = -1;
  int expected = -1;  // what standard output has to hold, for copies
};

Plan plan;
long seen = 0;
bool armed = false;
bool failing_for_good = false;

const char* text_of(const char* name, const char* otherwise) {
  const char* value = std::getenv(name);
  return value != nullptr ? value : otherwise;
}

void read_plan() {
  std::snprintf(plan.call, sizeof plan.call, "%s", text_of("FAULT_CALL", ""));
  plan.at = std::atol(text_of("FAULT_AT", "0"));
  plan.stride = std::atol(text_of("FAULT_STRIDE", "1"));
  const char* mode = text_of("FAULT_MODE", "once");
  plan.mode = std::strcmp(mode, "good") == 0     ? Mode::kGood
              : std::strcmp(mode, "short") == 0  ? Mode::kShort
              : std::strcmp(mode, "signal") == 0 ? Mode::kSignal
                                                 : Mode::kOnce;
  plan.error = std::atoi(text_of("FAULT_ERRNO", "5"));
  plan.told = std::atoi(text_of("FAULT_TOLD", "-1"));
  const char* expected = text_of("FAULT_EXPECTED", "");
  if (*expected != '\0') plan.expected = static_cast<int>(syscall(SYS_open, expected, O_RDONLY));
}

void tell() {
  if (plan.told >= 0) syscall(SYS_write, plan.told, "x", std::size_t{1});
}

bool is_planned(const char* call) {
  return armed && plan.mode != Mode::kShort && plan.mode != Mode::kSignal &&
         std::strcmp(plan.call, call) == 0;
}

// Whether this call is the one. Sets errno.
bool fails(const char* call) {
  if (armed && plan.mode == Mode::kSignal && std::strcmp(call, "memory") != 0 &&
      ++seen == plan.at) {
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

constexpr int kOutput = 1;

// A copy that reads and writes must not move the places in files of the one it was made from.
void own_descriptors() {
  for (int descriptor = 3; descriptor < 32; ++descriptor) {
    struct stat status {};
    if (fstat(descriptor, &status) != 0 || !S_ISREG(status.st_mode)) continue;
    char name[64];
    std::snprintf(name, sizeof name, "/proc/self/fd/%d", descriptor);
    const off_t place = lseek(descriptor, 0, SEEK_CUR);
    const int own = static_cast<int>(syscall(SYS_open, name, O_RDONLY));
    if (own < 0) continue;
    lseek(own, place, SEEK_SET);
    dup2(own, descriptor);
    syscall(SYS_close, own);
  }
}

bool is_expected(int output) {
  char a[4096];
  char b[4096];
  for (off_t at = 0;; at += static_cast<off_t>(sizeof a)) {
    const ssize_t some = pread(output, a, sizeof a, at);
    const ssize_t wanted = pread(plan.expected, b, sizeof b, at);
    if (some != wanted) return false;
    if (some <= 0) return true;
    if (std::memcmp(a, b, static_cast<std::size_t>(some)) != 0) return false;
  }
}

void judge_copy(int status, int output, bool for_good) {
  const int code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  const bool done = code == 0 || code == 1;
  if (code == 2 || (done && is_expected(output))) return;
  char line[128];
  const int size = std::snprintf(line, sizeof line, "allocation %ld, %s: %s %d\n", seen,
                                 for_good ? "for good" : "once",
                                 WIFSIGNALED(status) ? "signal"
                                 : done              ? "output is missing, exit code"
                                                     : "exit code",
                                 WIFSIGNALED(status) ? WTERMSIG(status) : code);
  if (plan.told >= 0) syscall(SYS_write, plan.told, line, static_cast<std::size_t>(size));
}

// Makes the allocation at hand fail in a copy of the program, which runs to its end; this one goes
// on as if nothing had been. True in the copy.
bool try_in_a_copy(bool for_good) {
  const int output = memfd_create("output", 0);
  armed = false;
  const pid_t copy = fork();
  if (copy == 0) {
    // What was buffered is in memory; what was written before is not in this output, so runs that
    // are copied write everything at their end.
    dup2(output, kOutput);
    own_descriptors();
    alarm(20);
    plan.mode = for_good ? Mode::kGood : Mode::kOnce;
    failing_for_good = for_good;
    std::strcpy(plan.call, "none");
    return true;
  }
  int status = 0;
  while (waitpid(copy, &status, 0) < 0 && errno == EINTR) {
  }
  judge_copy(status, output, for_good);
  syscall(SYS_close, output);
  armed = true;
  return false;
}

bool allocation_fails() {
  if (failing_for_good) {
    errno = ENOMEM;
    return true;
  }
  if (fails("memory")) return true;
  if (!armed || std::strcmp(plan.call, "fork-memory") != 0) return false;
  if (++seen < plan.at || (seen - plan.at) % plan.stride != 0) return false;
  if (!try_in_a_copy(false) && !try_in_a_copy(true)) return false;
  errno = ENOMEM;
  return true;
}

template <class Function>
Function next(const char* name) {
  return reinterpret_cast<Function>(dlsym(RTLD_NEXT, name));
}

int (*program)(int, char**, char**) = nullptr;

int armed_main(int count, char** arguments, char** environment) {
  read_plan();
  armed = true;
  const int code = program(count, arguments, environment);
  armed = false;
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

ssize_t write(int descriptor, const void* bytes, std::size_t size) {
  // Standard error is where a failure is told; it fails only where that is asked for.
  const char* call = descriptor == 2 ? "write-error" : "write";
  if (fails(call)) return -1;
  return syscall(SYS_write, descriptor, bytes, is_short(call) && size > 0 ? 1 : size);
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

int close(int descriptor) {
  const int done = static_cast<int>(syscall(SYS_close, descriptor));
  return fails("close") ? -1 : done;
}

int rename(const char* from, const char* to) {
  return fails("rename") ? -1 : static_cast<int>(syscall(SYS_rename, from, to));
}

int fsync(int descriptor) {
  return fails("fsync") ? -1 : static_cast<int>(syscall(SYS_fsync, descriptor));
}

int fchmod(int descriptor, mode_t mode) {
  return fails("fchmod") ? -1 : static_cast<int>(syscall(SYS_fchmod, descriptor, mode));
}

}  // extern "C"
