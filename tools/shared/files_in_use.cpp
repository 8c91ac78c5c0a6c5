#include "shared/files_in_use.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <list>
#include <map>
#include <mutex>

#include "shared/failure.h"

namespace diallint {

namespace {

struct Entry {
  const FileWritten* owner;
  FileKey file;      // of the target, or of its folder
  std::string leaf;  // the name in the folder of what does not exist yet
  std::string name;
  FileWritten::Way way;
};

std::map<FileKey, std::string>& files_read() {
  static std::map<FileKey, std::string> files;
  return files;
}

std::list<Entry>& files_written() {
  static std::list<Entry> files;
  return files;
}

}  // namespace

std::optional<FileKey> key_of(const struct stat& status) {
  const bool holds = S_ISREG(status.st_mode) || S_ISFIFO(status.st_mode) || S_ISBLK(status.st_mode);
  if (!holds) return std::nullopt;
  return FileKey{status.st_dev, status.st_ino};
}

namespace {

// Over what is known of files, which threads that read side by side add to.
std::mutex& guard() {
  static std::mutex mutex;
  return mutex;
}

[[noreturn]] void refuse_twice(const std::string& name, const std::string& other) {
  if (name == other)
    throw FatalError{fmt::format("two reports for {}; give each its own -o", name)};
  throw FatalError{
      fmt::format("two reports for one file, {} and {}; give each its own -o", other, name)};
}

}  // namespace

std::optional<FileKey> key_of(int descriptor) {
  struct stat status {};
  if (::fstat(descriptor, &status) != 0) return std::nullopt;
  return key_of(status);
}

std::optional<FileKey> key_of(const std::string& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) return std::nullopt;
  return key_of(status);
}

void note_read(const std::optional<FileKey>& file, const std::string& name) {
  if (!file) return;
  const std::lock_guard lock(guard());
  for (const auto& written : files_written())
    if (written.leaf.empty() && written.file == *file)
      throw FatalError{
          fmt::format("{} is read in this run, and {} is the same file; write to "
                      "another file",
                      name, written.name)};
  files_read().try_emplace(*file, name);
}

void FileWritten::expect_unread(const std::optional<FileKey>& file, const std::string& name) {
  if (!file) return;
  const auto found = files_read().find(*file);
  if (found == files_read().end()) return;
  if (found->second == name)
    throw FatalError{fmt::format(
        "{} is read in this run and would be written over; write to another file", name)};
  throw FatalError{
      fmt::format("{} is the same file as {}, which is read in this run; write to "
                  "another file",
                  name, found->second)};
}

void FileWritten::note(const std::optional<FileKey>& file, const std::string& name, Way way) {
  if (!file) return;
  expect_unread(file, name);
  for (const Entry& other : files_written()) {
    const bool share = other.way != Way::kReplaced && way != Way::kReplaced &&
                       (other.way == Way::kShared || way == Way::kShared);
    if (other.leaf.empty() && other.file == *file && !share) refuse_twice(name, other.name);
  }
  files_written().push_back({this, *file, "", name, way});
}

void FileWritten::note_new(const std::string& folder, const std::string& leaf,
                           const std::string& name) {
  struct stat status {};
  if (::stat(folder.c_str(), &status) != 0) return;  // opening it says why
  const FileKey file{status.st_dev, status.st_ino};
  for (const Entry& other : files_written())
    if (other.leaf == leaf && other.file == file) refuse_twice(name, other.name);
  files_written().push_back({this, file, leaf, name, Way::kReplaced});
}

void FileWritten::note_unfinished(const std::optional<FileKey>& file, const std::string& name) {
  if (file) files_written().push_back({this, *file, "", name, Way::kReplaced});
}

void FileWritten::expect_unwritten(const std::optional<FileKey>& file, const std::string& name) {
  if (!file) return;
  for (const Entry& other : files_written())
    if (other.leaf.empty() && other.file == *file) refuse_twice(name, other.name);
}

FileWritten::~FileWritten() {
  files_written().remove_if([this](const Entry& entry) { return entry.owner == this; });
}

}  // namespace diallint
