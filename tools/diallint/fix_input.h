// An input of fix, which is read from its beginning several times.
#pragma once
#include <cstdint>
#include <memory>
#include <optional>

#include "diallint/fix.h"
#include "diallint/input_files.h"
#include "diallint/input_text.h"
#include "diallint/library_calls.h"
#include "diallint/program_options.h"
#include "shared/file_source.h"
#include "shared/spill_file.h"

namespace diallint {

/// Files are opened each time; what a pipe gives is kept in a temporary file without a name.
class FixInput {
 public:
  /// All of them outlive it. Throws ReadError, and FatalError where it is written in this run.
  FixInput(const Input& input, const Options& options, LibraryCalls& calls, bool with_progress);
  FixInput(const FixInput&) = delete;
  FixInput& operator=(const FixInput&) = delete;

  /// The text from its beginning, unpacked. Before the next call the one before is of no use any
  /// more. What it throws is noted.
  ByteReader open();

  /// Whether it is a file, which may have a new content.
  bool is_file() const noexcept { return file_.has_value(); }
  /// After open() has been read: whether the text was unpacked.
  bool is_compressed() const noexcept { return is_compressed_; }
  /// Throws ReadError where the file is not the one that was opened first, or is changed.
  void expect_unchanged() const {
    if (file_) file_->expect_unchanged();
  }

 private:
  std::unique_ptr<InputText> opened();
  void keep(InputText& text);
  std::size_t read_file(InputText& text, char* out, std::size_t size);

  const Input& input_;
  const Options& options_;
  LibraryCalls& calls_;
  bool with_progress_;
  std::optional<FileSource> file_;  // open to the end, and never read
  std::optional<SpillFile> kept_;
  std::uint64_t kept_size_ = 0;
  std::unique_ptr<InputText> text_;
  std::unique_ptr<ByteSource> shown_;  // its progress
  bool is_compressed_ = false;
};

}  // namespace diallint
