#include "shared/beneath.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <string_view>

namespace diallint {
namespace {

/// A link says so, where open() may give ENOTDIR for it.
int error_of(int folder, const std::string& part, int error) {
  struct stat status {};
  const bool is_link =
      ::fstatat(folder, part.c_str(), &status, AT_SYMLINK_NOFOLLOW) == 0 && S_ISLNK(status.st_mode);
  return is_link ? ELOOP : error;
}

int opened(int folder, const std::string& part, int flags) {
  int descriptor = -1;
  do descriptor = ::openat(folder, part.c_str(), flags | O_NOFOLLOW | O_CLOEXEC);
  while (descriptor < 0 && errno == EINTR);
  return descriptor;
}

}  // namespace

int open_beneath(const Beneath& place, int flags) {
  const std::string& path = place.path;
  if (path.empty() || path.front() == '/') return errno = EXDEV, -1;
  int folder = -1;
  do folder = ::open(place.root.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC);
  while (folder < 0 && errno == EINTR);
  for (std::size_t at = 0; folder >= 0;) {
    const std::size_t end = std::min(path.find('/', at), path.size());
    const std::size_t next = std::min(path.find_first_not_of('/', end), path.size());
    const std::string part = path.substr(at, end - at);
    const bool last = next == path.size();
    const int descriptor =
        part == ".." ? -1 : opened(folder, part, last ? flags : O_PATH | O_DIRECTORY);
    const int error = part == ".." ? EXDEV : descriptor < 0 ? error_of(folder, part, errno) : 0;
    ::close(folder);
    errno = error;
    if (last || descriptor < 0) return descriptor;
    folder = descriptor;
    at = next;
  }
  return folder;
}

int trouble_beneath(const Beneath& place) {
  const int descriptor = open_beneath(place, O_PATH);
  if (descriptor < 0) return errno == ENOENT ? 0 : errno;
  // With O_PATH a link itself is opened.
  struct stat status {};
  const bool is_link = ::fstat(descriptor, &status) == 0 && S_ISLNK(status.st_mode);
  ::close(descriptor);
  return is_link ? ELOOP : 0;
}

}  // namespace diallint
