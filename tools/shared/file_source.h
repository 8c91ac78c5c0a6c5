// Bytes of a file, a pipe or standard input, read and never mapped: a file that shrinks while it is
// read must not end the program.
#pragma once
#include <string>

#include "input/byte_source.h"

namespace diallint {

class FileSource final : public ByteSource {
 public:
  /// Opens a file or a pipe. Throws ReadError.
  explicit FileSource(const std::string& path);
  /// Standard input, which stays open.
  FileSource() noexcept = default;
  ~FileSource() override;
  FileSource(const FileSource&) = delete;
  FileSource& operator=(const FileSource&) = delete;

  std::size_t read(char* out, std::size_t size) override;
  std::uint64_t expected_bytes() const noexcept override;

 private:
  int descriptor_ = 0;
};

/// Why an input cannot be read and what to do, for a value of errno.
std::string reading_trouble(int error);

}  // namespace diallint
