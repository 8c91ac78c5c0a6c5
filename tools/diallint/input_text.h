// An input opened: its file, or standard input, and the text in it.
#pragma once
#include <cstddef>

#include "compression/unpacking_source.h"
#include "diallint/input_files.h"
#include "diallint/program_options.h"
#include "shared/file_source.h"

namespace diallint {

/// Unpacks what is compressed, within the bounds of the options.
class InputText {
 public:
  /// Input and options outlive it. Throws ReadError, and FatalError where it is written in this
  /// run.
  InputText(const Input& input, const Options& options);
  InputText(const InputText&) = delete;
  InputText& operator=(const InputText&) = delete;

  ByteSource& source() noexcept { return text_; }
  bool is_stream() const noexcept { return file_.is_stream(); }
  const FileSource::Facts& facts() const noexcept { return file_.as_opened(); }
  /// When all has been read: throws ReadError where the file was changed or replaced meanwhile.
  void expect_unchanged() const { file_.expect_unchanged(); }

 private:
  FileSource file_;
  UnpackingSource text_;
};

/// When all has been read: throws ReadError where the text broke off.
void expect_whole(const ByteSource& source);

}  // namespace diallint
