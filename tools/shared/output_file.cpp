#include "shared/output_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <utility>

#include "base/printable.h"
#include "input/byte_source.h"
#include "shared/failure.h"
#include "shared/interruption.h"
#include "shared/kept_attributes.h"
#include "shared/output_place.h"

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
    case EFBIG:
      return "it would be larger than this system lets a file be (ulimit -f); raise the limit or "
             "write elsewhere with -o";
    case ELOOP:
      return "it leads through symbolic links that it must not; name the file itself";
    case EXDEV:
      return "it is not below the folder of the file that names it; choose another name";
    case ENAMETOOLONG:
      return "the name is too long; choose a shorter one";
    default:
      return fmt::format("{}; write elsewhere with -o", strerror(error));
  }
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

StandardOutput::StandardOutput() : DescriptorOutput(STDOUT_FILENO, "to standard output") {
  written_.note(key_of(STDOUT_FILENO), "standard output", FileWritten::Way::kStream);
}

AppendedFile::AppendedFile(const std::string& path) : DescriptorOutput(-1, printable(path)) {
  set_descriptor(opened(path, O_APPEND | O_CREAT));
  if (descriptor() < 0) fail(errno);
  written_.note(key_of(descriptor()), name(), FileWritten::Way::kShared);
}

AppendedFile::~AppendedFile() {
  if (descriptor() >= 0) ::close(descriptor());
}

OutputFile::OutputFile(const std::string& path, const Beneath& beneath)
    : DescriptorOutput(-1, printable(path)) {
  OutputPlace place =
      beneath.empty() ? place_of(path) : OutputPlace{path, -1, trouble_beneath(beneath)};
  if (place.error != 0) fail(place.error);
  target_ = std::move(place.path);
  place.descriptor >= 0 ? write_to(place.descriptor) : open_target(path);
}

OutputFile::OutputFile(const InPlace& input)
    : DescriptorOutput(-1, printable(input.path)), target_(input.path), is_input_(true) {
  struct stat status {};
  if (::stat(target_.c_str(), &status) != 0 || ::access(target_.c_str(), W_OK) != 0) fail(errno);
  open_beside(&status);
}

void OutputFile::open_target(const std::string& path) {
  struct stat status {};
  const bool exists = ::stat(target_.c_str(), &status) == 0;
  // What is there and cannot be looked at would be replaced by a file that others may read.
  if (!exists && errno != ENOENT && errno != ENOTDIR) fail(errno);
  if (exists && S_ISDIR(status.st_mode))
    throw FatalError{fmt::format("-o {} is a directory; name a file in it", printable(path))};
  if (path.empty() || path.back() == '/')
    throw FatalError{fmt::format("-o '{}' names no file; name one", printable(path))};
  if (exists && ::access(target_.c_str(), W_OK) != 0) fail(errno);
  const bool replaced = !exists || S_ISREG(status.st_mode);
  if (exists)
    written_.note(key_of(target_), name(),
                  replaced ? FileWritten::Way::kReplaced : FileWritten::Way::kStream);
  else
    written_.note_new(folder_of_output(target_), leaf_of_output(target_), name());
  if (replaced) return open_beside(exists ? &status : nullptr);
  set_descriptor(opened(target_, 0));
  if (descriptor() < 0) fail(errno);
}

void OutputFile::write_to(int number) {
  const int flags = ::fcntl(number, F_GETFL);
  if (flags < 0 || (flags & O_ACCMODE) == O_RDONLY) fail(EBADF);
  written_.note(key_of(number), name(), FileWritten::Way::kStream);
  set_descriptor(::fcntl(number, F_DUPFD_CLOEXEC, STDERR_FILENO + 1));
  if (descriptor() < 0) fail(errno);
}

void OutputFile::open_beside(const struct stat* replaced) {
  remove_leftovers(target_);
  for (unsigned attempt = 0; descriptor() < 0; ++attempt) {
    const SignalsHeld held;
    // Noted before it is there: that takes memory, and where there is none nothing must be left.
    temporary_.take(temporary_name(target_, attempt));
    // Nobody may open it who may not open the file that it will be.
    set_descriptor(::open(temporary_.path().c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC,
                          replaced != nullptr ? 0600 : 0666));
    if (descriptor() >= 0 && is_held(descriptor())) break;
    const int error = descriptor() >= 0 ? EEXIST : errno;
    if (descriptor() >= 0) ::close(descriptor());  // another run took it for a leftover
    set_descriptor(-1);
    const std::string tried = temporary_.path();
    temporary_.finish();  // the file of this name is another's
    FileWritten::expect_unwritten(key_of(tried), name());
    if (error != EEXIST && error != EINTR) fail(error);
  }
  written_.note_unfinished(key_of(descriptor()), name());
  if (replaced != nullptr) take_over(*replaced);
}

// Permissions last: a change of owner takes some of them away, and a list of who may do what gives
// some.
void OutputFile::take_over(const struct stat& replaced) {
  struct stat own {};
  if (::fstat(descriptor(), &own) != 0) fail(errno);
  const bool is_anothers = own.st_uid != replaced.st_uid || own.st_gid != replaced.st_gid;
  const bool is_kept =
      !is_anothers || ::fchown(descriptor(), replaced.st_uid, replaced.st_gid) == 0;
  if (!is_kept && is_input_)
    refuse("its owner and group cannot be kept by this user; have its owner write it, or give -o");
  const int lost = keep_attributes(target_, descriptor());
  if (lost != 0 && is_input_)
    refuse(fmt::format("its extended attributes cannot be kept ({}); give -o", strerror(lost)));
  if (::fchmod(descriptor(), replaced.st_mode & 07777U) != 0) fail(errno);
}

void OutputFile::refuse(std::string why) {
  ::close(descriptor());
  throw ReadError{std::move(why)};
}

OutputFile::~OutputFile() {
  if (descriptor() >= 0) ::close(descriptor());
}

bool OutputFile::insert(std::uint64_t at, std::string_view bytes) {
  if (temporary_.empty()) return false;
  flush();
  struct stat status {};
  if (::fstat(descriptor(), &status) != 0) fail(errno);
  const auto whole = [&](ssize_t moved, std::size_t size) {
    if (moved < 0) fail(errno);
    if (static_cast<std::size_t>(moved) != size) fail(ENOSPC);
  };
  std::string piece;
  // From the end, as each piece moves onto what has been moved already.
  for (auto end = static_cast<std::uint64_t>(status.st_size); end > at; end -= piece.size()) {
    piece.resize(std::min<std::uint64_t>(kPiece, end - at));
    const auto begin = static_cast<off_t>(end - piece.size());
    whole(::pread(descriptor(), piece.data(), piece.size(), begin), piece.size());
    whole(::pwrite(descriptor(), piece.data(), piece.size(),
                   begin + static_cast<off_t>(bytes.size())),
          piece.size());
  }
  whole(::pwrite(descriptor(), bytes.data(), bytes.size(), static_cast<off_t>(at)), bytes.size());
  if (::lseek(descriptor(), 0, SEEK_END) < 0) fail(errno);
  return true;
}

void OutputFile::settle() {
  flush();
  // Pipes and devices cannot be synchronised, and need not be.
  int synchronised = 0;
  do synchronised = ::fsync(descriptor());
  while (synchronised != 0 && errno == EINTR);
  if (synchronised != 0 && errno != EINVAL && errno != EROFS && errno != ENOTSUP) fail(errno);
}

void OutputFile::finish() {
  settle();
  put_in_place();
}

void OutputFile::put_in_place() {
  flush();
  // Renamed while it is open: a run that looks for leftovers sees that it is none.
  if (!temporary_.empty()) {
    if (!is_input_) FileWritten::expect_unread(key_of(target_), name());
    if (::rename(temporary_.path().c_str(), target_.c_str()) != 0) fail(errno);
    temporary_.finish();
  }
  const int closed = ::close(descriptor());
  set_descriptor(-1);
  if (closed != 0 && errno != EINTR) fail(errno);
}

int settle_all(int folder) noexcept {
  int synchronised = 0;
  do synchronised = ::syncfs(folder);
  while (synchronised != 0 && errno == EINTR);
  return synchronised == 0 ? 0 : errno;
}

}  // namespace diallint
