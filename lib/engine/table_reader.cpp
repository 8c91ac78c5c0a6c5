#include "engine/table_reader.h"

#include <algorithm>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/csv_faults.h"
#include "engine/csv_header.h"
#include "engine/csv_row_check.h"
#include "engine/envelope_forms.h"
#include "engine/json_document.h"
#include "engine/missing_header.h"
#include "engine/walker.h"
#include "input/arrow_cursor.h"
#include "input/arrow_value.h"
#include "input/table_cursor.h"

namespace diallint {
namespace {

// Behind so many rows findings are handed on, and it is asked whether to go on.
constexpr std::int64_t kRowsAtOnce = 4096;

// The rows of a table whose columns are all flat, as rows of CSV.
class FlatRows {
 public:
  FlatRows(const ArrowTable& table, ReaderContext& context)
      : columns_(table.row().children()),
        rows_(table.row()),
        context_(context),
        table_(table_of_rows(context)),
        check_(context, table_),
        line_(columns_.size() + 2, ' '),
        fields_(columns_.size()) {
    row_.bytes = line_;
    row_.field_count = fields_.size();
    for (std::uint32_t i = 0; i < fields_.size(); ++i) fields_[i].begin = fields_[i].end = i + 1;
    read_header();
  }

  void check(std::int64_t row, std::uint64_t number, PaddedArena& texts) {
    row_.origin = place_of_row(number);
    row_.line = number + 1;
    row_.fields = fields_;
    if (!table_.layout.usable) return count_unreadable(row_.line);
    const std::int64_t cell = rows_.index(row);
    const bool sound = fill(cell, texts);
    if (is_blank(row_, ',') && has_nothing_else(cell)) return note_blank();
    end_blank_run();
    if (!check_.take_header_again(row_)) check_cells(sound);
  }

  void end() {
    end_blank_run();
    if (!table_.layout.usable && !counted_) count_unreadable(1);
  }
  // Nothing outlives a flush but what is asked for next.
  void flushed() {}

 private:
  void read_header();
  void check_cells(bool is_sound);
  bool fill(std::int64_t cell, PaddedArena& texts);
  bool fill(const ArrowValue& value, std::string_view& out, PaddedArena& texts);
  bool has_nothing_else(std::int64_t cell);

  void count_unreadable(std::uint64_t line) {
    check_.count_unreadable(line);
    counted_ = true;
  }

  void note_blank() {
    if (blank_rows_++ > 0) return;
    blank_span_ = row_span(row_);
    blank_line_ = row_.line;
  }
  void end_blank_run() {
    if (blank_rows_ == 0) return;
    context_.session.ledger.begin_unit(blank_line_);  // never ended: blank rows are no records
    report_blank_rows(blank_rows_, blank_span_, context_.session.context);
    blank_rows_ = 0;
  }

  const std::vector<ArrowColumn>& columns_;
  const ArrowColumn& rows_;
  ReaderContext& context_;
  CsvTable table_;
  CsvRowCheck check_;
  std::vector<std::uint32_t> used_;    // columns that stand for something
  std::vector<std::uint32_t> unused_;  // and all others
  std::string line_;                   // stands for the bytes of a row: its cells have a place each
  std::vector<CsvField> fields_;
  CsvRow row_;
  std::string scratch_;
  std::uint64_t blank_rows_ = 0;  // that follow each other
  Span blank_span_;               // of the first
  std::uint64_t blank_line_ = 0;
  bool counted_ = false;
};

void FlatRows::read_header() {
  row_.origin = 0;
  row_.fields = fields_;
  for (std::size_t i = 0; i < fields_.size(); ++i) fields_[i].value = columns_[i].name();
  CheckSession& session = context_.session;
  session.ledger.begin_unit(0);  // never ended: names are no record
  table_.layout = lay_out_csv(row_, table_.record, context_.csv_map, session);
  if (!table_.layout.usable) {
    counted_ = report_missing_header(row_, /*like_json=*/false, table_.record, context_);
    return;
  }
  std::vector<bool> used(fields_.size(), false);
  for (const CsvMember& member : table_.layout.members) {
    if (!member.is_map) used[member.column] = true;
    for (const CsvEntry& entry : member.entries) used[entry.column] = true;
  }
  for (std::uint32_t i = 0; i < fields_.size(); ++i) {
    (used[i] ? used_ : unused_).push_back(i);
    if (!used[i]) fields_[i].value = {};
  }
  table_.header = CsvHeaderRow(row_);
}

// `is_sound`: all cells are UTF-8 without U+0000.
void FlatRows::check_cells(bool is_sound) {
  RecordLedger& ledger = context_.session.ledger;
  ledger.begin_unit(row_.line);
  TableCursor cursor(table_.layout, row_, is_sound);
  Walker<TableCursor>(cursor, context_.session, /*recovery=*/nullptr).check(table_.record);
  context_.shape_in_use = &table_.shape;
  context_.count_shape(1);
  ledger.end_unit();
}

// The cells that stand for something. False: one of them is no sound text.
bool FlatRows::fill(std::int64_t cell, PaddedArena& texts) {
  bool sound = true;
  for (const std::uint32_t i : used_)
    sound &= fill(value_at(columns_[i], cell), fields_[i].value, texts);
  return sound;
}

bool FlatRows::fill(const ArrowValue& value, std::string_view& out, PaddedArena& texts) {
  static constexpr char kNothing[kTextPadding] = {};
  if (value.is_missing()) {
    out = std::string_view(kNothing).substr(0, 0);
    return true;
  }
  if (!is_text(value.column->type())) {
    write_scalar(value, scratch_);
    out = texts.copy(scratch_);
    return true;
  }
  const std::string_view text = value.column->text(value.row);
  const bool sound = value.column->is_sound();
  if (sound && value.column->is_padded(text)) {
    out = text;
    return true;
  }
  out = texts.copy(text);
  return sound || texts.is_ascii_without_nul() || fault_of_text(text) == EscapeErrorCode::kNone;
}

// Whether the columns that stand for nothing hold nothing either.
bool FlatRows::has_nothing_else(std::int64_t cell) {
  return std::all_of(unused_.begin(), unused_.end(), [&](std::uint32_t i) {
    const ArrowValue value = value_at(columns_[i], cell);
    return value.is_missing() ||
           (is_text(value.column->type()) &&
            value.column->text(value.row).find_first_not_of(" \t") == std::string_view::npos);
  });
}

// Whether a row may be an envelope, by the names in it.
bool may_be_envelope(const ArrowColumn& rows) {
  static constexpr std::string_view kTypes[] = {"S",    "N",  "M",  "L", "BOOL",
                                                "NULL", "SS", "NS", "B", "BS"};
  const auto names_type = [](const ArrowColumn& column) {
    return std::find(std::begin(kTypes), std::end(kTypes), column.name()) != std::end(kTypes);
  };
  const auto& columns = rows.children();
  return std::any_of(columns.begin(), columns.end(), [&](const ArrowColumn& column) {
    const auto& below = column.children();
    const auto forms = envelope_forms();
    return column.name().ends_with(kLateSuffix) ||
           std::any_of(below.begin(), below.end(), names_type) ||
           std::any_of(below.begin(), below.end(), may_be_envelope) ||
           std::any_of(forms.begin(), forms.end(), [&](const EnvelopeForm& form) {
             return !form.path.empty() && form.path[0] == column.name();
           });
  });
}

// The rows of any other table, as lines of NDJSON. What is told by the values of a row and not by
// the members that it has, as that it is an envelope or of no shape, is told by its JSON.
class NestedRows {
 public:
  NestedRows(const ArrowTable& table, ReaderContext& context, ShapeChoice& shapes)
      : rows_(table.row()),
        context_(context),
        shapes_(shapes),
        may_be_envelope_(context.settings.envelope != "none" && may_be_envelope(rows_)) {
    if (context.csv_map.empty()) return;
    throw ReadError{
        "--csv-map names columns of flat tables; this one has columns of structs, maps or lists: "
        "rename the columns"};
  }

  void check(std::int64_t row, std::uint64_t number, PaddedArena& texts) {
    RecordLedger& ledger = context_.session.ledger;
    ledger.begin_unit(number + 1);
    context_.begin_unit();
    const std::uint64_t records = ledger.counts().records;
    if (!check_as_known(row, number, texts)) {
      check_as_json(row, number);
      if (learn(row)) {
        ledger.rollback_unit();
        context_.begin_unit();
        if (!check_as_known(row, number, texts)) check_as_json(row, number);
      }
    }
    ledger.end_unit();
    context_.count_shape(ledger.counts().records - records);
  }

  void end() {}
  void flushed() { json_.clear(); }

 private:
  // Of the columns that are told apart.
  static constexpr std::size_t kMostTold = 64;
  static constexpr std::size_t kMostKnown = 1024;

  // By a bit for each column that the row has a value in.
  std::uint64_t members_of(std::int64_t row) const noexcept {
    std::uint64_t members = 0;
    const auto& columns = rows_.children();
    for (std::size_t i = 0; i < columns.size(); ++i) {
      if (!value_at(columns[i], rows_.index(row)).is_missing()) members |= std::uint64_t{1} << i;
    }
    return members;
  }

  // False: it has to be looked at as JSON.
  bool check_as_known(std::int64_t row, std::uint64_t number, PaddedArena& texts) {
    if (rows_.children().size() > kMostTold) return false;
    const auto known = known_.find(members_of(row));
    if (known == known_.end()) return false;
    context_.shape_in_use = known->second;
    ArrowCursor cursor(rows_, row, place_of_row(number), texts);
    Walker<ArrowCursor> walker(cursor, context_.session, /*recovery=*/nullptr);
    walker.check(known->second->root);
    if (walker.fits() || !may_be_envelope_) return true;
    context_.session.ledger.rollback_unit();
    return false;
  }

  void check_as_json(std::int64_t row, std::uint64_t number) {
    std::string& text = json_.emplace_back();
    append_json({&rows_, row}, text);
    const std::size_t size = text.size();
    if (size > JsonIndex::kMaxText) throw ReadError{"a row of the table is larger than 4 GiB"};
    text.append(kPadding, '\0');
    const std::string_view json = std::string_view(text).substr(0, size);
    index_.build(json);
    JsonCursor cursor(json, index_, place_of_row(number));
    check_line(cursor, context_, shapes_);
  }

  // What rows with these members are, where their values have no say in it. True: that is new.
  bool learn(std::int64_t row) {
    const Shape* shape = context_.shape_in_use;
    if (context_.envelope != nullptr || shape == nullptr) return false;
    if (rows_.children().size() > kMostTold || known_.size() >= kMostKnown) return false;
    const std::uint64_t members = members_of(row);
    const bool told = context_.shape != nullptr || has_what_it_needs(*shape, members);
    return told && known_.try_emplace(members, shape).second;
  }

  bool has_what_it_needs(const Shape& shape, std::uint64_t members) const {
    const Node& root = context_.plan.node(shape.root);
    const std::vector<ArrowColumn>& columns = rows_.children();
    return std::any_of(columns.begin(), columns.end(), [&](const ArrowColumn& column) {
      const bool has_value = (members >> (&column - columns.data()) & 1) != 0;
      const auto found = root.by_folded_name.find(fold_name(column.name()));
      return has_value && found != root.by_folded_name.end() &&
             (root.required >> found->second & 1) != 0;
    });
  }

  const ArrowColumn& rows_;
  ReaderContext& context_;
  ShapeChoice& shapes_;
  const bool may_be_envelope_;
  std::unordered_map<std::uint64_t, const Shape*> known_;
  JsonIndex index_;
  std::deque<std::string> json_;  // rows, until their findings are handed on
};

template <class Rows>
void read_rows(ArrowTable& table, Rows rows, const SourceChunk& chunk, ReaderContext& context,
               const KeepGoing& keep_going) {
  CheckSession& session = context.session;
  PaddedArena texts;
  const auto flush = [&] {
    context.flusher.flush(session, chunk);
    texts.clear();
    rows.flushed();
  };
  while (table.next()) {
    const std::int64_t count = table.row().rows();
    for (std::int64_t row = 0; row < count; ++row) {
      if (row % kRowsAtOnce == 0) {
        if (keep_going && !keep_going()) throw CheckStopped{};
        session.context.read_clock();
      }
      rows.check(row, table.rows_in_front() + static_cast<std::uint64_t>(row), texts);
      if ((row + 1) % kRowsAtOnce == 0 || session.ledger.is_full()) flush();
    }
    flush();
  }
  rows.end();
  flush();
}

}  // namespace

void read_table(ArrowTable& table, const SourceChunk& chunk, ReaderContext& context,
                ShapeChoice& shapes, const KeepGoing& keep_going) {
  context.chunk = &chunk;
  context.session.ledger.begin_input(chunk.file, /*by_line=*/true);
  const Counts before = context.session.ledger.counts();
  if (table.is_flat()) {
    read_rows(table, FlatRows(table, context), chunk, context, keep_going);
  } else {
    read_rows(table, NestedRows(table, context, shapes), chunk, context, keep_going);
  }
  report_if_empty(before, "the table has no rows", chunk, context);
}

}  // namespace diallint
