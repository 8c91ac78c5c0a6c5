#include "shared/output_folder.h"

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <new>

#include "base/printable.h"
#include "shared/failure.h"
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

}  // namespace

OutputFolder::OutputFolder(const std::string& path, std::string_view inner)
    : name_(printable(path)), target_(real_target(path)) {
  if (!inner.empty()) inner_ = fmt::format("/{}", inner);
  const int error = trouble_with(target_);
  if (error == ENOTDIR && ::access(target_.c_str(), F_OK) == 0)
    throw FatalError{fmt::format("-o {} is a file; name a new folder", name_)};
  if (error != 0) fail(error);
  remove_leftover_folders(target_, inner_);
  make();
  if (!inner_.empty()) make_inner();
}

void OutputFolder::make() {
  for (unsigned attempt = 0; attempt < kMostAttempts; ++attempt) {
    const std::string path = temporary_name(target_, attempt);
    const SignalsHeld held;
    // Noted before it is there: that takes memory, and where there is none nothing must be left.
    temporary_.take(path + "/");
    const int error = ::mkdir(path.c_str(), 0700) == 0 ? 0 : errno;
    if (error == 0) {
      do descriptor_ = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
      while (descriptor_ < 0 && errno == EINTR);
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
  do inner_descriptor_ = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  while (inner_descriptor_ < 0 && errno == EINTR);
  if (inner_descriptor_ < 0) fail(errno);
}

OutputFolder::~OutputFolder() {
  if (inner_descriptor_ >= 0) {
    if (!temporary_inner_.empty()) remove_files_in(inner_descriptor_);
    ::close(inner_descriptor_);
  }
  if (!temporary_inner_.empty()) ::rmdir(temporary_inner_.path().c_str());
  if (descriptor_ < 0) return;
  // While it is open: where files can no longer be opened none is left behind either.
  if (!temporary_.empty()) remove_files_in(descriptor_);
  ::close(descriptor_);
}

void OutputFolder::fail(int error) const {
  throw FatalError{fmt::format("cannot write {}: {}", name_, trouble(error))};
}

void OutputFolder::write(std::string_view name, std::string_view bytes) {
  FolderFile file(*this, name);
  file.write(bytes);
  file.finish();
}

void OutputFolder::finish() {
  if (const int error = settle_all(descriptor_); error != 0) fail(error);
  {
    const SignalsHeld held;
    // A folder is put in the place of an empty one and of no other.
    if (::rename(temporary_.path().c_str(), target_.c_str()) != 0) fail(errno);
    temporary_.finish();
    temporary_inner_.finish();
  }
  const int parent = ::open(folder_of_output(target_).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (parent < 0) return;  // it may be written to, not read: then the system chooses when
  static_cast<void>(::fsync(parent));
  ::close(parent);
}

FolderFile::FolderFile(const OutputFolder& folder, std::string_view name)
    : DescriptorOutput(-1, fmt::format("{}/{}", folder.name_, printable(name))) {
  const std::string leaf(name);
  int opened = -1;
  do
    opened = ::openat(folder.descriptor_, leaf.c_str(),
                      O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
  while (opened < 0 && errno == EINTR);
  set_descriptor(opened);
  if (opened < 0) fail(errno);
}

FolderFile::~FolderFile() {
  if (descriptor() >= 0) ::close(descriptor());
}

void FolderFile::finish() {
  flush();
  const int closed = ::close(descriptor());
  set_descriptor(-1);
  if (closed != 0 && errno != EINTR) fail(errno);
}

}  // namespace diallint
