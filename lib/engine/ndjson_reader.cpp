// NDJSON: one value a line. Where a value turns out to span lines, what is left is read as one
// text.
#include <algorithm>
#include <cstring>
#include <vector>

#include "engine/input_formats.h"
#include "engine/json_stretches.h"
#include "engine/ndjson_lines.h"
#include "engine/readers.h"
#include "input/byte_source.h"
#include "input/format_detection.h"
#include "input/text_window.h"

namespace diallint {
namespace {

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
    while (!spans_lines_ && fill()) {
      if (skipping_) {
        skip_to_line_end();
      } else {
        take_lines();
      }
    }
    if (size_ > 0 && !skipping_ && !spans_lines_) hand_on(size_, /*last=*/true);
    if (spans_lines_) take_rest();
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
      // Lines are not waited for to tell of a value that nobody would read.
      const bool last = size_ > context_.settings.max_record_bytes;
      hand_on(static_cast<std::size_t>(static_cast<const char*>(feed) - buffer_.data()) + 1, last);
    }
    if (!spans_lines_ && size_ > context_.settings.max_record_bytes) {
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

  void hand_on(std::size_t size, bool last) {
    // The padding must not be what stands behind the lines: a text ends where its lines end.
    show(size);
    const auto stop =
        check_.run(chunk_.bytes.substr(chunk_.bom_size), origin_ + chunk_.bom_size, last);
    context_.flusher.flush(context_.session, chunk_);
    spans_lines_ = stop && stop->certain;
    drop(stop ? static_cast<std::size_t>(stop->place - origin_) : size);
  }

  void take_rest() {
    TextWindow window(source_, kStretchBytes, {buffer_.data(), size_}, origin_, check_.line());
    window.fill();
    check_.rest(window);
  }

  void show(std::size_t size) {
    const std::string_view held{buffer_.data(), size};
    const bool first = origin_ == 0;
    chunk_.bom_size = first && held.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0;
    chunk_.bytes = held;
    chunk_.origin = origin_;
    chunk_.first_line = check_.line();
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
  bool spans_lines_ = false;
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
