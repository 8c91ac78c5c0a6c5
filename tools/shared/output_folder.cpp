#include "shared/output_folder.h"

#include <dirent.h>
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
#include "shared/folder_listing.h"
#include "shared/output_place.h"

namespace diallint {
namespace {

constexpr unsigned kMostAttempts = 64;

std::string trouble(int error) {
  switch (error) {
    case ENOSPC:
    case EDQUOT:
      return "no space is left; free some or choose another folder with -o";
    case EACCES:
    case EPERM:
    case EROFS:
      return "permission denied; choose a folder where this user may write";
    case ENOENT:
      return "the folder that it is to stand in does not exist; create it first";
    case ENOTDIR:
      return "a part of this path is a file, not a folder; check the name";
    case ELOOP:
      return "it is a symbolic link that leads to no folder; name a new one";
    case EEXIST:
    case ENOTEMPTY:
      return "it holds other files; name a new folder";
    case EINVAL:
    case ENOSYS:
      return "this file system cannot exchange two folders in one step; name a new folder";
    default:
      return fmt::format("{}; choose another folder with -o", strerror(error));
  }
}

/// Where the path leads; the path itself where nothing is there.
std::string real_target(std::string path) {
  while (path.size() > 1 && path.ends_with('/')) path.pop_back();
  const std::unique_ptr<char, void (*)(void*)> real(::realpath(path.c_str(), nullptr), std::free);
  if (!real && errno == ENOMEM) throw std::bad_alloc();
  return real ? std::string(real.get()) : path;
}

/// 0 for an empty folder and for what does not exist, or errno.
int trouble_with(const std::string& target) {
  DIR* folder = ::opendir(target.c_str());
  if (folder == nullptr && errno == ENOMEM) throw std::bad_alloc();
  // A link that leads nowhere is not replaced.
  struct stat status {};
  if (folder == nullptr && errno == ENOENT)
    return ::lstat(target.c_str(), &status) == 0 ? ELOOP : 0;
  if (folder == nullptr) return errno;
  bool empty = true;
  errno = 0;
  while (const dirent* entry = ::readdir(folder)) {
    const std::string_view name = entry->d_name;
    empty = empty && (name == "." || name == "..");
  }
  const int error = errno;
  ::closedir(folder);
  return error != 0 || empty ? error : ENOTEMPTY;
}

/// A descriptor, or -1 with errno.
int open_folder(const std::string& path) noexcept {
  int descriptor = -1;
  do descriptor = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  while (descriptor < 0 && errno == EINTR);
  return descriptor;
}

/// A folder that is open until the end.
struct OpenFolder {
  explicit OpenFolder(const std::string& path) noexcept : descriptor(open_folder(path)) {}
  ~OpenFolder() {
    if (descriptor >= 0) ::close(descriptor);
  }
  OpenFolder(const OpenFolder&) = delete;
  OpenFolder& operator=(const OpenFolder&) = delete;
  int descriptor;
};

}  // namespace

OutputFolder::OutputFolder(const std::string& path, std::string_view inner,
                           std::string_view command)
    : name_(printable(path)), target_(real_target(path)), command_(command) {
  if (!inner.empty()) inner_ = fmt::format("/{}", inner);
  int error = trouble_with(target_);
  if (error == ENOTEMPTY && !command_.empty()) {
    expect_own(target_, true);
    error = 0;
  }
  if (error == ENOTDIR && ::access(target_.c_str(), F_OK) == 0)
    throw FatalError{fmt::format("-o {} is a file; name a new folder", name_)};
  if (error != 0) fail(error);
  remove_leftover_folders(target_, inner_);
  make();
  if (!inner_.empty()) make_inner();
  if (!command_.empty()) listing_ = std::make_unique<FolderFile>(*this, listing_name(command_));
  if (listing_) listing_->write(listing_head(command_));
}

void OutputFolder::make() {
  for (unsigned attempt = 0; attempt < kMostAttempts; ++attempt) {
    const std::string path = temporary_name(target_, attempt);
    const SignalsHeld held;
    // Noted before it is there: that takes memory, and where there is none nothing must be left.
    temporary_.take(path + "/");
    const int error = ::mkdir(path.c_str(), 0700) == 0 ? 0 : errno;
    if (error == 0) {
      descriptor_ = open_folder(path);
      if (descriptor_ < 0) fail(errno);
      if (is_held(descriptor_)) return;
      ::close(descriptor_);  // another run took it for a leftover
      descriptor_ = -1;
    }
    temporary_.finish();  // the folder of this name is another's
    if (error != 0 && error != EEXIST) fail(error);
  }
  fail(EEXIST);
}

void OutputFolder::make_inner() {
  const std::string path = temporary_.path().substr(0, temporary_.path().size() - 1) + inner_;
  const SignalsHeld held;
  temporary_inner_.take(path + "/");
  if (::mkdir(path.c_str(), 0700) != 0) fail(errno);
  inner_descriptor_ = open_folder(path);
  if (inner_descriptor_ < 0) fail(errno);
}

OutputFolder::~OutputFolder() { remove_unfinished(); }

/// But for the folder itself, which is empty then.
void OutputFolder::remove_unfinished() noexcept {
  if (inner_descriptor_ >= 0) {
    if (!temporary_inner_.empty()) remove_files_in(inner_descriptor_);
    ::close(std::exchange(inner_descriptor_, -1));
  }
  if (!temporary_inner_.empty()) ::rmdir(temporary_inner_.path().c_str());
  if (descriptor_ < 0) return;
  // While it is open: where files can no longer be opened none is left behind either.
  if (!temporary_.empty()) remove_files_in(descriptor_);
  ::close(std::exchange(descriptor_, -1));
}

void OutputFolder::fail(int error) const {
  throw FatalError{fmt::format("cannot write {}: {}", name_, trouble(error))};
}

void OutputFolder::write(std::string_view name, std::string_view bytes) {
  FolderFile file(*this, name);
  file.write(bytes);
  file.finish();
}

void OutputFolder::note(std::string_view name, const Digest& digest) {
  if (listing_) listing_->write(listing_line(name, digest));
}

/// Throws FatalError where a folder holds what the command has not written.
void OutputFolder::expect_own(const std::string& folder, bool contents) const {
  const auto foreign = foreign_file_in({folder, inner_, command_, name_}, contents);
  if (!foreign) return;
  const std::string file = printable(foreign->name);
  throw FatalError{fmt::format(
      "cannot write {}: {}; move it or name a new folder", name_,
      foreign->changed ? fmt::format("its {} was changed after {} wrote it", file, command_)
                       : fmt::format("it contains {}, which {} did not write", file, command_))};
}

void OutputFolder::finish() {
  if (listing_) listing_->finish();
  if (const int error = settle_all(descriptor_); error != 0) fail(error);
  if (!command_.empty() && trouble_with(target_) == ENOTEMPTY) expect_own(target_, true);
  const bool replaced = put_in_place();
  const int parent = ::open(folder_of_output(target_).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  // Where it may be written to, not read, the system chooses when.
  if (parent >= 0) static_cast<void>(::fsync(parent));
  if (parent >= 0) ::close(parent);
  if (!replaced) return;
  remove_unfinished();
  ::rmdir(temporary_.path().c_str());
  temporary_inner_.finish();
  temporary_.finish();
}

/// True: an earlier one has the name of the unfinished one now, and is what the descriptors lead
/// to.
bool OutputFolder::put_in_place() {
  const SignalsHeld held;
  // A folder is put in the place of an empty one and of no other.
  if (::rename(temporary_.path().c_str(), target_.c_str()) == 0) {
    temporary_.finish();
    temporary_inner_.finish();
    return false;
  }
  if (command_.empty() || (errno != ENOTEMPTY && errno != EEXIST)) fail(errno);
  // Open already when it has to go, so that this does not fail.
  OpenFolder old(target_);
  if (old.descriptor < 0) fail(errno);
  OpenFolder old_inner(target_ + inner_);
  if (old_inner.descriptor < 0 && errno != ENOENT) fail(errno);
  if (const int error = exchanged(); error != 0) fail(error);
  try {
    expect_own(temporary_.path(), false);
  } catch (...) {
    // Somebody has put a file into it since it was looked through. Where there is no way back
    // nothing is removed.
    if (exchanged() != 0) {
      temporary_.finish();
      temporary_inner_.finish();
    }
    throw;
  }
  std::swap(descriptor_, old.descriptor);
  if (!inner_.empty()) std::swap(inner_descriptor_, old_inner.descriptor);
  return true;
}

/// Each gets the other's name at one moment. 0 or errno.
int OutputFolder::exchanged() const noexcept {
  const char* mine = temporary_.path().c_str();
  const int done = ::renameat2(AT_FDCWD, mine, AT_FDCWD, target_.c_str(), RENAME_EXCHANGE);
  return done == 0 ? 0 : errno;
}

FolderFile::FolderFile(OutputFolder& folder, std::string_view name)
    : DescriptorOutput(-1, fmt::format("{}/{}", folder.name_, printable(name))),
      folder_(folder),
      leaf_(name) {
  int opened = -1;
  do
    opened = ::openat(folder.descriptor_, leaf_.c_str(),
                      O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
  while (opened < 0 && errno == EINTR);
  set_descriptor(opened);
  if (opened < 0) fail(errno);
}

FolderFile::~FolderFile() {
  if (descriptor() >= 0) ::close(descriptor());
}

void FolderFile::write(std::string_view bytes) {
  if (folder_.listing_) hash_.add(bytes);
  DescriptorOutput::write(bytes);
}

void FolderFile::finish() {
  flush();
  const int closed = ::close(descriptor());
  set_descriptor(-1);
  if (closed != 0 && errno != EINTR) fail(errno);
  if (folder_.listing_.get() != this) folder_.note(leaf_, hash_.digest());
}

}  // namespace diallint
