// The records of an input in two files: those that are valid, and the others.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "context/finding_sink.h"
#include "diallint/finding.h"
#include "diallint/program_options.h"
#include "engine/record_texts.h"
#include "shared/output_file.h"

namespace diallint {

/// Writes each record as it stands in the input, in its order. Rows of CSV stay rows behind their
/// header, those that are invalid with their rules in a last column; lines of NDJSON stay lines,
/// and so become the records of a JSON document or of a batch. Findings go on to another sink.
/// Constant memory. Functions throw FatalError.
class RecordSplit final : public Sink, public RecordTaker {
 public:
  /// Opens the files that the options name. `input` is what messages call the input, printable.
  RecordSplit(const SplitFiles& files, std::string input, Sink& findings);

  void take(const SourceChunk& chunk, std::span<const Finding> findings) override {
    findings_.take(chunk, findings);
  }
  void take(const SettledRecord& record) override;
  void take_header(std::string_view text, char separator) override;
  void take_back() override;

  /// All records have been taken, and these are their counts. The files get their new content.
  void finish(const Counts& counts);

 private:
  void write_row(std::optional<OutputFile>& file, const SettledRecord& record);
  void write_json(std::optional<OutputFile>& file, const SettledRecord& record);
  [[noreturn]] void refuse(std::string_view why) const;

  std::string input_;
  Sink& findings_;
  std::optional<OutputFile> valid_;
  std::optional<OutputFile> invalid_;
  bool is_table_ = false;
  char separator_ = ',';
  std::uint64_t taken_ = 0;
  std::uint64_t taken_valid_ = 0;
};

}  // namespace diallint
