// Where reports go: standard output or a file, every byte accounted for.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "report/reporter.h"
#include "shared/beneath.h"
#include "shared/files_in_use.h"
#include "shared/interruption.h"

struct stat;

namespace diallint {

/// Writes to a descriptor in large pieces. Every function throws FatalError where a byte cannot be
/// written.
class DescriptorOutput : public Output {
 public:
  /// `name` is what messages call it, printable.
  DescriptorOutput(int descriptor, std::string name);
  void write(std::string_view bytes) override;
  void flush();
  /// Everything is written: have it stand where it is kept, as far as that can be known.
  virtual void settle() { flush(); }
  /// Settles, and makes it last.
  virtual void finish() { settle(); }

 protected:
  [[noreturn]] void fail(int error) const;
  int descriptor() const noexcept { return descriptor_; }
  void set_descriptor(int descriptor) noexcept { descriptor_ = descriptor; }
  const std::string& name() const noexcept { return name_; }

  FileWritten written_;

 private:
  int descriptor_;
  std::string name_;
  std::string buffer_;
};

class StandardOutput final : public DescriptorOutput {
 public:
  StandardOutput();
};

/// Adds to the end of a file, as what a CI job collects from its steps is to be written.
class AppendedFile final : public DescriptorOutput {
 public:
  explicit AppendedFile(const std::string& path);
  ~AppendedFile() override;
  AppendedFile(const AppendedFile&) = delete;
  AppendedFile& operator=(const AppendedFile&) = delete;
};

/// A file that has its new content whole or keeps the old one: written beside the target and
/// renamed by finish(), with the permissions of the old one, and its owner, its group and its
/// extended attributes where this user may give them. Symbolic links are followed to the file that
/// they name, be it there or not. Pipes, devices and the descriptors that /dev/stdout and /dev/fd/N
/// stand for are written to as they are.
class OutputFile final : public DescriptorOutput {
 public:
  /// `beneath`: where a file names the path, which leads there.
  explicit OutputFile(const std::string& path, const Beneath& beneath = {});
  /// Of a path that leads to an input of this run, no link, which gets the new content: whoever
  /// reads it sees to it that this is what it was made from. Throws ReadError where owner, group
  /// or extended attributes cannot be kept.
  struct InPlace {
    std::string path;
  };
  explicit OutputFile(const InPlace& input);
  ~OutputFile() override;
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;
  bool insert(std::uint64_t at, std::string_view bytes) override;
  void settle() override;
  void finish() override;
  /// finish() without settle(): for one of many files, which settle_all() settles at once.
  void put_in_place();

 private:
  void write_to(int number);
  void open_target(const std::string& path);
  void open_beside(const struct stat* replaced);
  void take_over(const struct stat& replaced);
  [[noreturn]] void refuse(std::string why);  // to write in place

  std::string target_;
  bool is_input_ = false;
  TemporaryFile temporary_;  ///< empty: nothing to rename
};

/// All that was written to the file system that this open folder stands in is on its disk: one call
/// for each file would take longer than all the rest. 0, or why not as a value of errno.
int settle_all(int folder) noexcept;

}  // namespace diallint
