#include "fix/column_edits.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "base/plural.h"
#include "engine/csv_row_check.h"
#include "input/csv_header_row.h"
#include "input/csv_splitter.h"
#include "input/format_detection.h"
#include "rules/mending.h"

namespace diallint {
namespace {

bool is_empty(const CsvField& field) noexcept {
  return field.value.find_first_not_of(" \t") == std::string_view::npos;
}

class ColumnEditor {
 public:
  ColumnEditor(CsvRows& rows, std::span<const ColumnFix> columns,
               const std::function<std::string()>& make_token)
      : rows_(rows), make_token_(make_token) {
    for (const ColumnFix& column : columns) {
      if (column.change == ColumnChange::kDrop)
        dropped_.push_back(column.column);
      else if (column.change == ColumnChange::kAdd)
        added_.push_back(&column);
      else
        renamed_.push_back(&column);
    }
    std::sort(dropped_.begin(), dropped_.end());
  }

  ColumnEdits run() {
    CsvRow row;
    while (out_.obstacle.empty() && rows_.advance())
      while (out_.obstacle.empty() && rows_.next(row)) take(row);
    end_edit();
    if (!out_.obstacle.empty()) out_.edits = {};
    return std::move(out_);
  }

 private:
  void take(const CsvRow& row) {
    if (is_blank(row, rows_.separator())) return;
    if (!header_) return take_header(row);
    if (header_->stands_in(row)) return take_header_again(row);
    if (row.fault != CsvError::kNone) return;
    if (row.field_count != header_->columns) return take_other_count(row);
    if (is_empty_without(row)) return stop_at_emptied(row);
    drop_cells(row);
    add_cells(row);
  }

  void take_header(const CsvRow& row) {
    header_.emplace(row);
    header_origin_ = row.origin;
    rows_.keep(row.fields.size());
    change_names(row);
    end_edit();
    header_edits_.assign(out_.edits.begin(), out_.edits.end());
  }

  // Behind a mark it may be no row that can be split, but it has the same bytes.
  void take_header_again(const CsvRow& row) {
    if (row.fault == CsvError::kNone) return change_names(row);
    const std::uint64_t begin = row.origin + row.bytes.size() - header_->text.size();
    for (Edit edit : header_edits_) {
      edit.span.begin += begin - header_origin_;
      edit.span.end += begin - header_origin_;
      begin_edit(edit.span, std::move(edit.text));
    }
  }

  // Which cells such a row lacks, or has too many, nobody can tell: none of them goes.
  void take_other_count(const CsvRow& row) {
    if (!dropped_.empty() && row.field_count == header_->columns - dropped_.size()) {
      out_.obstacle = fmt::format(
          "no column was dropped: line {} has {}, as many as would be left of {}, and nobody knows "
          "which ones it lacks; mend that line first",
          row.line, counted(row.field_count, "cell"), header_->columns);
      return;
    }
    add_cells(row);
  }

  bool is_empty_without(const CsvRow& row) const {
    if (dropped_.empty()) return false;
    for (std::size_t i = 0; i < row.fields.size(); ++i)
      if (!goes(i) && !is_empty(row.fields[i])) return false;
    return true;
  }
  void stop_at_emptied(const CsvRow& row) {
    out_.obstacle = fmt::format(
        "no column was dropped: line {} has values in no other columns than those that would go; "
        "delete that line first",
        row.line);
  }

  bool goes(std::size_t column) const {
    return std::binary_search(dropped_.begin(), dropped_.end(), column);
  }

  // With the separator behind each, or those in front of the last ones.
  void drop_cells(const CsvRow& row) {
    const std::size_t count = row.fields.size();
    for (std::size_t i = 0; i < count; ++i) {
      if (!goes(i)) continue;
      std::size_t behind = i + 1;
      while (behind < count && goes(behind)) ++behind;
      const std::uint64_t begin = behind < count ? row.fields[i].begin : row.fields[i - 1].end;
      const std::uint64_t end =
          behind < count ? row.fields[behind].begin : row.fields[behind - 1].end;
      begin_edit({row.origin + begin, row.origin + end}, {});
      i = behind;
    }
  }

  void change_names(const CsvRow& row) {
    for (const ColumnFix* column : renamed_) rename(row, *column);
    drop_cells(row);
    for (const ColumnFix* column : added_) add_cell(row, column->name);
  }

  void add_cells(const CsvRow& row) {
    for (const ColumnFix* column : added_)
      add_cell(row, column->kind == &fix_kind::kNewToken ? make_token_() : column->text);
  }

  static bool is_quoted(const CsvRow& row, const CsvField& field) noexcept {
    return row.bytes[field.begin] == '"';
  }

  void rename(const CsvRow& row, const ColumnFix& column) {
    const CsvField& field = row.fields[column.column];
    const std::string name = is_quoted(row, field) ? '"' + column.name + '"' : column.name;
    begin_edit({row.origin + field.begin, row.origin + field.end}, name);
  }

  // In quotes where the cell in front of it is.
  void add_cell(const CsvRow& row, std::string_view text) {
    const std::uint64_t end = row.origin + row.bytes.size();
    const bool quoted = is_quoted(row, row.fields.back());
    if (!edit_ || edit_->span.end != end) begin_edit({end, end}, {});
    std::string& into = edit_->text;
    into += rows_.separator();
    if (quoted) into += '"';
    into += text;
    if (quoted) into += '"';
  }

  void begin_edit(Span span, std::string text) {
    end_edit();
    edit_.emplace(Edit{span, std::move(text)});
  }
  void end_edit() {
    if (edit_) out_.edits.push_back(*edit_);
    edit_.reset();
  }

  CsvRows& rows_;
  const std::function<std::string()>& make_token_;
  std::vector<std::size_t> dropped_;  // ascending
  std::vector<const ColumnFix*> added_;
  std::vector<const ColumnFix*> renamed_;  // ascending
  std::optional<CsvHeaderRow> header_;
  std::uint64_t header_origin_ = 0;
  std::vector<Edit> header_edits_;
  std::optional<Edit> edit_;  // the last one, which may get more
  ColumnEdits out_;
};

}  // namespace

ColumnEdits column_edits(ByteSource& source, const TableReading& reading,
                         std::span<const ColumnFix> columns,
                         const std::function<std::string()>& make_token) {
  CsvRows rows(source, reading.max_row, reading.prefer_tab);
  return ColumnEditor(rows, columns, make_token).run();
}

}  // namespace diallint
