#include "diallint/record_split.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <utility>

#include "shared/failure.h"

namespace diallint {
namespace {

constexpr std::string_view kRulesColumn = "diallint_rules";
// A row may have no fault of its own where its header has.
constexpr std::string_view kHeaderFault = "header";

void write(std::optional<OutputFile>& file, std::string_view text) {
  if (file) file->write(text);
}

/// With a further cell in front of the line end.
std::string with_cell(std::string_view row, char separator, std::string_view cell) {
  const std::size_t end = row.find_last_not_of("\r\n") + 1;
  return fmt::format("{}{}{}{}", row.substr(0, end), separator, cell, row.substr(end));
}

}  // namespace

RecordSplit::RecordSplit(const SplitFiles& files, std::string input, Sink& findings)
    : input_(std::move(input)), findings_(findings) {
  if (!files.valid.empty()) valid_.emplace(files.valid);
  if (!files.invalid.empty()) invalid_.emplace(files.invalid);
}

void RecordSplit::refuse(std::string_view why) const {
  throw FatalError{fmt::format("{}: {}; nothing was written", input_, why)};
}

void RecordSplit::take(const SettledRecord& record) {
  if (record.text.empty()) {
    refuse(
        fmt::format("record {} cannot be split from the others, as its text is not read as a "
                    "whole; mend it first",
                    taken_ + 1));
  }
  const bool is_valid = record.verdict == RecordVerdict::kValid;
  ++taken_;
  if (is_valid) ++taken_valid_;
  std::optional<OutputFile>& file = is_valid ? valid_ : invalid_;
  is_table_ ? write_row(file, record) : write_json(file, record);
}

void RecordSplit::write_row(std::optional<OutputFile>& file, const SettledRecord& record) {
  if (record.verdict != RecordVerdict::kInvalid) return write(file, record.text);
  const std::string rules = record.rules.empty() ? std::string(kHeaderFault)
                                                 : fmt::format("{}", fmt::join(record.rules, " "));
  write(file, with_cell(record.text, separator_, rules));
}

void RecordSplit::write_json(std::optional<OutputFile>& file, const SettledRecord& record) {
  if (record.is_line) return write(file, record.text);
  std::string line(record.text);
  // Between the tokens of what is sound any white space is as good.
  if (record.verdict != RecordVerdict::kUnreadable) {
    std::replace(line.begin(), line.end(), '\n', ' ');
    std::replace(line.begin(), line.end(), '\r', ' ');
  }
  line.erase(line.find_last_not_of(" \t\r\n") + 1);
  write(file, line + '\n');
}

void RecordSplit::take_header(std::string_view text, char separator) {
  is_table_ = true;
  separator_ = separator;
  write(valid_, text);
  write(invalid_, with_cell(text, separator, kRulesColumn));
}

void RecordSplit::take_back() {
  refuse(
      "the batch is at fault as a whole, and too large for its requests to wait for that; write "
      "them as an array or on lines");
}

void RecordSplit::finish(const Counts& counts) {
  if (taken_ != counts.records || taken_valid_ != counts.valid)
    refuse("some of its records could not be told apart; write them as an array or on lines");
  for (std::optional<OutputFile>* file : {&valid_, &invalid_})
    if (*file) (*file)->settle();
  for (std::optional<OutputFile>* file : {&valid_, &invalid_})
    if (*file) (*file)->finish();
}

}  // namespace diallint
