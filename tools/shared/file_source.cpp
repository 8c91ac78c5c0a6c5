#include "shared/file_source.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <iterator>
#include <utility>

#include "base/printable.h"
#include "shared/files_in_use.h"
#include "shared/interruption.h"

namespace diallint {

bool tells_what_is_there(int error) noexcept {
  return error == ENOENT || error == ENOTDIR || error == EACCES || error == ENAMETOOLONG ||
         error == ELOOP;
}

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

void expect_no_interruption() {
  if (was_interrupted())
    throw ReadError{
        "the run was interrupted while it was read, and what stands in front of that was checked; "
        "check it again"};
}

/// A pipe that nobody writes to is opened at once: read() waits, and may give up.
int opened(const FileToRead& file) {
  constexpr int kFlags = O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK;
  if (!file.beneath.empty()) return open_beneath(file.beneath, kFlags);
  int descriptor = -1;
  do descriptor = ::open(file.path.c_str(), kFlags);
  while (descriptor < 0 && errno == EINTR);
  return descriptor;
}

}  // namespace

FileSource::FileSource(const FileToRead& file, Stall stall)
    : descriptor_(opened(file)),
      path_(file.beneath.empty() ? file.path : std::string()),
      stall_(std::move(stall)) {
  if (descriptor_ < 0) throw ReadError{reading_trouble(errno)};
  try {
    note(printable(file.path), file.patience);
  } catch (...) {
    ::close(descriptor_);
    throw;
  }
}

FileSource::FileSource(Stall stall) : descriptor_(STDIN_FILENO), stall_(std::move(stall)) {
  note("standard input", kForever);
}

void FileSource::note(const std::string& name, int patience) {
  struct stat status {};
  const int result = ::fstat(descriptor_, &status);
  note_read(result == 0 ? key_of(status) : std::nullopt, name);
  opened_ = facts_of(result, status);
  if (opened_.is_pipe) patience_ = patience;
  // Without an eventfd cancel() waits for what writes to the pipe, and all else is as it was.
  if (!opened_.is_file) cancelled_ = ::eventfd(0, EFD_CLOEXEC);
}

FileSource::~FileSource() {
  if (descriptor_ != STDIN_FILENO) ::close(descriptor_);
  if (cancelled_ >= 0) ::close(cancelled_);
}

FileSource::Facts FileSource::facts_of(int result, const struct stat& status) {
  if (result != 0) return {};
  return {.is_file = S_ISREG(status.st_mode),
          .is_pipe = S_ISFIFO(status.st_mode) || S_ISSOCK(status.st_mode),
          .device = status.st_dev,
          .inode = status.st_ino,
          .size = static_cast<std::uint64_t>(status.st_size),
          .seconds = status.st_mtim.tv_sec,
          .nanoseconds = status.st_mtim.tv_nsec};
}

FileSource::Facts FileSource::facts() const {
  struct stat status {};
  const int result = ::fstat(descriptor_, &status);
  return facts_of(result, status);
}

void FileSource::expect_unchanged() const {
  // Files of /proc have no size, and change whenever they are looked at.
  if (!opened_.is_file || opened_.size == 0) return;
  const Facts now = facts();
  if (now.size != opened_.size || now.seconds != opened_.seconds ||
      now.nanoseconds != opened_.nanoseconds)
    throw ReadError{
        "it was changed while it was read, and what was checked may be a part of either content; "
        "check it again"};
  if (path_.empty()) return;
  struct stat status {};
  const int result = ::stat(path_.c_str(), &status);
  const Facts named = facts_of(result, status);
  if (named.device != opened_.device || named.inode != opened_.inode)
    throw ReadError{
        "it was replaced while it was read, and the file before was checked; check it again"};
}

void FileSource::cancel() noexcept {
  if (cancelled_ < 0) return;
  const std::uint64_t one = 1;
  // Nothing else is ever written to it, so it has room.
  [[maybe_unused]] const ssize_t written = ::write(cancelled_, &one, sizeof one);
}

std::string FileSource::tail(std::size_t size) const {
  const std::uint64_t all = facts().size;
  std::string bytes(std::min<std::uint64_t>(size, all), '\0');
  std::size_t filled = 0;
  while (filled < bytes.size()) {
    const ssize_t got = ::pread(descriptor_, bytes.data() + filled, bytes.size() - filled,
                                static_cast<off_t>(all - bytes.size() + filled));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return {};
    filled += static_cast<std::size_t>(got);
  }
  return bytes;
}

/// What poll() says: 0 where nothing has come for so long.
int FileSource::wait_for(int patience) const {
  pollfd ends[] = {
      {descriptor_, POLLIN, 0}, {cancelled_, POLLIN, 0}, {interruption_to_poll(), POLLIN, 0}};
  int ready = 0;
  do ready = ::poll(ends, std::size(ends), patience);
  while (ready < 0 && errno == EINTR);
  expect_no_interruption();
  if (ends[1].revents != 0) throw ReadError{"nothing more is wanted of it"};
  return ready;
}

void FileSource::wait() {
  if (opened_.is_file) return;
  if (opened_.is_pipe && stall_.tell && wait_for(stall_.after) == 0)
    std::exchange(stall_.tell, nullptr)();
  if (wait_for(patience_) == 0)
    throw ReadError{
        fmt::format("nothing has come from this pipe for {} seconds; start what writes "
                    "to it, or name a file",
                    patience_ / 1000)};
}

std::size_t FileSource::read(char* out, std::size_t size) {
  for (;;) {
    expect_no_interruption();
    wait();
    const ssize_t got = ::read(descriptor_, out, size);
    if (got >= 0) return static_cast<std::size_t>(got);
    if (errno != EINTR && errno != EAGAIN) throw ReadError{reading_trouble(errno)};
  }
}

bool FileSource::is_idle() const noexcept {
  pollfd end{descriptor_, POLLIN, 0};
  return !opened_.is_file && ::poll(&end, 1, 0) == 0;
}

std::uint64_t FileSource::expected_bytes() const noexcept {
  return opened_.is_file ? opened_.size : 0;
}

}  // namespace diallint
