// Chunks of whole lines of NDJSON: one index each while all is sound; a line that is not is read on
// its own, as far as it can be.
#pragma once
#include <cstdint>
#include <optional>
#include <string_view>

#include "base/line_scan.h"
#include "engine/json_document.h"
#include "engine/piece_crew.h"
#include "engine/readers.h"
#include "engine/shape_detector.h"
#include "input/json_index.h"
#include "input/text_window.h"

namespace diallint {

class LineCheck {
 public:
  /// The chunk is the one at hand; `run` goes on over all of the input. Both outlive the check.
  LineCheck(ReaderContext& context, const SourceChunk& chunk, FormRun& run)
      : context_(context),
        session_(context.session),
        chunk_(chunk),
        shapes_(context.shapes.for_input(context.shape)),
        run_(run) {
    context.chunk = &chunk;
  }

  /// `text` holds whole lines (the last may lack its line end) and begins at `origin` in the input;
  /// `last` says that no more lines follow, or none that are to be waited for. Nothing, or where a
  /// value begins that goes on behind its line: that line was not read.
  std::optional<PieceStop> run(std::string_view text, std::uint64_t origin, bool last);

  /// A line of which only the beginning has been read, because it is too long.
  void too_long(std::uint64_t begin, std::uint64_t seen);
  /// What is left of the input, which begins with the line at hand, as one text of values that span
  /// lines. The window has been filled.
  void rest(TextWindow& window);

  /// The line that follows, from 1; in a part of an input, from its beginning until it has joined.
  std::uint64_t line() const noexcept { return line_; }
  void set_line(std::uint64_t line) noexcept { line_ = line; }

 private:
  void halves(std::string_view text, std::uint64_t origin);
  void lines(std::string_view text, std::uint64_t origin);
  void lines_slowly(std::string_view text, std::uint64_t origin);
  bool one_line(JsonCursor& cursor, std::string_view line, std::uint64_t line_end);
  void broken_line(std::string_view line, std::uint64_t origin);
  bool goes_on(std::string_view line, std::uint64_t origin);

  ReaderContext& context_;
  CheckSession& session_;
  const SourceChunk& chunk_;
  ShapeChoice& shapes_;
  JsonIndex index_;
  LineScan scan_;
  JsonIndex slow_index_;
  FormRun& run_;
  std::uint64_t line_ = 1;
  std::string_view held_;  // all lines at hand, and where they begin
  std::uint64_t held_origin_ = 0;
  bool last_ = false;
  std::optional<PieceStop> stop_;
};

}  // namespace diallint
