#include "diallint/input_files.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <fstream>
#include <iterator>
#include <utility>

#include "diallint/config.h"
#include "diallint/folder_search.h"
#include "diallint/ignore_patterns.h"
#include "engine/input_formats.h"
#include "shared/did_you_mean.h"
#include "shared/file_source.h"

namespace diallint {
namespace {

using namespace std::string_view_literals;

FileKey key_in(const struct stat& status) { return {status.st_dev, status.st_ino}; }

/// Whether nothing is lost where an output replaces it: an empty file, or the GitLab report of a
/// run that found nothing, which other programs write too.
bool holds_nothing(const std::string& path, const struct stat& status) {
  constexpr std::string_view kNoFindings = "[]\n";
  if (status.st_size == 0) return true;
  if (status.st_size != static_cast<off_t>(kNoFindings.size())) return false;
  std::ifstream file(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(file), {}) == kNoFindings;
}

class Search {
 public:
  Search(const std::string& stdin_name, const std::set<FileKey>& outputs,
         const IgnorePatterns& excluded)
      : stdin_name_(stdin_name),
        outputs_(outputs),
        folders_(excluded, list_.passed_over, [this](const std::string& folder, int error) {
          trouble(folder, reading_trouble(error));
        }) {}
  Search(const Search&) = delete;
  Search& operator=(const Search&) = delete;

  void add(const std::string& argument);
  InputList take() { return std::move(list_); }

 private:
  void add_directory(const std::string& root);
  void add_found(const std::string& path);
  void add_file(const std::string& path, const struct stat& status) {
    Input& input = list_.inputs.emplace_back(Input{path, path, key_of(status)});
    if (S_ISREG(status.st_mode)) input.bytes = static_cast<std::uint64_t>(status.st_size);
  }
  /// Of several names of one file that the same settings hold for, the first.
  bool is_new(const std::string& path, const struct stat& status) {
    if (!S_ISREG(status.st_mode)) return true;
    // A link is judged where its file stands. With hard links a file stands in several folders.
    const std::string settings =
        status.st_nlink > 1 ? find_config(folder_of(real_path(path))) : std::string();
    return seen_.emplace(key_in(status), settings).second;
  }
  void trouble(std::string_view name, std::string_view what) {
    list_.unread.push_back({std::string(name), std::string(what)});
  }

  const std::string& stdin_name_;
  const std::set<FileKey>& outputs_;
  std::set<std::pair<FileKey, std::string>> seen_;  // with the configuration of hard links
  bool stdin_taken_ = false;
  InputList list_;
  FolderSearch folders_;
};

/// What a missing file may have been meant to be.
std::string missing(const std::string& argument) {
  static constexpr std::array kCommands = {"check"sv, "rules"sv, "explain"sv, "schema"sv};
  return "no such file or directory" + did_you_mean(argument, kCommands, "check the name");
}

void Search::add(const std::string& argument) {
  if (argument == "-") {
    if (!stdin_taken_) list_.inputs.push_back({{}, stdin_name_});
    stdin_taken_ = true;
    return;
  }
  struct stat status {};
  if (::stat(argument.c_str(), &status) != 0)
    trouble(argument, errno == ENOENT ? missing(argument) : reading_trouble(errno));
  else if (S_ISDIR(status.st_mode))
    add_directory(argument);
  else if (is_new(argument, status))
    add_file(argument, status);
}

void Search::add_directory(const std::string& root) {
  const std::size_t before = list_.unread.size();
  const std::vector<std::string> files = folders_.files_in(root);
  for (const std::string& file : files) add_found(file);
  if (files.empty() && list_.unread.size() == before)
    trouble(root, fmt::format("no {} file in this directory; name the files themselves",
                              fmt::join(input_extensions(), ", ")));
}

void Search::add_found(const std::string& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0)
    trouble(path, reading_trouble(errno));
  else if (!S_ISREG(status.st_mode) ||
           (outputs_.contains(key_in(status)) && holds_nothing(path, status)))
    return;
  else if (is_new(path, status))
    add_file(path, status);
}

}  // namespace

InputList find_inputs(const std::vector<std::string>& arguments, const std::string& stdin_name,
                      const std::set<FileKey>& outputs, const std::vector<std::string>& exclude) {
  const IgnorePatterns excluded(exclude);
  Search search(stdin_name, outputs, excluded);
  for (const std::string& argument : arguments) search.add(argument);
  return search.take();
}

std::set<FileKey> keys_of(const std::vector<std::string>& paths) {
  std::set<FileKey> keys;
  for (const std::string& path : paths) {
    struct stat status {};
    if (::stat(path.c_str(), &status) == 0 && S_ISREG(status.st_mode)) keys.insert(key_in(status));
  }
  return keys;
}

}  // namespace diallint
