#include "copies.h"

#include <dirent.h>
#include <execinfo.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <climits>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>

// Everything here is made of calls that need no memory of the program's, or of copies that have it.
namespace diallint_copies {
namespace {

constexpr unsigned kPatience = 60;  // seconds, on a busy machine

using Path = std::array<char, PATH_MAX>;

Path base;      // the folder of the program
Path copy;      // and of the copy at hand
Path expected;  // what is expected of it
int told = -1;
long seen = 0;
long tried = 0;
bool by_stack = false;
long stride = 1;
long candidates = 0;
bool is_copy = false;
bool failing_for_good = false;

Path joined(const char* folder, const char* name) {
  Path path;
  const int size = std::snprintf(path.data(), path.size(), "%s/%s", folder, name);
  if (size < 0 || static_cast<std::size_t>(size) >= path.size()) std::abort();
  return path;
}

int open_at(const char* path, int flags, unsigned mode = 0) {
  return static_cast<int>(syscall(SYS_open, path, flags, mode));
}

void write_line(const char* text) {
  if (told >= 0) syscall(SYS_write, told, text, std::strlen(text));
}

// --- folders -------------------------------------------------------------------------------------

// Calls `visit` with the path and type of each entry.
template <class Visit>
void for_each_entry(const char* folder, Visit visit) {
  DIR* entries = opendir(folder);
  if (entries == nullptr) return;
  while (const dirent* entry = readdir(entries)) {
    if (std::strcmp(entry->d_name, ".") == 0 || std::strcmp(entry->d_name, "..") == 0) continue;
    visit(entry->d_name, entry->d_type == DT_DIR);
  }
  closedir(entries);
}

void copy_file(const char* from, const char* to) {
  const int source = open_at(from, O_RDONLY | O_CLOEXEC);
  const int target = open_at(to, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  char piece[4096];
  for (;;) {
    const long got = syscall(SYS_read, source, piece, sizeof piece);
    if (got <= 0) break;
    syscall(SYS_write, target, piece, static_cast<std::size_t>(got));
  }
  syscall(SYS_close, source);
  syscall(SYS_close, target);
}

void copy_folder(const char* from, const char* to) {
  syscall(SYS_mkdir, to, 0777);
  for_each_entry(from, [&](const char* name, bool folder) {
    const Path source = joined(from, name);
    const Path target = joined(to, name);
    folder ? copy_folder(source.data(), target.data()) : copy_file(source.data(), target.data());
  });
}

void remove_folder(const char* folder) {
  for_each_entry(folder, [&](const char* name, bool inner) {
    const Path path = joined(folder, name);
    inner ? remove_folder(path.data()) : static_cast<void>(syscall(SYS_unlink, path.data()));
  });
  syscall(SYS_rmdir, folder);
}

bool same_bytes(int a, int b) {
  char one[4096];
  char other[4096];
  for (off_t at = 0;; at += static_cast<off_t>(sizeof one)) {
    const ssize_t some = pread(a, one, sizeof one, at);
    const ssize_t wanted = pread(b, other, sizeof other, at);
    if (some != wanted) return false;
    if (some <= 0) return some == 0;
    if (std::memcmp(one, other, static_cast<std::size_t>(some)) != 0) return false;
  }
}

bool same_file(const char* a, const char* b) {
  const int one = open_at(a, O_RDONLY | O_CLOEXEC);
  const int other = open_at(b, O_RDONLY | O_CLOEXEC);
  const bool same = one < 0 || other < 0 ? one == other : same_bytes(one, other);
  if (one >= 0) syscall(SYS_close, one);
  if (other >= 0) syscall(SYS_close, other);
  return same;
}

// What is wrong with the files of a copy that is `done` or has failed; nullptr: nothing.
const char* wrong_in(const char* folder, const char* old, const char* now, bool done) {
  const char* wrong = nullptr;
  const auto judge = [&](const char* name, bool inner) {
    const Path mine = joined(folder, name);
    const Path before = joined(old, name);
    const Path behind = joined(now, name);
    if (inner) {
      const char* trouble = wrong_in(mine.data(), before.data(), behind.data(), done);
      if (trouble != nullptr) wrong = trouble;
    } else if (!same_file(mine.data(), behind.data()) &&
               (done || !same_file(mine.data(), before.data()))) {
      wrong = access(behind.data(), F_OK) != 0 ? "a file is left behind" : "a file is torn";
    }
  };
  for_each_entry(folder, judge);
  for_each_entry(now, [&](const char* name, bool) {
    const bool is_there = access(joined(folder, name).data(), F_OK) == 0;
    const bool was_there = access(joined(old, name).data(), F_OK) == 0;
    if (!is_there && (done || was_there)) wrong = "a file is missing";
  });
  return wrong;
}

// --- copies --------------------------------------------------------------------------------------

// Files of the folder are those of the copy's; no place in a file is shared with the program.
void own_descriptor(int descriptor) {
  struct stat status {};
  if (fstat(descriptor, &status) != 0 || !S_ISREG(status.st_mode)) return;
  char link[64];
  Path name{};
  std::snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
  if (readlink(link, name.data(), name.size() - 1) < 0) return;
  const std::size_t size = std::strlen(base.data());
  const bool inside = std::strncmp(name.data(), base.data(), size) == 0 && name[size] == '/';
  const Path mine = inside ? joined(copy.data(), name.data() + size + 1) : Path{};
  const int flags = fcntl(descriptor, F_GETFL) & (O_ACCMODE | O_APPEND);
  const int own = open_at(inside ? mine.data() : link, flags | O_CLOEXEC);
  if (own < 0) return;
  lseek(own, lseek(descriptor, 0, SEEK_CUR), SEEK_SET);
  dup3(own, descriptor, O_CLOEXEC);
  syscall(SYS_close, own);
}

void become_copy(int output, int errors) {
  is_copy = true;
  // What was buffered is in memory; what was written before is not in this output, so runs that are
  // copied write everything at their end.
  dup2(output, STDOUT_FILENO);
  dup2(errors, STDERR_FILENO);
  copy_folder(base.data(), copy.data());
  if (chdir(copy.data()) != 0) _exit(127);
  for (int descriptor = 3; descriptor < 32; ++descriptor) own_descriptor(descriptor);
  alarm(kPatience);
}

bool says_why(int errors) {
  char text[10] = "";
  const ssize_t size = pread(errors, text, sizeof text - 1, 0);
  return size > 0 &&
         (std::strncmp(text, "diallint:", 9) == 0 || std::strncmp(text, "dialgen: ", 9) == 0);
}

const char* judged(int status, int output, int errors) {
  const Path old = joined(expected.data(), "old");
  const Path now = joined(expected.data(), "new");
  if (WIFSIGNALED(status)) return "signal";
  const int code = WEXITSTATUS(status);
  if (code != 0 && code != 1 && code != 2) return "exit code";
  if (code == 2 && !says_why(errors)) return "no word why, exit code";
  const int wanted = open_at(joined(expected.data(), "stdout").data(), O_RDONLY | O_CLOEXEC);
  const bool whole = same_bytes(output, wanted);
  syscall(SYS_close, wanted);
  if (code != 2 && !whole) return "output is missing, exit code";
  return wrong_in(copy.data(), old.data(), now.data(), code != 2);
}

void judge_copy(int status, int output, int errors, bool for_good) {
  const char* wrong = judged(status, output, errors);
  if (wrong == nullptr) return;
  char line[160];
  std::snprintf(line, sizeof line, "allocation %ld, %s: %s %d\n", seen,
                for_good ? "for good" : "once", wrong,
                WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status));
  write_line(line);
}

// Makes the allocation at hand fail in a copy of the program, which runs to its end; this one goes
// on as if nothing had been. True in the copy.
bool try_in_a_copy(bool for_good) {
  const int output = memfd_create("output", MFD_CLOEXEC);
  const int errors = memfd_create("errors", MFD_CLOEXEC);
  const pid_t child = fork();
  if (child == 0) {
    become_copy(output, errors);
    failing_for_good = for_good;
    return true;
  }
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  judge_copy(status, output, errors, for_good);
  remove_folder(copy.data());
  syscall(SYS_close, output);
  syscall(SYS_close, errors);
  return false;
}

// --- call stacks ---------------------------------------------------------------------------------

constexpr std::size_t kStacks = std::size_t{1} << 18;
std::array<std::uint64_t, kStacks> stacks;

bool is_new_stack() {
  std::array<void*, 64> frames;
  const int depth = backtrace(frames.data(), static_cast<int>(frames.size()));
  std::uint64_t hash = 1;
  for (int i = 0; i < depth; ++i)
    hash = (hash ^ reinterpret_cast<std::uintptr_t>(frames[static_cast<std::size_t>(i)])) *
           0x9E3779B97F4A7C15U;
  hash |= 1;  // 0 is a place that is free
  std::size_t at = hash >> 46;
  while (stacks[at] != 0 && stacks[at] != hash) at = (at + 1) % kStacks;
  const bool is_new = stacks[at] == 0;
  stacks[at] = hash;
  return is_new;
}

}  // namespace

const char* text_of(const char* name, const char* otherwise) {
  const char* value = std::getenv(name);
  return value != nullptr ? value : otherwise;
}

void begin(int told_in) {
  told = told_in;
  stride = std::atol(text_of("FAULT_STRIDE", "1"));
  candidates = std::atol(text_of("FAULT_SHIFT", "0"));
  by_stack = std::strcmp(text_of("FAULT_STACKS", "0"), "1") == 0;
  std::snprintf(copy.data(), copy.size(), "%s", text_of("FAULT_COPY", ""));
  std::snprintf(expected.data(), expected.size(), "%s", text_of("FAULT_EXPECTED", ""));
  if (getcwd(base.data(), base.size()) == nullptr) std::abort();
  if (by_stack) is_new_stack();  // the first call loads what takes stacks apart
}

void end() {
  if (is_copy) return;
  char line[64];
  std::snprintf(line, sizeof line, "= %ld %ld\n", seen, tried);
  write_line(line);
}

bool allocation_fails(bool& armed) {
  if (failing_for_good) {
    errno = ENOMEM;
    return true;
  }
  if (is_copy || !armed) return false;
  // What this very code asks for is not the program's.
  armed = false;
  ++seen;
  if ((!by_stack || is_new_stack()) && candidates++ % stride == 0) {
    ++tried;
    // The copy has no more to try.
    if (try_in_a_copy(false) || try_in_a_copy(true)) {
      errno = ENOMEM;
      return true;
    }
  }
  armed = true;
  return false;
}

void make_relative(char* path) {
  const std::size_t size = std::strlen(base.data());
  if (std::strncmp(path, base.data(), size) != 0 || path[size] != '/') return;
  std::memmove(path, path + size + 1, std::strlen(path + size + 1) + 1);
}

char* folder_told(char* out, std::size_t size) {
  const std::size_t wanted = std::strlen(base.data()) + 1;
  if (out == nullptr) out = static_cast<char*>(std::malloc(wanted > size ? wanted : size));
  if (out == nullptr) return nullptr;
  if (size != 0 && size < wanted) {
    errno = ERANGE;
    return nullptr;
  }
  std::memcpy(out, base.data(), wanted);
  return out;
}

}  // namespace diallint_copies
