// The CSV reader: rows in, records to the checker, faults of the text to the rules on syntax.
#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/csv_faults.h"
#include "engine/csv_header.h"
#include "engine/csv_row_check.h"
#include "engine/input_formats.h"
#include "engine/missing_header.h"
#include "engine/piece_crew.h"
#include "engine/readers.h"
#include "input/csv_cursor.h"
#include "input/csv_splitter.h"
#include "input/cursor.h"
#include "input/format_detection.h"
#include "input/line_pieces.h"
#include "rules/syntax.h"

namespace diallint {
namespace {

static_assert(Cursor<CsvCursor>);

constexpr std::string_view kExtensions[] = {".csv", ".tsv", ".tab"};

// What the rows that were gone through stand in.
void show_rows(SourceChunk& chunk, const CsvRows& rows) noexcept {
  chunk.bytes = rows.chunk();
  chunk.origin = rows.chunk_origin();
  chunk.first_line = rows.chunk_line();
  chunk.bom_size = rows.bom_size();
  chunk.separator = rows.separator();
  chunk.tall_rows = rows.tall_rows();
}

// Whether a row is what is left of one in which the input breaks off: no record, though it may look
// like one.
bool is_cut(const CsvRow& row, const CsvRows& rows, const ByteSource& source) {
  if (!rows.at_end() || source.break_off() == nullptr) return false;
  const std::string_view chunk = rows.chunk();
  return row.bytes.data() + row.bytes.size() == chunk.data() + chunk.size();
}

// All of the row that was gone through last, its line end too. Of one that is too long the end is
// not known.
std::string_view text_of(const CsvRow& row, const CsvRows& rows) noexcept {
  if (row.fault == CsvError::kTooLong || row.fault == CsvError::kTooLongQuote) return {};
  const std::string_view chunk = rows.chunk();
  const char* begin = row.bytes.data();
  return {begin, static_cast<std::size_t>(chunk.data() + chunk.size() - begin)};
}

// Checks the rows of a piece, up to one that goes on behind it or that is blank: of blank ones the
// reader tells, all that follow each other at once.
class CsvPieceCheck final : public PieceCheck {
 public:
  CsvPieceCheck(ReaderContext& context, const SourceChunk& chunk, const CsvTable& table,
                const CsvRows& front, const ByteSource& source)
      : context_(context),
        source_(source),
        chunk_(chunk),
        check_(context, table),
        rows_(front.like_this()) {}

  std::optional<PieceStop> check(const InputPiece& piece) override {
    lines_ = 0;
    context_.session.context.read_clock();
    rows_.hold(piece.bytes(), piece.origin, 1, piece.is_end);
    const std::optional<PieceStop> stop = check_rows();
    flush();
    return stop;
  }
  void move_lines(std::uint64_t lines) override { lines_ = lines; }
  std::uint64_t line() const noexcept override { return lines_ + line_; }

 private:
  std::optional<PieceStop> check_rows() {
    CsvRow row;
    while (rows_.next(row)) {
      if (is_blank(row, rows_.separator())) return stop_at(row.origin, row.line);
      row.line += lines_;
      if (is_cut(row, rows_, source_)) {
        check_.count_unreadable(row.line);
      } else {
        check_.take(row, text_of(row, rows_));
      }
      if (context_.session.ledger.is_full()) flush();
    }
    line_ = rows_.line();
    if (rows_.rest().empty()) return std::nullopt;
    return stop_at(rows_.place(), rows_.line());
  }

  PieceStop stop_at(std::uint64_t place, std::uint64_t line) noexcept {
    line_ = line;
    return {place};
  }

  void flush() {
    context_.session.ledger.await_front();
    show_rows(chunk_, rows_);
    chunk_.first_line += lines_;
    context_.flusher.flush(context_.session, chunk_);
  }

  ReaderContext& context_;
  const ByteSource& source_;
  SourceChunk chunk_;
  CsvRowCheck check_;
  CsvRows rows_;
  std::uint64_t lines_ = 0;  // in front of the piece, once that is known
  std::uint64_t line_ = 1;   // behind what was checked, within the piece
};

class CsvReader {
 public:
  CsvReader(ByteSource& source, const SourceChunk& chunk, ReaderContext& context)
      : context_(context),
        source_(source),
        session_(context.session),
        chunk_(chunk),
        table_(table_of_rows(context)),
        check_(context, table_),
        rows_(source, context.settings.max_record_bytes, is_tab_separated(name_of_text(chunk))),
        pieces_(source, context.settings.max_record_bytes) {
    chunk_.format = InputFormat::kCsv;
  }

  void run() {
    session_.ledger.begin_input(chunk_.file, /*by_line=*/true);
    CsvRow row;
    bool more = true;
    while (more && rows_.advance()) {
      session_.ledger.go_on();
      session_.context.read_clock();
      while (rows_.next(row)) {
        take(row);
        if (session_.ledger.is_full()) flush();
      }
      show_rows(chunk_, rows_);
      context_.flusher.flush_later(session_, chunk_);
      if (pays_a_crew()) more = check_side_by_side();
    }
    if (has_header_ && has_more_to_say()) say_the_rest();
  }

 private:
  void take(const CsvRow& row) {
    if (is_blank(row, rows_.separator())) return note_blank(row);
    end_blank_run();
    if (!has_header_) {
      has_header_ = true;
      read_header(row);
    } else if (!table_.layout.usable || is_cut(row, rows_, source_)) {
      count_unreadable(row.line);
    } else {
      check_.take(row, text_of(row, rows_));
    }
  }

  // Of what is told at the end alone.
  bool has_more_to_say() const noexcept {
    return blank_.rows > 0 || (!table_.layout.usable && !counted_);
  }
  // A file of nothing but blank rows is empty, and is called that.
  void say_the_rest() {
    session_.ledger.go_on();
    end_blank_run();
    if (!table_.layout.usable && !counted_) count_unreadable(1);
    flush();
  }

  void read_header(const CsvRow& row);
  void report_no_header(const CsvRow& row, bool like_json) {
    counted_ = report_missing_header(row, like_json, table_.record, context_);
  }
  void find_region_column(const FixRequest& fixes);
  void note_blank(const CsvRow& row);
  void end_blank_run();
  void report_blank_run();

  void count_unreadable(std::uint64_t line) {
    check_.count_unreadable(line);
    counted_ = true;
  }

  bool pays_a_crew() noexcept {
    return has_header_ && table_.layout.usable && blank_.rows == 0 && !rows_.at_end() &&
           !rows_.drops_rest() && worth_.pays(rows_.chunk().size(), context_);
  }
  bool check_side_by_side();

  void flush() {
    show_rows(chunk_, rows_);
    context_.flusher.flush(session_, chunk_);
  }

  // Blank rows that follow each other.
  struct BlankRun {
    std::uint64_t rows = 0;  // 0: there is none
    Span span;               // of the first
    std::uint64_t line = 0;
    std::string text;
  };

  ReaderContext& context_;
  ByteSource& source_;
  CheckSession& session_;
  SourceChunk chunk_;
  CsvTable table_;
  CsvRowCheck check_;
  CsvRows rows_;
  LinePieces pieces_;
  CrewWorth worth_;
  std::optional<PieceCrew> crew_;
  BlankRun blank_;
  bool has_header_ = false;
  bool counted_ = false;
};

// What follows, up to what a piece cannot tell. False where that is the end of the input.
bool CsvReader::check_side_by_side() {
  pieces_.begin(rows_.rest(), rows_.place());
  if (!crew_) {
    crew_.emplace(pieces_, context_, [this](ReaderContext& context) {
      return std::make_unique<CsvPieceCheck>(context, chunk_, table_, rows_, source_);
    });
  }
  std::uint64_t line = rows_.line();
  const bool stopped = crew_->run(line).has_value();
  if (stopped) worth_.note_stop(crew_->settled());
  rows_.hold(pieces_.held(), pieces_.origin(), line, /*is_end=*/false);
  return stopped;
}

void CsvReader::read_header(const CsvRow& row) {
  session_.ledger.begin_unit(row.line);  // never ended: a header is no record
  const bool like_json = begins_like_json(row.bytes);
  if (like_json) return report_no_header(row, like_json);
  if (row.fault != CsvError::kNone) {
    return report_csv_fault(row, context_.settings.max_record_bytes, session_.context);
  }
  table_.layout = lay_out_csv(row, table_.record, context_.csv_map, session_);
  table_.header = CsvHeaderRow(row);
  if (!table_.layout.usable) return report_no_header(row, like_json);
  if (row.field_count > row.fields.size()) {
    session_.context.report(kInputLimit, nullptr, row_span(row),
                            fmt::format("the header has {} columns; the first {} are read",
                                        row.field_count, row.fields.size()));
    session_.ledger.mark_input_invalid();
  }
  if (const FixRequest* fixes = session_.run.fixes) find_region_column(*fixes);
  rows_.keep(row.fields.size());
  const std::string_view front = rows_.chunk();  // up to the header's line end
  if (RecordTaker* taker = session_.texts.taker()) taker->take_header(front, rows_.separator());
}

void CsvReader::find_region_column(const FixRequest& fixes) {
  if (fixes.region_column.empty()) return;
  const std::vector<std::string>& names = table_.header.cells;
  const auto found = std::find_if(names.begin(), names.end(), [&](const std::string& name) {
    return trimmed(name) == trimmed(fixes.region_column);
  });
  if (found == names.end()) {
    throw ReadError{fmt::format("no column is named '{}', which is to hold the country of a row",
                                fixes.region_column)};
  }
  table_.region_column = static_cast<std::size_t>(found - names.begin());
}

// Spreadsheets leave such rows where something was deleted or formatted: they are no records.
void CsvReader::note_blank(const CsvRow& row) {
  constexpr std::size_t kShown = 4096;
  if (blank_.rows++ > 0) return;
  blank_.span = row_span(row);
  blank_.line = row.line;
  blank_.text = row.bytes.substr(0, kShown);
}

// One finding for the whole run. The first row may be gone from the buffer: its text was kept.
void CsvReader::end_blank_run() {
  if (blank_.rows == 0) return;
  if (!has_header_ || table_.layout.usable) report_blank_run();
  if (blank_.span.begin < rows_.chunk_origin()) {
    show_rows(chunk_, rows_);
    chunk_.bytes = blank_.text;
    chunk_.origin = blank_.span.begin;
    chunk_.first_line = blank_.line;
    chunk_.bom_size = 0;
    chunk_.tall_rows = {};
    context_.flusher.flush(session_, chunk_);
  }
  blank_.rows = 0;
}

void CsvReader::report_blank_run() {
  session_.ledger.begin_unit(blank_.line);  // never ended: blank rows are no records
  report_blank_rows(blank_.rows, blank_.span, session_.context);
}

void read_csv(ByteSource& source, const SourceChunk& chunk, ReaderContext& context) {
  CsvReader(source, chunk, context).run();
}

// A line of names with a separator between them, which does not begin like JSON.
Likeness likeness(std::string_view head) {
  if (begins_like_table(head)) return Likeness::kCertain;
  const std::string_view first = take_line(head);
  const bool json = first.starts_with('{') || first.starts_with('[');
  return json || first.find_first_of(kCsvSeparators) == std::string_view::npos
             ? Likeness::kNone
             : Likeness::kPossible;
}

}  // namespace

const FormatReader kCsvReader = {
    .format = InputFormat::kCsv,
    .name = "csv",
    .extensions = kExtensions,
    .name_is_wrong = begins_like_json,
    .likeness = likeness,
    .read = read_csv,
};

bool is_tab_separated(std::string_view name) noexcept {
  return has_extension(name, std::span(kExtensions).subspan(1));
}

}  // namespace diallint
