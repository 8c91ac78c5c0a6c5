// Where an output goes: through links, to a descriptor, and beside its target until it is whole.
#pragma once
#include <string>

namespace diallint {

struct OutputPlace {
  std::string path;     ///< the file itself, not a link to it
  int descriptor = -1;  ///< one of this process, which /dev/stdout or /dev/fd/N stands for
  int error = 0;        ///< why there is neither, as errno
};

/// Follows the links at the end of a path, dangling ones too.
OutputPlace place_of(std::string path);

/// The two parts of a path.
std::string folder_of_output(const std::string& target);
std::string leaf_of_output(const std::string& target);

/// The name of the unfinished file for a target, which is short enough wherever the target's is.
std::string temporary_name(const std::string& target, unsigned attempt);

/// Marks an unfinished file as one of a run that lives. False if another run has just removed it.
bool is_held(int descriptor);

/// The same for the unfinished folders that killed runs have left for a folder. `inner` is the
/// folder that they may have in them, with a slash in front; empty: there is none.
void remove_leftover_folders(const std::string& target, const std::string& inner = {});

/// Removes the unfinished files that killed runs have left for this target.
void remove_leftovers(const std::string& target);

}  // namespace diallint
