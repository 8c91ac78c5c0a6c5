#include "shared/file_source.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace diallint {

std::string reading_trouble(int error) {
  switch (error) {
    case ENOENT:
      return "no such file or directory; check the name";
    case ENOTDIR:
      return "a part of this path is a file, not a directory; check the name";
    case EACCES:
      return "permission denied; make it readable for this user";
    case ELOOP:
      return "its symbolic links form a loop; correct them or name the file itself";
    case ENAMETOOLONG:
      return "the name is too long; check it";
    case EBADF:
      return "it is closed; connect it to an input";
    case EISDIR:
      return "it is a directory; name it as an argument to have its files read";
    default:
      return fmt::format("cannot be read ({}); check it and try again", strerror(error));
  }
}

FileSource::FileSource(const std::string& path) {
  do descriptor_ = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY);
  while (descriptor_ < 0 && errno == EINTR);
  if (descriptor_ < 0) throw ReadError{reading_trouble(errno)};
}

FileSource::~FileSource() {
  if (descriptor_ != STDIN_FILENO) ::close(descriptor_);
}

std::size_t FileSource::read(char* out, std::size_t size) {
  for (;;) {
    const ssize_t got = ::read(descriptor_, out, size);
    if (got >= 0) return static_cast<std::size_t>(got);
    if (errno != EINTR) throw ReadError{reading_trouble(errno)};
  }
}

std::uint64_t FileSource::expected_bytes() const noexcept {
  struct stat facts = {};
  const bool regular = ::fstat(descriptor_, &facts) == 0 && S_ISREG(facts.st_mode);
  return regular ? static_cast<std::uint64_t>(facts.st_size) : 0;
}

}  // namespace diallint
