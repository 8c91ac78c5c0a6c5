#include "diallint/folder_watch.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <iterator>
#include <system_error>
#include <utility>

#include "base/printable.h"
#include "diallint/folder_search.h"
#include "shared/failure.h"
#include "shared/file_source.h"
#include "shared/interruption.h"

namespace diallint {
namespace {

namespace fs = std::filesystem;

constexpr std::uint32_t kEvents = IN_CLOSE_WRITE | IN_MOVED_TO | IN_CREATE | IN_DELETE_SELF |
                                  IN_MOVE_SELF | IN_ONLYDIR | IN_EXCL_UNLINK;

std::string watching_trouble(int error) {
  if (error == ENOSPC)
    return "the system watches no more folders for this user; raise fs.inotify.max_user_watches, "
           "or watch fewer";
  if (error == ENOTDIR) return "--watch takes folders; name the one that the file comes into";
  if (error == EMFILE)
    return "the system runs no more watches for this user; raise fs.inotify.max_user_instances, "
           "or end others";
  return reading_trouble(error);
}

// A link, or another name of a file, is whole as soon as it is there.
bool is_linked(const std::string& path) {
  struct stat status {};
  return ::lstat(path.c_str(), &status) == 0 && (S_ISLNK(status.st_mode) || status.st_nlink > 1);
}

}  // namespace

// The kernel leases a file for reading to nobody while it is open for writing. The lease is given
// back at once: whoever opens the file in between waits for that moment.
bool is_open_for_writing(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  if (file < 0) return false;
  const bool is_leased = ::fcntl(file, F_SETLEASE, F_RDLCK) == 0;
  const bool is_written = !is_leased && errno == EAGAIN;
  if (is_leased) ::fcntl(file, F_SETLEASE, F_UNLCK);
  ::close(file);
  return is_written;
}

FolderWatch::FolderWatch(std::vector<std::string> folders)
    : roots_(std::move(folders)), descriptor_(::inotify_init1(IN_CLOEXEC | IN_NONBLOCK)) {
  if (descriptor_ < 0) throw FatalError{watching_trouble(errno)};
  try {
    for (const std::string& root : roots_) {
      add(root);
      changes_.folders.insert(root);
    }
  } catch (...) {
    ::close(descriptor_);
    throw;
  }
}

FolderWatch::~FolderWatch() { ::close(descriptor_); }

// Watched before it is looked into, so that nothing that comes in between is missed.
void FolderWatch::add(const std::string& folder) {
  const int number = ::inotify_add_watch(descriptor_, folder.c_str(), kEvents);
  if (number < 0) {
    const int error = errno;
    // A folder below that is gone again, or not ours to read: the search says so.
    if (!is_root(folder) && error != ENOSPC) return;
    throw FatalError{fmt::format("{}: {}", printable(folder), watching_trouble(error))};
  }
  folders_[number] = folder;
  std::error_code error;
  for (fs::directory_iterator entry(folder, error); !error && entry != fs::directory_iterator();
       entry.increment(error)) {
    std::error_code ignored;
    if (entry->is_directory(ignored) && !entry->is_symlink(ignored) &&
        !is_never_searched(entry->path().filename().string()))
      add(entry->path().string());
  }
}

bool FolderWatch::is_root(const std::string& folder) const {
  return std::find(roots_.begin(), roots_.end(), folder) != roots_.end();
}

std::optional<FolderChanges> FolderWatch::wait(int patience) {
  for (bool is_over = false; !is_over && !has_changes();) {
    if (was_interrupted()) return std::nullopt;
    pollfd ends[] = {{descriptor_, POLLIN, 0}, {interruption_to_poll(), POLLIN, 0}};
    is_over = ::poll(ends, std::size(ends), patience) == 0;
    read_events();
  }
  if (was_interrupted()) return std::nullopt;
  return std::exchange(changes_, {});
}

void FolderWatch::read_events() {
  alignas(inotify_event) char buffer[4096];
  for (ssize_t size = 0; (size = ::read(descriptor_, buffer, sizeof buffer)) > 0;) {
    for (const char* at = buffer; at < buffer + size;) {
      const auto& event = *reinterpret_cast<const inotify_event*>(at);
      at += sizeof event;
      take(event, {at, ::strnlen(at, event.len)});
      at += event.len;
    }
  }
}

void FolderWatch::take(const inotify_event& event, std::string_view name) {
  if ((event.mask & IN_Q_OVERFLOW) != 0) {
    changes_.folders.insert(roots_.begin(), roots_.end());
    return;
  }
  const auto folder = folders_.find(event.wd);
  if (folder == folders_.end()) return;
  if ((event.mask & (IN_DELETE_SELF | IN_MOVE_SELF)) != 0 && is_root(folder->second))
    throw FatalError{fmt::format("{}: the folder is gone; make it again and start anew",
                                 printable(folder->second))};
  if ((event.mask & IN_IGNORED) != 0)
    folders_.erase(folder);
  else if (!name.empty())
    take_entry(event, (fs::path(folder->second) / name).string());
}

void FolderWatch::take_entry(const inotify_event& event, const std::string& path) {
  if ((event.mask & IN_ISDIR) != 0) {
    if (is_never_searched(fs::path(path).filename().string())) return;
    add(path);
    changes_.folders.insert(path);
  } else if ((event.mask & IN_CREATE) == 0 || is_linked(path)) {
    changes_.files.insert(path);
  }
}

}  // namespace diallint
