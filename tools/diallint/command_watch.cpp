// check --watch: each file that comes into a folder is checked once it is whole.
#include <signal.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <map>
#include <optional>
#include <set>
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

// A file is closed a moment after the system has said so, hence one found open is looked at again
// even where nothing is said of it any more. In milliseconds.
constexpr int kUntilNextLook = 1000;

bool is_below(const std::string& path, const std::string& folder) {
  return path.starts_with(folder) &&
         (folder.ends_with('/') || path.compare(folder.size(), 1, "/") == 0);
}

bool is_below_any(const std::string& path, const std::set<std::string>& folders) {
  return std::any_of(folders.begin(), folders.end(),
                     [&](const std::string& folder) { return is_below(path, folder); });
}

// Nothing that has no end: to open a pipe would end the wait of who writes to it.
std::optional<struct stat> status_of_file(const std::string& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0 || !S_ISREG(status.st_mode)) return std::nullopt;
  return status;
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
    while (const auto changes = folders_.wait(unfinished_.empty() ? kForever : kUntilNextLook)) {
      const std::vector<std::string> found = data_files();
      forget_all_but(found);
      const std::set<std::string> unfinished = std::exchange(unfinished_, {});
      for (const std::string& path : found)
        if (was_interrupted())
          break;
        else if (changes->files.contains(path))
          check_if_new(path);
        else if (unfinished.contains(path) || is_below_any(path, changes->folders))
          check_if_whole(path);
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

  // Of a file that is there when its folder is looked into nobody has said that it is whole. What
  // check_if_new() looks at is its status as of then, not as of before.
  void check_if_whole(const std::string& path) {
    if (status_of_file(path) && is_open_for_writing(path))
      unfinished_.insert(path);
    else
      check_if_new(path);
  }

  // Unless its content has been checked.
  void check_if_new(const std::string& path) {
    const auto status = status_of_file(path);
    if (!status) return;
    const Content content{status->st_dev, status->st_ino, status->st_size, status->st_mtim.tv_sec,
                          status->st_mtim.tv_nsec};
    const auto [entry, is_unknown] = known_.try_emplace(path, content);
    if (is_unknown || std::exchange(entry->second, content) != content) check_file(path);
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
  std::set<std::string> unfinished_;  // found open for writing
  int worst_ = kExitOk;
};

}  // namespace

int watch(const Options& options) {
  const InterruptNoted interrupt;
  // What the system sends to the holder of a lease when somebody opens the file.
  ::signal(SIGIO, SIG_IGN);
  return Watch(options).run();
}

}  // namespace diallint
