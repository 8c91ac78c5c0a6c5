// Contact lists in CSV: a header, then a row for each contact.
#include <fmt/format.h>

#include <string>
#include <vector>

#include "base/plural.h"
#include "campaign/list_rows.h"
#include "engine/csv_faults.h"
#include "engine/input_formats.h"
#include "input/csv_header_row.h"
#include "input/csv_splitter.h"

namespace diallint {
namespace {

class CsvList final : public ListRows {
 public:
  CsvList(ByteSource& source, std::string_view name, std::size_t max_row)
      : rows_(source, max_row, is_tab_separated(name)), max_row_(max_row) {
    read_header();
  }

  bool next(ListRow& out) override {
    CsvRow row;
    if (!next_row(row)) return false;
    cells_.clear();
    for (const CsvField& field : row.fields) cells_.push_back(field.value);
    out = {};
    out.line = row.line;
    out.raw = row.bytes;
    out.cells = cells_;
    out.names = names_;
    say_why_not(row, out);
    return true;
  }

  std::span<const std::string_view> original_columns() override { return names_; }
  InputFormat format() const noexcept override { return InputFormat::kCsv; }

 private:
  bool next_row(CsvRow& row) {
    while (!rows_.next(row)) {
      if (!rows_.advance()) return false;
    }
    return true;
  }

  void read_header() {
    CsvRow row;
    do {
      if (!next_row(row))
        throw ReadError{"it is empty; a list begins with the names of its columns"};
    } while (is_blank(row, rows_.separator()));
    if (row.fault != CsvError::kNone) {
      say(row);
      throw ReadError{
          fmt::format("the names of the columns in line {} cannot be read: {}", row.line, reason_)};
    }
    header_ = CsvHeaderRow(row);
    names_.assign(header_.cells.begin(), header_.cells.end());
  }

  void say_why_not(const CsvRow& row, ListRow& out) {
    if (header_.stands_in(row)) {
      out.rule = "header-again";
      out.reason = "the names of the columns stand here again, as where files were joined";
    } else if (row.fault != CsvError::kNone) {
      out.rule = say(row);
      out.reason = reason_;
      out.cells = {};
    } else if (is_blank(row, rows_.separator())) {
      out.rule = "blank-row";
      out.reason = "the row holds no value";
    } else if (row.field_count != header_.columns) {
      out.rule = "csv-syntax";
      reason_ = fmt::format("the row has {}; the names of the columns are {}",
                            counted(row.field_count, "field"), header_.columns);
      out.reason = reason_;
    }
  }

  // Words for a fault into reason_; its rule.
  std::string_view say(const CsvRow& row) {
    reason_ = csv_syntax_text(row.fault);
    if (!reason_.empty()) return "csv-syntax";
    if (row.fault == CsvError::kNul) return reason_ = kNulText, "encoding";
    if (row.fault == CsvError::kUtf8)
      return reason_ = "the row is not valid UTF-8; save the file as UTF-8", "encoding";
    reason_ = csv_too_long_text(row.fault, max_row_);
    return "input-limit";
  }

  CsvRows rows_;
  std::size_t max_row_;
  CsvHeaderRow header_;
  std::vector<std::string_view> names_;
  std::vector<std::string_view> cells_;
  std::string reason_;
};

}  // namespace

std::unique_ptr<ListRows> open_csv_list(ByteSource& source, std::string_view name,
                                        std::size_t max_row) {
  return std::make_unique<CsvList>(source, name, max_row);
}

}  // namespace diallint
