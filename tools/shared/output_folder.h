// A folder of files that is there whole or not at all.
#pragma once
#include <string>
#include <string_view>

#include "shared/interruption.h"
#include "shared/output_file.h"

namespace diallint {

/// A new folder: written beside its place, readable by its owner alone, and renamed by finish().
/// Goes with this object before that, and when a signal ends the program. One thread.
class OutputFolder {
 public:
  /// `path` names what does not exist in a folder that does, or an empty folder. Throws FatalError
  /// for anything else. `inner` is the name of a folder that is made in it; empty: there is none.
  explicit OutputFolder(const std::string& path, std::string_view inner = {});
  ~OutputFolder();
  OutputFolder(const OutputFolder&) = delete;
  OutputFolder& operator=(const OutputFolder&) = delete;

  /// Puts a file into it, or with "inner/name" into the folder in it. Throws FatalError.
  void write(std::string_view name, std::string_view bytes);

  /// All files are written. Throws FatalError.
  void finish();

 private:
  friend class FolderFile;
  [[noreturn]] void fail(int error) const;
  void make();
  void make_inner();
  int descriptor_ = -1;
  int inner_descriptor_ = -1;
  std::string name_;    ///< as messages call it, printable
  std::string target_;  ///< without links and slashes at its end
  std::string inner_;   ///< with the slash in front of it; empty: there is none
  TemporaryFile temporary_;
  TemporaryFile temporary_inner_;
};

/// A file in it that is written bit by bit. The folder outlives it.
class FolderFile final : public DescriptorOutput {
 public:
  FolderFile(const OutputFolder& folder, std::string_view name);
  ~FolderFile() override;
  FolderFile(const FolderFile&) = delete;
  FolderFile& operator=(const FolderFile&) = delete;
  /// Writes what is left, and closes it. The folder makes it last.
  void finish() override;
};

}  // namespace diallint
