// What a program has written into a folder, told by a file in it, so that a later run may put a new
// folder in its place and takes nothing of anybody else's away.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "base/sha256.h"

namespace diallint {

/// The listing of a command: what `sha256sum -c` takes, behind a line that says whose it is.
std::string listing_name(std::string_view command);
std::string listing_head(std::string_view command);
/// `name` is the file's path from the folder; ours hold nothing that would have to be escaped.
std::string listing_line(std::string_view name, const Digest& digest);

/// A file that the listing does not have, or has otherwise.
struct ForeignFile {
  std::string name;  ///< its path from the folder
  bool changed = false;
};

/// What of a written folder is looked at.
struct WrittenFolder {
  std::string path;
  std::string inner;    ///< the folder that it may have in it, with a slash in front; or empty
  std::string command;  ///< that has written it
  std::string shown;    ///< its name in messages, printable
};

/// The first by name; nothing where all that is there was written by the command and has not been
/// changed since. Without `contents` names alone are looked at. Throws FatalError where the folder
/// cannot be read, and where a file of it is read in this run.
std::optional<ForeignFile> foreign_file_in(const WrittenFolder& folder, bool contents);

}  // namespace diallint
