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

  /// Waits for a change; nothing where the run is interrupted. The first time all that is there has
  /// changed.
  std::optional<FolderChanges> wait();

 private:
  void add(const std::string& folder);
  bool is_root(const std::string& folder) const;
  void read_events();
  void take(const inotify_event& event, std::string_view name);
  void take_entry(const inotify_event& event, const std::string& path);

  std::vector<std::string> roots_;
  int descriptor_ = -1;
  std::map<int, std::string> folders_;  // by the number of their watch
  FolderChanges changes_;
};

}  // namespace diallint
