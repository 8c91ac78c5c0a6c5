// Bytes of a file, a pipe or standard input, read and never mapped: a file that shrinks while it is
// read must not end the program.
#pragma once
#include <string>

#include "input/byte_source.h"
#include "shared/beneath.h"

namespace diallint {

/// How long to wait for a pipe that says nothing, in milliseconds.
inline constexpr int kForever = -1;

/// Which file, and how it is opened.
struct FileToRead {
  std::string path;
  Beneath beneath = {};     ///< where a file names it; `path` is then for messages alone
  int patience = kForever;  ///< with a pipe
};

class FileSource final : public ByteSource {
 public:
  /// Opens a file or a pipe. Throws ReadError, and FatalError where it is written in this run.
  explicit FileSource(const FileToRead& file);
  /// Standard input, which stays open.
  FileSource();
  ~FileSource() override;
  FileSource(const FileSource&) = delete;
  FileSource& operator=(const FileSource&) = delete;

  std::size_t read(char* out, std::size_t size) override;
  std::uint64_t expected_bytes() const noexcept override;

 private:
  void wait() const;

  int descriptor_ = 0;
  int patience_ = kForever;
};

/// Why an input cannot be read and what to do, for a value of errno.
std::string reading_trouble(int error);

}  // namespace diallint
