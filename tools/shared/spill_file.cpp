#include "shared/spill_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <utility>

#include "base/printable.h"
#include "shared/interruption.h"

namespace diallint {
namespace {

std::string temporary_folder() {
  const char* named = std::getenv("TMPDIR");
  return named != nullptr && *named != '\0' ? named : "/tmp";
}

std::string trouble(int error) {
  switch (error) {
    case ENOSPC:
    case EDQUOT:
      return "no space is left";
    case EFBIG:
      return "a file would be larger than this system lets it be (ulimit -f)";
    case ENOENT:
    case ENOTDIR:
      return "there is no such folder";
    case EACCES:
    case EPERM:
    case EROFS:
      return "this user may not write there";
    case 0:
      return "a file has lost its end";
    default:
      return strerror(error);
  }
}

/// Not every file system has files that never had a name.
int opened_with_name(const std::string& folder) {
  std::string path = folder + "/diallint-XXXXXX";
  const SignalsHeld held;
  const int descriptor = ::mkostemp(path.data(), O_CLOEXEC);
  if (descriptor >= 0) ::unlink(path.c_str());
  return descriptor;
}

int opened(const std::string& folder) {
  int descriptor = -1;
  do descriptor = ::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC | O_EXCL, 0600);
  while (descriptor < 0 && errno == EINTR);
  if (descriptor >= 0 || (errno != EOPNOTSUPP && errno != EISDIR)) return descriptor;
  return opened_with_name(folder);
}

}  // namespace

SpillFile::SpillFile(std::string way_out)
    : way_out_(std::move(way_out)), folder_(temporary_folder()), descriptor_(opened(folder_)) {
  if (descriptor_ < 0) fail(errno);
}

SpillFile::~SpillFile() { ::close(descriptor_); }

void SpillFile::fail(int error) const {
  throw SpillError{
      fmt::format("{} (for temporary files): {}; name a folder with room in TMPDIR, or {}",
                  printable(folder_), trouble(error), way_out_)};
}

void SpillFile::append(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor_, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) fail(errno);
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
}

void SpillFile::read(std::uint64_t place, char* out, std::size_t size) {
  while (size > 0) {
    const ssize_t got = ::pread(descriptor_, out, size, static_cast<off_t>(place));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) fail(got < 0 ? errno : 0);
    place += static_cast<std::uint64_t>(got);
    out += got;
    size -= static_cast<std::size_t>(got);
  }
}

}  // namespace diallint
