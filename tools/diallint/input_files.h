// From what the user names to what is read.
#pragma once
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "diallint/folder_search.h"

namespace diallint {

/// One thing to read.
struct Input {
  std::string path;  ///< empty: standard input
  std::string name;  ///< as findings show it
};

/// The inputs in the order of the arguments, directories replaced by the data files in them (sorted
/// by path), nothing twice; and a line for each argument that gave none.
struct InputList {
  std::vector<Input> inputs;
  std::vector<std::string> errors;  ///< printable, without the program's name
  PassedOver passed_over;
};

/// A file, however it is named: device and inode.
using FileKey = std::pair<unsigned long long, unsigned long long>;

/// `stdin_name` is the name for `-`. Files of `outputs` are left out of directories, and refused as
/// arguments: a run must not lint, or destroy, what it reads.
/// Patterns of `exclude` are as in .gitignore, below each directory that is named.
InputList find_inputs(const std::vector<std::string>& arguments, const std::string& stdin_name,
                      const std::set<FileKey>& outputs,
                      const std::vector<std::string>& exclude = {});

/// Nothing for a file that does not exist.
std::set<FileKey> keys_of(const std::vector<std::string>& paths);

}  // namespace diallint
