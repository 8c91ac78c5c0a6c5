#include "shared/output_place.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <climits>
#include <cstdlib>
#include <memory>
#include <new>

#include "base/ascii.h"
#include "base/sha256.h"
#include "shared/interruption.h"

namespace diallint {
namespace {

constexpr int kMaxLinks = 40;          // as many as the system follows
constexpr unsigned kMaxLeftovers = 8;  // runs that write the same file at once are few
constexpr std::string_view kMark = ".tmp-diallint-";

std::string real_folder(const std::string& path) {
  const std::unique_ptr<char, void (*)(void*)> real(::realpath(path.c_str(), nullptr), std::free);
  if (!real && errno == ENOMEM) throw std::bad_alloc();  // or the file behind it would be replaced
  return real ? real.get() : "";
}

/// The number in /dev/fd/1, /proc/self/fd/1 or /proc/PID/fd/1; -1 for any other path.
int descriptor_named(const std::string& path) {
  const std::string leaf = leaf_of_output(path);
  int number = -1;
  if (leaf.empty() || !all_digits(leaf)) return -1;
  if (std::from_chars(leaf.data(), leaf.data() + leaf.size(), number).ec != std::errc()) return -1;
  const std::string folder = real_folder(folder_of_output(path));
  if (folder.empty()) return -1;
  const bool own =
      folder == real_folder("/proc/self/fd") || folder == real_folder("/proc/thread-self/fd");
  return own ? number : -1;
}

/// The text of a link; empty where the path is none.
std::string link_text(const std::string& path) {
  std::array<char, PATH_MAX> text{};
  const ssize_t size = ::readlink(path.c_str(), text.data(), text.size());
  return size < 0 ? std::string() : std::string(text.data(), static_cast<std::size_t>(size));
}

/// Whether the file that is open is still the one of this name.
bool is_at(int descriptor, const std::string& path) {
  struct stat open {};
  struct stat named {};
  return ::fstat(descriptor, &open) == 0 && ::lstat(path.c_str(), &named) == 0 &&
         S_ISREG(open.st_mode) && open.st_dev == named.st_dev && open.st_ino == named.st_ino;
}

}  // namespace

std::string folder_of_output(const std::string& target) {
  const std::size_t slash = target.rfind('/');
  return slash == std::string::npos ? "." : slash == 0 ? "/" : target.substr(0, slash);
}

std::string leaf_of_output(const std::string& target) {
  return target.substr(target.rfind('/') + 1);
}

OutputPlace place_of(std::string path) {
  for (int links = 0; links < kMaxLinks; ++links) {
    const int descriptor = descriptor_named(path);
    if (descriptor >= 0) return {"", descriptor, 0};
    std::string next = link_text(path);
    if (next.empty()) return {std::move(path), -1, 0};
    if (!next.starts_with('/')) next.insert(0, folder_of_output(path) + '/');
    path = std::move(next);
  }
  return {"", -1, ELOOP};
}

std::string temporary_name(const std::string& target, unsigned attempt) {
  std::string folder = target.substr(0, target.rfind('/') + 1);
  std::string leaf = leaf_of_output(target);
  const std::string end = fmt::format("{}{}", kMark, attempt);
  const long limit = ::pathconf(folder_of_output(target).c_str(), _PC_NAME_MAX);
  const std::size_t most = limit > 0 ? static_cast<std::size_t>(limit) : NAME_MAX;
  if (1 + leaf.size() + end.size() > most) leaf = to_hex(sha256(leaf), 16);
  return folder + "." + leaf + end;
}

bool is_held(int descriptor) {
  // Where files cannot be locked nobody takes one for a leftover either.
  if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) return errno != EWOULDBLOCK;
  struct stat status {};
  return ::fstat(descriptor, &status) != 0 || status.st_nlink > 0;
}

void remove_leftover_folders(const std::string& target, const std::string& inner) {
  for (unsigned attempt = 0; attempt < kMaxLeftovers; ++attempt) {
    const std::string name = temporary_name(target, attempt);
    const int descriptor = ::open(name.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (descriptor < 0) continue;
    // A run that lives holds a lock on its own.
    if (::flock(descriptor, LOCK_EX | LOCK_NB) == 0) {
      if (!inner.empty()) remove_flat_folder((name + inner).c_str());
      remove_flat_folder(name.c_str());
    }
    ::close(descriptor);
  }
}

void remove_leftovers(const std::string& target) {
  for (unsigned attempt = 0; attempt < kMaxLeftovers; ++attempt) {
    const std::string name = temporary_name(target, attempt);
    const int descriptor = ::open(name.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (descriptor < 0) continue;
    // A run that lives holds a lock on its own.
    if (::flock(descriptor, LOCK_EX | LOCK_NB) == 0 && is_at(descriptor, name))
      ::unlink(name.c_str());
    ::close(descriptor);
  }
}

}  // namespace diallint
