#include "shared/output_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <new>
#include <utility>

#include "base/printable.h"
#include "shared/failure.h"
#include "shared/interruption.h"

namespace diallint {
namespace {

constexpr std::size_t kPiece = std::size_t{64} << 10;

std::string writing_trouble(int error) {
  switch (error) {
    case ENOSPC:
    case EDQUOT:
      return "no space is left; free some or write elsewhere with -o";
    case EPIPE:
      return "the reader has closed it; read it to the end or write to a file with -o";
    case EACCES:
    case EPERM:
      return "permission denied; choose a file in a folder that this user may write";
    case ENOENT:
      return "its folder does not exist; create it first";
    case ENOTDIR:
      return "a part of this path is a file, not a folder; check the name";
    case EBADF:
      return "it is closed; open it or write to a file with -o";
    default:
      return fmt::format("{}; write elsewhere with -o", strerror(error));
  }
}

/// Where the path's symbolic links lead, so that a rename replaces the file and not the link.
std::string resolved(const std::string& path) {
  const std::unique_ptr<char, void (*)(void*)> real(::realpath(path.c_str(), nullptr), std::free);
  if (!real && errno == ENOMEM) throw std::bad_alloc();  // or the link would be replaced
  return real ? std::string(real.get()) : path;
}

/// A signal ends no attempt to open: devices and pipes may take their time.
int opened(const std::string& path, int flags) {
  int descriptor = -1;
  do descriptor = ::open(path.c_str(), flags | O_WRONLY | O_CLOEXEC | O_NOCTTY, 0666);
  while (descriptor < 0 && errno == EINTR);
  return descriptor;
}

}  // namespace

DescriptorOutput::DescriptorOutput(int descriptor, std::string name)
    : descriptor_(descriptor), name_(std::move(name)) {}

void DescriptorOutput::fail(int error) const {
  throw FatalError{fmt::format("cannot write {}: {}", name_, writing_trouble(error))};
}

void DescriptorOutput::write(std::string_view bytes) {
  buffer_.append(bytes);
  if (buffer_.size() >= kPiece) flush();
}

void DescriptorOutput::flush() {
  std::string_view rest = buffer_;
  while (!rest.empty()) {
    const ssize_t written = ::write(descriptor_, rest.data(), rest.size());
    if (written >= 0)
      rest.remove_prefix(static_cast<std::size_t>(written));
    else if (errno != EINTR)
      fail(errno);
  }
  buffer_.clear();
}

StandardOutput::StandardOutput() : DescriptorOutput(STDOUT_FILENO, "to standard output") {}

AppendedFile::AppendedFile(const std::string& path) : DescriptorOutput(-1, printable(path)) {
  set_descriptor(opened(path, O_APPEND | O_CREAT));
  if (descriptor() < 0) fail(errno);
}

AppendedFile::~AppendedFile() {
  if (descriptor() >= 0) ::close(descriptor());
}

OutputFile::OutputFile(const std::string& path)
    : DescriptorOutput(-1, printable(path)), target_(resolved(path)) {
  struct stat status {};
  const bool exists = ::stat(path.c_str(), &status) == 0;
  if (exists && S_ISDIR(status.st_mode))
    throw FatalError{fmt::format("-o {} is a directory; name a file in it", printable(path))};
  if (exists && ::access(path.c_str(), W_OK) != 0) fail(errno);
  if (exists && !S_ISREG(status.st_mode)) {
    set_descriptor(opened(path, 0));
    if (descriptor() < 0) fail(errno);
    return;
  }
  open_beside(path, exists, status.st_mode & 07777U);
}

void OutputFile::open_beside(const std::string& path, bool exists, unsigned mode) {
  if (path.empty() || path.back() == '/')
    throw FatalError{fmt::format("-o '{}' names no file; name one", printable(path))};
  for (unsigned attempt = 0; descriptor() < 0; ++attempt) {
    const SignalsHeld held;
    // Noted before it is there: that takes memory, and where there is none nothing must be left.
    temporary_.take(fmt::format("{}.{}-{}.tmp", target_, ::getpid(), attempt));
    set_descriptor(
        ::open(temporary_.path().c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666));
    if (descriptor() >= 0) break;
    const int error = errno;
    temporary_.finish();  // the file of this name is another's
    if (error != EEXIST && error != EINTR) fail(error);
  }
  if (exists && ::fchmod(descriptor(), mode) != 0) fail(errno);
}

OutputFile::~OutputFile() {
  if (descriptor() >= 0) ::close(descriptor());
}

void OutputFile::finish() {
  flush();
  // Pipes and devices cannot be synchronised, and need not be.
  int synchronised = 0;
  do synchronised = ::fsync(descriptor());
  while (synchronised != 0 && errno == EINTR);
  if (synchronised != 0 && errno != EINVAL && errno != EROFS && errno != ENOTSUP) fail(errno);
  const int closed = ::close(descriptor());
  set_descriptor(-1);
  if (closed != 0 && errno != EINTR) fail(errno);
  if (temporary_.empty()) return;
  if (::rename(temporary_.path().c_str(), target_.c_str()) != 0) fail(errno);
  temporary_.finish();
}

}  // namespace diallint
