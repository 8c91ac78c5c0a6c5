// Files that appear below folders, or are written anew, as the system tells of them.
#pragma once
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

struct inotify_event;

namespace diallint {

/// Whether some process has the regular file open for writing. No, where the system does not tell:
/// on some network file systems, and of another user's file without the right to lease it.
bool is_open_for_writing(const std::string& path);

/// What has happened since the last time.
struct FolderChanges {
  std::set<std::string> files;    ///< written to their end, or moved or linked here
  std::set<std::string> folders;  ///< all below them may be new
};

/// One thread. Links to folders are not followed, and folders named .git or node_modules not
/// entered. Throws FatalError where a folder cannot be watched, or is gone.
class FolderWatch {
 public:
  explicit FolderWatch(std::vector<std::string> folders);
  ~FolderWatch();
  FolderWatch(const FolderWatch&) = delete;
  FolderWatch& operator=(const FolderWatch&) = delete;

  /// Waits for a change, `patience` milliseconds at most, after which it may be none; nothing where
  /// the run is interrupted. The first time all that is there has changed.
  std::optional<FolderChanges> wait(int patience);

 private:
  void add(const std::string& folder);
  bool is_root(const std::string& folder) const;
  bool has_changes() const { return !changes_.files.empty() || !changes_.folders.empty(); }
  void read_events();
  void take(const inotify_event& event, std::string_view name);
  void take_entry(const inotify_event& event, const std::string& path);

  std::vector<std::string> roots_;
  int descriptor_ = -1;
  std::map<int, std::string> folders_;  // by the number of their watch
  FolderChanges changes_;
};

}  // namespace diallint
