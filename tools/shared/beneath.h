// Paths that a file names, which others may have written: they lead to what stands beneath the
// folder of that file and nowhere else.
#pragma once
#include <string>

namespace diallint {

/// What a file names: `path` as it says, from the folder `root`. Both empty: no file names it.
struct Beneath {
  std::string root = {};
  std::string path = {};
  bool empty() const { return root.empty(); }
};

/// Opens it part by part: none of them is "..", and none a symbolic link. Gives the descriptor, or
/// -1 with errno: EXDEV where the path leaves the folder, ELOOP where it leads through a link.
int open_beneath(const Beneath& place, int flags);

/// Whether each part that exists of a path is what open_beneath() takes; 0 or the value of errno.
int trouble_beneath(const Beneath& place);

}  // namespace diallint
