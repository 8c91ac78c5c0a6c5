// From what the user names to what is read.
#pragma once
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "diallint/folder_search.h"
#include "report/reporter.h"
#include "shared/files_in_use.h"

namespace diallint {

/// One thing to read.
struct Input {
  std::string path;                         ///< empty: standard input
  std::string name;                         ///< as findings show it
  std::optional<FileKey> key = {};          ///< of the file, where it is one that could be lost
  std::optional<std::uint64_t> bytes = {};  ///< of a regular file, when it was found
};

/// The inputs in the order of the arguments, directories replaced by the data files in them (sorted
/// by path), nothing twice; and each argument, folder and file that could not be looked into.
struct InputList {
  std::vector<Input> inputs;
  std::vector<UnreadInput> unread;
  PassedOver passed_over;
};

/// `stdin_name` is the name for `-`. Files of `outputs` that are found in directories are left out
/// if they are reports or hold nothing, so that a run may replace the report of the one before.
/// Whatever else is an output is an input too, which keeps the output from being opened
/// (files_in_use.h).
/// Patterns of `exclude` are as in .gitignore, below each directory that is named.
InputList find_inputs(const std::vector<std::string>& arguments, const std::string& stdin_name,
                      const std::set<FileKey>& outputs,
                      const std::vector<std::string>& exclude = {});

/// Nothing for a file that does not exist.
std::set<FileKey> keys_of(const std::vector<std::string>& paths);

}  // namespace diallint
