// Where reports go: standard output or a file, every byte accounted for.
#pragma once
#include <string>

#include "report/reporter.h"
#include "shared/interruption.h"

namespace diallint {

/// Writes to a descriptor in large pieces. Every function throws FatalError where a byte cannot be
/// written.
class DescriptorOutput : public Output {
 public:
  /// `name` is what messages call it, printable.
  DescriptorOutput(int descriptor, std::string name);
  void write(std::string_view bytes) override;
  void flush();
  /// Everything is written: make it last.
  virtual void finish() { flush(); }

 protected:
  [[noreturn]] void fail(int error) const;
  int descriptor() const noexcept { return descriptor_; }
  void set_descriptor(int descriptor) noexcept { descriptor_ = descriptor; }

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
/// renamed by finish(). Pipes and devices are written to as they are.
class OutputFile final : public DescriptorOutput {
 public:
  explicit OutputFile(const std::string& path);
  ~OutputFile() override;
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;
  void finish() override;

 private:
  void open_beside(const std::string& path, bool exists, unsigned mode);

  std::string target_;
  TemporaryFile temporary_;  ///< empty: nothing to rename
};

}  // namespace diallint
