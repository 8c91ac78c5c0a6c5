// A folder of files that is there whole or not at all.
#pragma once
#include <memory>
#include <string>
#include <string_view>

#include "base/sha256.h"
#include "shared/interruption.h"
#include "shared/output_file.h"

namespace diallint {

class FolderFile;

/// A new folder: written beside its place, readable by its owner alone, and renamed by finish().
/// Goes with this object before that, and when a signal ends the program. One thread.
class OutputFolder {
 public:
  /// `path` names what does not exist in a folder that does, or an empty folder. Throws FatalError
  /// for anything else. `inner` is the name of a folder that is made in it; empty: there is none.
  /// Where a `command` is named the folder gets a listing of what that has written (see
  /// folder_listing.h), and an earlier one of the command is replaced while it holds nothing else.
  explicit OutputFolder(const std::string& path, std::string_view inner = {},
                        std::string_view command = {});
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
  void expect_own(const std::string& folder, bool contents) const;
  bool put_in_place();
  int exchanged() const noexcept;
  void remove_unfinished() noexcept;
  void note(std::string_view name, const Digest& digest);
  int descriptor_ = -1;
  int inner_descriptor_ = -1;
  std::string name_;    ///< as messages call it, printable
  std::string target_;  ///< without links and slashes at its end
  std::string inner_;   ///< with the slash in front of it; empty: there is none
  std::string command_;
  std::unique_ptr<FolderFile> listing_;
  TemporaryFile temporary_;
  TemporaryFile temporary_inner_;
};

/// A file in it that is written bit by bit. The folder outlives it.
class FolderFile final : public DescriptorOutput {
 public:
  FolderFile(OutputFolder& folder, std::string_view name);
  ~FolderFile() override;
  FolderFile(const FolderFile&) = delete;
  FolderFile& operator=(const FolderFile&) = delete;
  void write(std::string_view bytes) override;
  /// Writes what is left, and closes it. The folder makes it last.
  void finish() override;

 private:
  OutputFolder& folder_;
  std::string leaf_;  ///< its path from the folder
  Sha256 hash_;
};

}  // namespace diallint
