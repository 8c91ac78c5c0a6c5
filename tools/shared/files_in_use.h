// What a run reads and writes, by device and inode: a file that is read is never written over, and
// no file is written twice, whatever the names, links and spellings that lead to it.
#pragma once
#include <optional>
#include <string>
#include <utility>

struct stat;

namespace diallint {

/// A file, however it is named: device and inode.
using FileKey = std::pair<unsigned long long, unsigned long long>;

/// Of what could be lost: regular files, named pipes and block devices. Nothing for a terminal,
/// /dev/null and the like, and for what does not exist.
std::optional<FileKey> key_of(const struct stat& status);
std::optional<FileKey> key_of(int descriptor);
std::optional<FileKey> key_of(const std::string& path);

/// The file is read in this run, or will be; `name` is what messages call it, printable. What is
/// written already is no input: throws FatalError. Any thread, while none begins or ends a
/// FileWritten.
void note_read(const std::optional<FileKey>& file, const std::string& name);

/// A file that is written, for as long as this object lives. One thread.
class FileWritten {
 public:
  FileWritten() = default;
  ~FileWritten();
  FileWritten(const FileWritten&) = delete;
  FileWritten& operator=(const FileWritten&) = delete;

  enum class Way {
    kReplaced,  ///< the file gets a new content
    kStream,    ///< it is written to as it is
    kShared     ///< it is added to, and may be a stream of this run too
  };
  /// Throws FatalError where the file is read in this run, or written by another object. Once.
  void note(const std::optional<FileKey>& file, const std::string& name, Way way);
  /// The same for a file that does not exist yet, by its folder and its name there.
  void note_new(const std::string& folder, const std::string& leaf, const std::string& name);
  /// The unfinished file of an output.
  void note_unfinished(const std::optional<FileKey>& file, const std::string& name);
  /// Throws FatalError if the file is one that this run writes: then the names of two outputs are
  /// one to a file system that takes no notice of case.
  static void expect_unwritten(const std::optional<FileKey>& file, const std::string& name);
  /// Another file has come to the target's name since. Throws FatalError if it is one that is read.
  static void expect_unread(const std::optional<FileKey>& file, const std::string& name);
};

}  // namespace diallint
