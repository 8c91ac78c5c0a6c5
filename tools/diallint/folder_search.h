// The data files in a folder, and what else is there.
#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "diallint/ignore_patterns.h"

namespace diallint {

/// Folders of this name hold no data: .git, node_modules.
bool is_never_searched(std::string_view name);

/// What a folder holds besides what is read.
struct PassedOver {
  std::map<std::string, std::uint64_t> others;  ///< files by ending, ".xlsx"; "": without one
  std::vector<std::string> ignored;             ///< files and folders that .gitignore leaves out
  std::vector<std::string> reports;             ///< that this program has written: see own_files.h

  /// In lines for people, printable: with `by_name` what it is, else how much. Empty if nothing was
  /// passed over.
  std::vector<std::string> in_words(bool by_name) const;
};

/// Files of a folder and below, sorted by path. Left out are: what --exclude names, what .gitignore
/// names (each for its own folder; those above only within the same repository), and folders named
/// .git or node_modules. A link to a folder is not followed.
class FolderSearch {
 public:
  /// `trouble` is told of a folder that cannot be read, with the value of errno.
  FolderSearch(const IgnorePatterns& excluded, PassedOver& passed,
               std::function<void(const std::string&, int)> trouble)
      : excluded_(excluded), passed_(passed), trouble_(std::move(trouble)) {}

  std::vector<std::string> files_in(const std::string& folder);

 private:
  /// A .gitignore and the depth of its folder among the names of parts_.
  struct Ignoring {
    IgnorePatterns patterns;
    std::size_t depth;
  };

  void enter_from_above(const std::string& folder);
  void add_patterns(const std::string& folder, std::size_t depth);
  void walk(const std::string& folder);
  bool is_excluded(bool is_folder) const;
  bool is_ignored(bool is_folder) const;
  void take(const std::string& path, const std::string& name);

  const IgnorePatterns& excluded_;
  PassedOver& passed_;
  std::function<void(const std::string&, int)> trouble_;
  std::vector<std::string> parts_;  ///< from the root of the repository to what is looked at
  std::size_t root_depth_ = 0;      ///< of parts_, of the folder that is searched
  std::vector<Ignoring> ignoring_;
  std::vector<std::string> files_;
};

}  // namespace diallint
