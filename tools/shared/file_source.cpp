#include "shared/file_source.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "base/printable.h"
#include "shared/files_in_use.h"

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
    case EXDEV:
      return "it is not below the folder of the file that names it; name it with an option instead";
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

namespace {

/// A pipe that nobody writes to is opened at once: read() waits, and may give up.
int opened(const FileToRead& file) {
  const int flags = O_RDONLY | O_CLOEXEC | O_NOCTTY | (file.patience == kForever ? 0 : O_NONBLOCK);
  if (!file.beneath.empty()) return open_beneath(file.beneath, flags);
  int descriptor = -1;
  do descriptor = ::open(file.path.c_str(), flags);
  while (descriptor < 0 && errno == EINTR);
  return descriptor;
}

bool is_pipe(int descriptor) {
  struct stat facts = {};
  return ::fstat(descriptor, &facts) == 0 && (S_ISFIFO(facts.st_mode) || S_ISSOCK(facts.st_mode));
}

}  // namespace

FileSource::FileSource(const FileToRead& file) : descriptor_(opened(file)) {
  if (descriptor_ < 0) throw ReadError{reading_trouble(errno)};
  try {
    note_read(key_of(descriptor_), printable(file.path));
  } catch (...) {
    ::close(descriptor_);
    throw;
  }
  if (is_pipe(descriptor_)) patience_ = file.patience;
}

FileSource::FileSource() { note_read(key_of(STDIN_FILENO), "standard input"); }

FileSource::~FileSource() {
  if (descriptor_ != STDIN_FILENO) ::close(descriptor_);
}

void FileSource::wait() const {
  if (patience_ == kForever) return;
  pollfd pipe{descriptor_, POLLIN, 0};
  int ready = 0;
  do ready = ::poll(&pipe, 1, patience_);
  while (ready < 0 && errno == EINTR);
  if (ready == 0)
    throw ReadError{
        fmt::format("nothing has come from this pipe for {} seconds; start what writes "
                    "to it, or name a file",
                    patience_ / 1000)};
}

std::size_t FileSource::read(char* out, std::size_t size) {
  for (;;) {
    wait();
    const ssize_t got = ::read(descriptor_, out, size);
    if (got >= 0) return static_cast<std::size_t>(got);
    if (errno != EINTR && errno != EAGAIN) throw ReadError{reading_trouble(errno)};
  }
}

std::uint64_t FileSource::expected_bytes() const noexcept {
  struct stat facts = {};
  const bool regular = ::fstat(descriptor_, &facts) == 0 && S_ISREG(facts.st_mode);
  return regular ? static_cast<std::uint64_t>(facts.st_size) : 0;
}

}  // namespace diallint
