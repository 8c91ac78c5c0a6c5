// NDJSON: one value a line. Where a value turns out to span lines, what is left is read as one
// text.
#include <optional>

#include "engine/input_formats.h"
#include "engine/line_crew.h"
#include "engine/ndjson_lines.h"
#include "engine/readers.h"
#include "input/byte_source.h"
#include "input/format_detection.h"
#include "input/line_pieces.h"
#include "input/text_window.h"

namespace diallint {
namespace {

// Checks the pieces of an input, in the calling thread or, where there are many, side by side.
class NdjsonReader {
 public:
  NdjsonReader(ByteSource& source, const SourceChunk& chunk, ReaderContext& context)
      : source_(source),
        chunk_(chunk),
        context_(context),
        pieces_(source, context.settings.max_record_bytes),
        check_(context, chunk_, form_run_) {
    chunk_.format = InputFormat::kNdjson;
  }

  void run() {
    context_.session.ledger.begin_input(chunk_.file, /*by_line=*/true);
    LinePiece piece;
    while (pieces_.next(piece)) {
      std::optional<LineCheck::Stop> stop = check(piece);
      if (!stop && pays_a_crew(piece)) {
        stop = crew().run();
        if (!stop) return;
      }
      if (stop && stop->certain) return check_rest();
    }
  }

 private:
  // What is to be checked side by side, beyond the first pieces of an input: threads cost more than
  // a short one, and what comes line by line is not waited for.
  static constexpr std::size_t kWorthwhile = kChunkBytes / 8;
  static constexpr unsigned kAlone = 2;

  bool pays_a_crew(const LinePiece& piece) noexcept {
    if (piece.size >= kWorthwhile) ++long_pieces_;
    const bool alone = context_.jobs == 1 || context_.session.run.responses != nullptr;
    return !alone && long_pieces_ >= kAlone && piece.size >= kWorthwhile;
  }

  LineCrew& crew() {
    if (!crew_) crew_.emplace(pieces_, check_, chunk_, context_, form_run_);
    return *crew_;
  }

  std::optional<LineCheck::Stop> check(const LinePiece& piece) {
    show(piece);
    std::optional<LineCheck::Stop> stop;
    if (piece.is_cut) {
      check_.too_long(piece.origin, piece.size);
    } else {
      stop = check_.run(chunk_.bytes.substr(chunk_.bom_size), piece.origin + chunk_.bom_size,
                        piece.is_last);
    }
    context_.flusher.flush(context_.session, chunk_);
    if (stop) give_back(piece, stop->place);
    return stop;
  }

  void give_back(const LinePiece& piece, std::uint64_t place) {
    const std::string_view text =
        piece.bytes().substr(static_cast<std::size_t>(place - piece.origin));
    pieces_.give_back({&text, 1});
  }

  void check_rest() {
    TextWindow window(source_, kStretchBytes, pieces_.held(), pieces_.origin(), check_.line());
    window.fill();
    check_.rest(window);
  }

  void show(const LinePiece& piece) noexcept {
    const bool marked = piece.origin == 0 && piece.bytes().starts_with(kByteOrderMark);
    chunk_.bom_size = marked ? kByteOrderMark.size() : 0;
    chunk_.bytes = piece.bytes();
    chunk_.origin = piece.origin;
    chunk_.first_line = check_.line();
  }

  ByteSource& source_;
  SourceChunk chunk_;
  ReaderContext& context_;
  LinePieces pieces_;
  FormRun form_run_;
  LineCheck check_;
  std::optional<LineCrew> crew_;
  unsigned long_pieces_ = 0;
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
