// Which files of a folder are left out: the patterns of .gitignore, which --exclude takes as well.
#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace diallint {

/// The patterns of one .gitignore, for paths below its folder.
class IgnorePatterns {
 public:
  /// One pattern a line, as gitignore(5) has them: `*`, `?`, `[a-z]` and `**`, a slash at the end
  /// for folders alone, a slash elsewhere for paths from here, `!` to take a file in again, `#` for
  /// comments.
  explicit IgnorePatterns(std::string_view text);
  /// The same of lines that are not in one text yet.
  explicit IgnorePatterns(std::span<const std::string> lines);

  /// What the last pattern says that fits: true leaves the path out, false takes it in; nothing
  /// where none fits. `parts` are the names on the way down to it.
  std::optional<bool> leaves_out(std::span<const std::string> parts, bool is_folder) const;

 private:
  struct Pattern {
    std::vector<std::string> parts;  ///< `**` stands for any number of folders
    bool takes_in = false;
    bool folders_only = false;
  };

  void add(std::string_view line);

  std::vector<Pattern> patterns_;
};

}  // namespace diallint
