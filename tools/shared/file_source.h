// Bytes of a file, a pipe or standard input, read and never mapped: a file that shrinks while it is
// read must not end the program.
#pragma once
#include <cstdint>
#include <functional>
#include <string>

#include "input/byte_source.h"
#include "shared/beneath.h"

struct stat;

namespace diallint {

/// How long to wait for a pipe that says nothing, in milliseconds.
inline constexpr int kForever = -1;

/// Which file, and how it is opened.
struct FileToRead {
  std::string path;
  Beneath beneath = {};     ///< where a file names it; `path` is then for messages alone
  int patience = kForever;  ///< with a pipe
};

/// What is told of a pipe that is waited for.
struct Stall {
  int after = kForever;             ///< milliseconds without a byte
  std::function<void()> tell = {};  ///< called once, in the thread that reads
};

class FileSource final : public ByteSource {
 public:
  /// What is known of a file, and what changes with it.
  struct Facts {
    bool is_file = false;
    bool is_pipe = false;
    unsigned long long device = 0;
    unsigned long long inode = 0;
    std::uint64_t size = 0;
    long long seconds = 0;  // of the last change
    long long nanoseconds = 0;

    bool operator==(const Facts&) const = default;
  };

  /// Opens a file or a pipe. Throws ReadError, and FatalError where it is written in this run.
  explicit FileSource(const FileToRead& file, Stall stall = {});
  /// Standard input, which stays open.
  explicit FileSource(Stall stall = {});
  ~FileSource() override;
  FileSource(const FileSource&) = delete;
  FileSource& operator=(const FileSource&) = delete;

  std::size_t read(char* out, std::size_t size) override;
  std::uint64_t expected_bytes() const noexcept override;
  bool is_idle() const noexcept override;
  /// Whether it may be written while it is read: a pipe, a terminal.
  bool is_stream() const noexcept { return !opened_.is_file; }
  void cancel() noexcept override;

  /// As they were when it was opened.
  const Facts& as_opened() const noexcept { return opened_; }

  /// The last bytes of a file, up to `size`; empty for a pipe, and for what cannot be read. Does
  /// not move where read() goes on. Any thread.
  std::string tail(std::size_t size) const;

  /// After the last read(): throws ReadError where a file is not what it was when it was opened.
  void expect_unchanged() const;

 private:
  void note(const std::string& name, int patience);
  static Facts facts_of(int result, const struct stat& status);
  Facts facts() const;
  void wait();
  int wait_for(int patience) const;

  int descriptor_ = 0;
  std::string path_;  // where the name leads to the file; else empty
  Facts opened_;
  int patience_ = kForever;
  Stall stall_;
  int cancelled_ = -1;  // an eventfd, where a read() may wait for long; else -1
};

/// Whether a look at a path that has failed, with this value of errno, tells what is there:
/// nothing, or nothing that may be looked at. Anything else is trouble with the disk.
bool tells_what_is_there(int error) noexcept;

/// Why an input cannot be read and what to do, for a value of errno.
std::string reading_trouble(int error);

}  // namespace diallint
