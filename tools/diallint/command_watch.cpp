// check --watch: each file that comes into a folder is checked once it is whole.
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <map>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "base/printable.h"
#include "diallint/commands.h"
#include "diallint/folder_search.h"
#include "diallint/folder_watch.h"
#include "shared/failure.h"
#include "shared/file_source.h"
#include "shared/interruption.h"
#include "shared/option_values.h"

namespace diallint {
namespace {

/// What tells one content of a file from another: where it stands, its size and its last change.
using Content = std::tuple<dev_t, ino_t, off_t, time_t, long>;

bool is_below(const std::string& path, const std::string& folder) {
  return path.starts_with(folder) &&
         (folder.ends_with('/') || path.compare(folder.size(), 1, "/") == 0);
}

bool is_among(const std::string& path, const FolderChanges& changes) {
  return changes.files.contains(path) ||
         std::any_of(changes.folders.begin(), changes.folders.end(),
                     [&](const std::string& folder) { return is_below(path, folder); });
}

class Watch {
 public:
  explicit Watch(const Options& options)
      : options_(options),
        reads_clock_(options.settings.clock ||
                     !(options.uses_option("--now") || options.config.find("now") != nullptr)),
        excluded_(options.exclude),
        folders_(options.arguments) {}

  /// Until the run is interrupted; the worst exit code of all files.
  int run() {
    while (const auto changes = folders_.wait()) {
      const std::vector<std::string> found = data_files();
      forget_all_but(found);
      for (const std::string& path : found)
        if (!was_interrupted() && is_among(path, *changes) && is_new(path)) check_file(path);
    }
    return worst_;
  }

 private:
  std::vector<std::string> data_files() {
    PassedOver passed_over;
    FolderSearch search(excluded_, passed_over, [this](const std::string& folder, int error) {
      if (error == ENOENT) return;  // gone since it was seen
      print_error(printable(folder) + ": " + reading_trouble(error));
      worst_ = kExitError;
    });
    std::vector<std::string> files;
    for (const std::string& folder : options_.arguments)
      for (std::string& file : search.files_in(folder)) files.push_back(std::move(file));
    return files;
  }

  void forget_all_but(const std::vector<std::string>& found) {
    std::map<std::string, Content> known;
    for (const std::string& path : found)
      if (auto entry = known_.extract(path)) known.insert(std::move(entry));
    known_ = std::move(known);
  }

  // Whether there is a content that has not been checked.
  bool is_new(const std::string& path) {
    struct stat status {};
    // Gone again, or nothing that has an end.
    if (::stat(path.c_str(), &status) != 0 || !S_ISREG(status.st_mode)) return false;
    const Content content{status.st_dev, status.st_ino, status.st_size, status.st_mtim.tv_sec,
                          status.st_mtim.tv_nsec};
    const auto [entry, is_unknown] = known_.try_emplace(path, content);
    return is_unknown || std::exchange(entry->second, content) != content;
  }

  void check_file(const std::string& path) {
    try {
      Options options = options_;
      options.arguments = {path};
      if (reads_clock_) options.settings.now = present();
      worst_ = std::max(worst_, check(options));
    } catch (const FatalError& error) {
      print_error(printable(path) + ": " + error.message);
      worst_ = kExitError;
    }
  }

  const Options& options_;
  bool reads_clock_;  // for each file, as no moment is given
  IgnorePatterns excluded_;
  FolderWatch folders_;
  std::map<std::string, Content> known_;
  int worst_ = kExitOk;
};

}  // namespace

int watch(const Options& options) {
  const InterruptNoted interrupt;
  return Watch(options).run();
}

}  // namespace diallint
