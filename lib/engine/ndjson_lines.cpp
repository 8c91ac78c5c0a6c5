#include "engine/ndjson_lines.h"

#include <cstring>

#include <fmt/format.h>

#include "base/ascii.h"
#include "engine/json_stretches.h"
#include "input/format_detection.h"
#include "rules/syntax.h"

namespace diallint {
namespace {

// A value that goes on for so many lines is no line that was cut off.
constexpr int kLinesAhead = 2;

// Behind the line's end, its line feed included.
std::size_t end_of_line(std::string_view text, std::size_t begin) {
  const void* feed = std::memchr(text.data() + begin, '\n', text.size() - begin);
  if (feed == nullptr) return text.size();
  return static_cast<std::size_t>(static_cast<const char*>(feed) - text.data()) + 1;
}

bool ends_with(const JsonCursor& cursor, std::uint64_t line_end) {
  return !cursor.failed() && cursor.end_of_last() <= line_end &&
         (cursor.at_end() || cursor.place() >= line_end);
}

// The first line of a text, and the next ones that are not blank.
struct Ahead {
  std::size_t end;
  int lines;  // behind the first
};
Ahead look_ahead(std::string_view text) {
  Ahead ahead{end_of_line(text, 0), 0};
  while (ahead.end < text.size() && ahead.lines < kLinesAhead) {
    const std::size_t next = end_of_line(text, ahead.end);
    if (!is_json_blank(text.substr(ahead.end, next - ahead.end))) ++ahead.lines;
    ahead.end = next;
  }
  return ahead;
}

// Whether a line is nothing but a bracket that what follows stands in.
bool opens_alone(std::string_view line, std::string_view next) {
  const std::string_view bracket = take_line(line);
  return bracket == "[" || (bracket == "{" && take_line(next).starts_with('"'));
}

// A sound value, a sound beginning of one, or neither.
enum class Verdict : std::uint8_t { kSound, kUnfinished, kBroken };
Verdict read_value(JsonIndex& index, std::string_view text) {
  index.build_slowly(text);
  JsonCursor cursor(text, index, 0);
  cursor.skip(kMaxDepth);
  if (!index.faults().empty()) return Verdict::kBroken;
  if (!cursor.failed()) return Verdict::kSound;
  return cursor.why() == SyntaxError::kUnexpectedEnd ? Verdict::kUnfinished : Verdict::kBroken;
}

}  // namespace

std::optional<PieceStop> LineCheck::run(std::string_view text, std::uint64_t origin, bool last) {
  held_ = text;
  held_origin_ = origin;
  last_ = last;
  stop_.reset();
  halves(text, origin);
  return stop_;
}

void LineCheck::halves(std::string_view text, std::uint64_t origin) {
  if (index_.build(text)) return lines(text, origin);
  const std::size_t middle = text.find('\n', text.size() / 2);
  const std::size_t half = middle == std::string_view::npos || middle + 1 == text.size()
                               ? text.rfind('\n', text.size() / 2)
                               : middle;
  if (half == std::string_view::npos || half + 1 == text.size()) return lines_slowly(text, origin);
  halves(text.substr(0, half + 1), origin);
  if (!stop_) halves(text.substr(half + 1), origin + half + 1);
}

void LineCheck::too_long(std::uint64_t begin, std::uint64_t seen) {
  session_.ledger.begin_unit(line_);
  session_.texts.begin_unit();
  session_.ledger.abandon_unit();
  session_.context.report(
      kInputLimit, nullptr, {begin, begin + seen},
      fmt::format(
          "this line is longer than {} bytes, the limit for one record; is a line end missing?",
          context_.settings.max_record_bytes));
  session_.ledger.end_unit();
  session_.texts.end_unit({}, begin, /*is_line=*/true);
  ++line_;
}

void LineCheck::lines(std::string_view text, std::uint64_t origin) {
  JsonCursor cursor(text, index_, origin);
  scan_.run(text);
  std::size_t begin = 0;
  for (const std::size_t end : scan_.ends()) {
    // With its line feed. A last line without one has been measured before it was handed on.
    if (end - begin > context_.settings.max_record_bytes + 1) {
      too_long(origin + begin, end - begin);
      cursor.seek(origin + end);
      begin = end;
      continue;
    }
    cursor.set_plain(scan_.is_plain(begin, end));
    if (cursor.place() < origin + end &&
        !one_line(cursor, text.substr(begin, end - begin), origin + end)) {
      broken_line(text.substr(begin, end - begin), origin + begin);
      if (stop_) return;
      cursor.seek(origin + end);
    }
    if (session_.ledger.is_full()) context_.flusher.flush(session_, chunk_);
    ++line_;
    begin = end;
  }
}

// False if the line is broken: then nothing is said of it, and the cursor stands where it stood.
bool LineCheck::one_line(JsonCursor& cursor, std::string_view line, std::uint64_t line_end) {
  const JsonCursor::Mark before = cursor.mark();
  if (cursor.here() == '[') {
    cursor.skip(kMaxDepth);
    if (ends_with(cursor, line_end)) {
      JsonCursor items = cursor.at(before);
      check_items(items, context_, shapes_, line_, chunk_);
      return true;
    }
  } else {
    const std::uint64_t records = session_.ledger.counts().records;
    session_.ledger.begin_unit(line_);
    session_.texts.begin_unit();
    if (check_line(cursor, context_, shapes_) && ends_with(cursor, line_end)) {
      session_.ledger.end_unit();
      session_.texts.end_unit(line, line_end - line.size(), /*is_line=*/true);
      context_.count_shape(session_.ledger.counts().records - records);
      return true;
    }
    session_.ledger.rollback_unit();
  }
  cursor.back_to(before);
  return false;
}

void LineCheck::lines_slowly(std::string_view text, std::uint64_t origin) {
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = end_of_line(text, begin);
    const std::string_view line = text.substr(begin, end - begin);
    if (!is_json_blank(line)) broken_line(line, origin + begin);
    if (stop_) return;
    if (session_.ledger.is_full()) context_.flusher.flush(session_, chunk_);
    ++line_;
    begin = end;
  }
}

// The line on its own, unless its value goes on in the next one. What is said of it may depend on
// what was said before, and number lines.
void LineCheck::broken_line(std::string_view line, std::uint64_t origin) {
  session_.ledger.await_front();
  if (goes_on(line, origin)) return;
  const bool sound = slow_index_.build(line);
  const JsonText text{line, origin, line_, JsonText::Extent::kLine};
  check_text(text, slow_index_, sound, run_, context_, shapes_, chunk_);
}

// A line that was cut off is not sound together with the lines behind it.
bool LineCheck::goes_on(std::string_view line, std::uint64_t origin) {
  if (read_value(slow_index_, line) != Verdict::kUnfinished) return false;
  const std::string_view text = held_.substr(static_cast<std::size_t>(origin - held_origin_));
  const Ahead ahead = look_ahead(text);
  const bool enough = ahead.lines == kLinesAhead;
  if (!enough && last_ && ahead.lines == 0) return false;
  const Verdict verdict = read_value(slow_index_, text.substr(0, ahead.end));
  bool certain = verdict == Verdict::kSound || (verdict == Verdict::kUnfinished && enough);
  certain = certain || (ahead.lines > 0 && opens_alone(line, text.substr(line.size())));
  if (!certain && (enough || last_ || verdict == Verdict::kBroken)) return false;
  stop_ = PieceStop{origin, certain};
  return true;
}

void LineCheck::rest(TextWindow& window) {
  TextState state;
  state.place = window.origin();
  state.recovery.run = run_;
  check_stretches(window, JsonText::Extent::kLines, state, chunk_, context_, shapes_);
}

}  // namespace diallint
