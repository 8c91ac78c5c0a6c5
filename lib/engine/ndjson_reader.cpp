// NDJSON: one value a line. Chunks of whole lines get one index each; a chunk whose text is broken
// is split until the broken line stands alone, and that line is read slowly to say what is wrong.
#include <algorithm>
#include <cstring>
#include <vector>

#include <fmt/format.h>

#include "engine/input_formats.h"
#include "engine/json_document.h"
#include "engine/readers.h"
#include "input/byte_source.h"
#include "input/format_detection.h"
#include "rules/syntax.h"

namespace diallint {
namespace {

// Checks chunks of whole lines.
class LineCheck {
 public:
  /// The chunk is the one at hand; it outlives the check.
  LineCheck(ReaderContext& context, const SourceChunk& chunk)
      : context_(context),
        session_(context.session),
        chunk_(chunk),
        shapes_(context.plan, context.shape) {}

  /// `text` holds whole lines (the last may lack its line end) and begins at `origin` in the input.
  void run(std::string_view text, std::uint64_t origin) {
    if (index_.build(text)) return lines(text, origin);
    const std::size_t middle = text.find('\n', text.size() / 2);
    const std::size_t half = middle == std::string_view::npos || middle + 1 == text.size()
                                 ? text.rfind('\n', text.size() / 2)
                                 : middle;
    if (half == std::string_view::npos || half + 1 == text.size())
      return lines_slowly(text, origin);
    run(text.substr(0, half + 1), origin);
    run(text.substr(half + 1), origin + half + 1);
  }

  std::uint64_t line() const noexcept { return line_; }

  /// A line of which only the beginning has been read, because it is too long.
  void too_long(std::uint64_t begin, std::uint64_t seen) {
    session_.ledger.begin_unit(line_);
    session_.ledger.abandon_unit();
    session_.context.report(
        kInputLimit, nullptr, {begin, begin + seen},
        fmt::format(
            "this line is longer than {} bytes, the limit for one record; is a line end missing?",
            context_.settings.max_record_bytes));
    session_.ledger.end_unit();
    ++line_;
  }

 private:
  void lines(std::string_view text, std::uint64_t origin) {
    JsonCursor cursor(text, index_, origin);
    for (std::size_t begin = 0; begin < text.size();) {
      const std::size_t end = end_of_line(text, begin);
      // With its line feed. A last line without one has been measured before it was handed on.
      if (end - begin > context_.settings.max_record_bytes + 1) {
        too_long(origin + begin, end - begin);
        cursor.seek(origin + end);
        begin = end;
        continue;
      }
      if (cursor.place() < origin + end) one_line(cursor, origin + end);
      if (session_.ledger.is_full()) context_.flusher.flush(session_, chunk_);
      ++line_;
      begin = end;
    }
  }

  // Behind the line's end, its line feed included.
  static std::size_t end_of_line(std::string_view text, std::size_t begin) {
    const void* feed = std::memchr(text.data() + begin, '\n', text.size() - begin);
    if (feed == nullptr) return text.size();
    return static_cast<std::size_t>(static_cast<const char*>(feed) - text.data()) + 1;
  }

  void one_line(JsonCursor& cursor, std::uint64_t line_end) {
    const JsonCursor before = cursor;
    if (cursor.kind() == Kind::kArray) {
      cursor.skip(kMaxDepth);
      if (ends_with(cursor, line_end)) {
        JsonCursor items = before;
        return check_items(items, context_, shapes_, line_, chunk_);
      }
      session_.ledger.begin_unit(line_);
    } else {
      const std::uint64_t records = session_.ledger.counts().records;
      session_.ledger.begin_unit(line_);
      if (check_line(cursor, context_, shapes_) && ends_with(cursor, line_end)) {
        session_.ledger.end_unit();
        return context_.count_shape(session_.ledger.counts().records - records);
      }
      session_.ledger.rollback_unit();
    }
    broken_line(before, line_end);
    cursor = before;
    cursor.seek(line_end);
  }

  static bool ends_with(const JsonCursor& cursor, std::uint64_t line_end) {
    return !cursor.failed() && cursor.end_of_last() <= line_end &&
           (cursor.at_end() || cursor.place() >= line_end);
  }

  // Says what is wrong, as if nothing stood behind the line. Its unit is open.
  void broken_line(JsonCursor cursor, std::uint64_t line_end) {
    cursor.end_at(line_end);
    cursor.skip(kMaxDepth);
    if (!cursor.at_end()) cursor.fail(SyntaxError::kTrailingData, cursor.place());
    session_.ledger.abandon_unit();
    report_syntax_error(session_.context, cursor.why(), cursor.where());
    session_.ledger.end_unit();
  }

  void lines_slowly(std::string_view text, std::uint64_t origin) {
    for (std::size_t begin = 0; begin < text.size();) {
      const std::size_t end = end_of_line(text, begin);
      const std::string_view line = text.substr(begin, end - begin);
      if (line.find_first_not_of(" \t\r\n") != std::string_view::npos)
        slow_line(line, origin + begin);
      if (session_.ledger.is_full()) context_.flusher.flush(session_, chunk_);
      ++line_;
      begin = end;
    }
  }

  // The line on its own, with an index that knows the faults of its text.
  void slow_line(std::string_view line, std::uint64_t origin) {
    slow_index_.build_slowly(line);
    JsonCursor cursor(line, slow_index_, origin);
    const auto faults = slow_index_.faults();
    if (faults.empty()) return one_line(cursor, origin + line.size());
    session_.ledger.begin_unit(line_);
    cursor.skip(kMaxDepth);
    if (!cursor.failed() && !cursor.at_end())
      cursor.fail(SyntaxError::kTrailingData, cursor.place());
    session_.ledger.abandon_unit();
    if (!cursor.failed() || origin + faults[0].at <= cursor.where()) {
      report_fault(session_.context, faults[0], origin);
    } else {
      report_syntax_error(session_.context, cursor.why(), cursor.where());
    }
    session_.ledger.end_unit();
  }

  ReaderContext& context_;
  CheckSession& session_;
  const SourceChunk& chunk_;
  ShapeChoice shapes_;
  JsonIndex index_;
  JsonIndex slow_index_;
  std::uint64_t line_ = 1;
};

// Reads chunks, cuts them at line ends, and hands them on with their findings.
class NdjsonReader {
 public:
  NdjsonReader(ByteSource& source, const SourceChunk& chunk, ReaderContext& context)
      : source_(source),
        chunk_(chunk),
        context_(context),
        check_(context, chunk_),
        buffer_(kChunkBytes + kPadding) {
    chunk_.format = InputFormat::kNdjson;
  }

  void run() {
    context_.session.ledger.begin_input(chunk_.file, /*by_line=*/true);
    while (fill()) {
      if (skipping_) {
        skip_to_line_end();
      } else {
        take_lines();
      }
    }
    if (size_ > 0 && !skipping_) hand_on(size_);
  }

 private:
  // Reads more behind what is held. False at the end of the input.
  bool fill() {
    if (buffer_.size() - kPadding == size_) grow();
    const std::size_t got = source_.read(buffer_.data() + size_, buffer_.size() - kPadding - size_);
    size_ += got;
    return got > 0;
  }

  // No more than a line may have is ever held.
  void grow() {
    const std::size_t most = context_.settings.max_record_bytes + kChunkBytes + kPadding;
    const std::size_t doubled = buffer_.size() * 2;
    std::vector<char> larger(std::max(std::min(doubled, most), buffer_.size() + kChunkBytes));
    std::copy_n(buffer_.data(), size_, larger.data());
    buffer_.swap(larger);
  }

  void take_lines() {
    const void* feed = memrchr(buffer_.data(), '\n', size_);
    if (feed != nullptr) {
      hand_on(static_cast<std::size_t>(static_cast<const char*>(feed) - buffer_.data()) + 1);
    }
    if (size_ > context_.settings.max_record_bytes) {
      chunk_.bytes = {buffer_.data(), size_};
      chunk_.origin = origin_;
      chunk_.first_line = check_.line();
      check_.too_long(origin_, size_);
      context_.flusher.flush(context_.session, chunk_);
      skipping_ = true;
      drop(size_);
    }
  }

  void skip_to_line_end() {
    const void* feed = std::memchr(buffer_.data(), '\n', size_);
    if (feed == nullptr) return drop(size_);
    skipping_ = false;
    drop(static_cast<std::size_t>(static_cast<const char*>(feed) - buffer_.data()) + 1);
    take_lines();
  }

  void hand_on(std::size_t size) {
    // The padding must not be what stands behind the lines: a text ends where its lines end.
    const std::string_view held{buffer_.data(), size};
    const bool first = origin_ == 0;
    chunk_.bom_size = first && held.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0;
    chunk_.bytes = held;
    chunk_.origin = origin_;
    chunk_.first_line = check_.line();
    check_.run(held.substr(chunk_.bom_size), origin_ + chunk_.bom_size);
    context_.flusher.flush(context_.session, chunk_);
    drop(size);
  }

  void drop(std::size_t size) {
    std::memmove(buffer_.data(), buffer_.data() + size, size_ - size);
    size_ -= size;
    origin_ += size;
  }

  ByteSource& source_;
  SourceChunk chunk_;
  ReaderContext& context_;
  LineCheck check_;
  std::vector<char> buffer_;
  std::size_t size_ = 0;
  std::uint64_t origin_ = 0;
  bool skipping_ = false;
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
