// NDJSON: one value a line. Where a value turns out to span lines, what is left is read as one
// text.
#include <memory>
#include <optional>

#include "engine/input_formats.h"
#include "engine/ndjson_lines.h"
#include "engine/piece_crew.h"
#include "engine/readers.h"
#include "input/byte_source.h"
#include "input/format_detection.h"
#include "input/line_pieces.h"
#include "input/text_window.h"

namespace diallint {
namespace {

// Checks pieces one by one.
class LinePieceCheck final : public PieceCheck {
 public:
  /// The run of faults is one of the input; it outlives the check.
  LinePieceCheck(ReaderContext& context, const SourceChunk& chunk, FormRun& run)
      : context_(context), chunk_(chunk), check_(context, chunk_, run) {}

  std::optional<PieceStop> check(const InputPiece& piece) override {
    check_.set_line(1);
    return check_next(piece);
  }
  void move_lines(std::uint64_t lines) override {
    chunk_.first_line += lines;
    check_.set_line(check_.line() + lines);
  }
  std::uint64_t line() const noexcept override { return check_.line(); }

  void set_line(std::uint64_t line) noexcept { check_.set_line(line); }

  /// The lines of the piece follow those that were checked before.
  std::optional<PieceStop> check_next(const InputPiece& piece) {
    context_.session.ledger.go_on();
    show(piece);
    context_.session.context.read_clock();
    std::optional<PieceStop> stop;
    if (piece.is_cut) {
      check_.too_long(piece.origin, piece.size);
    } else {
      stop = check_.run(chunk_.bytes.substr(chunk_.bom_size), piece.origin + chunk_.bom_size,
                        piece.is_last);
    }
    context_.flusher.flush_later(context_.session, chunk_);
    return stop;
  }

  void check_rest(TextWindow& window) { check_.rest(window); }

 private:
  void show(const InputPiece& piece) noexcept {
    const bool marked = piece.origin == 0 && piece.bytes().starts_with(kByteOrderMark);
    chunk_.bom_size = marked ? kByteOrderMark.size() : 0;
    chunk_.bytes = piece.bytes();
    chunk_.origin = piece.origin;
    chunk_.first_line = check_.line();
  }

  ReaderContext& context_;
  SourceChunk chunk_;
  LineCheck check_;
};

// Checks the pieces of an input, in the calling thread or, where there are many, side by side.
class NdjsonReader {
 public:
  NdjsonReader(ByteSource& source, const SourceChunk& chunk, ReaderContext& context)
      : source_(source),
        chunk_(as_ndjson(chunk)),
        context_(context),
        pieces_(source, context.settings.max_record_bytes),
        check_(context, chunk_, form_run_) {}

  void run() {
    context_.session.ledger.begin_input(chunk_.file, /*by_line=*/true);
    InputPiece piece;
    while (pieces_.next(piece)) {
      std::optional<PieceStop> stop = check_.check_next(piece);
      if (stop) {
        const InputPiece* const pieces[] = {&piece};
        pieces_.give_back(pieces, stop->place);
      } else if (worth_.pays(piece.size, context_)) {
        stop = check_side_by_side();
        if (!stop) return;
      }
      if (stop && stop->certain) return check_rest();
    }
  }

 private:
  static SourceChunk as_ndjson(SourceChunk chunk) {
    chunk.format = InputFormat::kNdjson;
    return chunk;
  }

  std::optional<PieceStop> check_side_by_side() {
    if (!crew_) {
      crew_.emplace(pieces_, context_, [this](ReaderContext& context) {
        return std::make_unique<LinePieceCheck>(context, chunk_, form_run_);
      });
    }
    std::uint64_t line = check_.line();
    const std::optional<PieceStop> stop = crew_->run(line);
    check_.set_line(line);
    if (stop) worth_.note_stop(crew_->settled());
    return stop;
  }

  void check_rest() {
    TextWindow window(source_, kStretchBytes, pieces_.held(), pieces_.origin(), check_.line());
    window.fill();
    check_.check_rest(window);
  }

  ByteSource& source_;
  SourceChunk chunk_;
  ReaderContext& context_;
  LinePieces pieces_;
  FormRun form_run_;
  LinePieceCheck check_;
  CrewWorth worth_;
  std::optional<PieceCrew> crew_;
};

void read_ndjson(ByteSource& source, const SourceChunk& chunk, ReaderContext& context) {
  NdjsonReader(source, chunk, context).run();
}

// Two lines that each begin like an object, the first of which ends like one. A document that is
// printed over several lines begins with a bracket alone or ends its first line with a comma.
Likeness likeness(std::string_view head) {
  const std::string_view first = take_line(head);
  const std::string_view second = take_line(head);
  return first.starts_with('{') && first.ends_with('}') && second.starts_with('{')
             ? Likeness::kCertain
             : Likeness::kNone;
}

constexpr std::string_view kExtensions[] = {".ndjson", ".jsonl"};

}  // namespace

const FormatReader kNdjsonReader = {
    .format = InputFormat::kNdjson,
    .name = "ndjson",
    .extensions = kExtensions,
    .name_is_wrong = begins_like_table,
    .likeness = likeness,
    .read = read_ndjson,
};

}  // namespace diallint
