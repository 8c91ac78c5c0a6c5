#include "report/source_location.h"

#include <algorithm>
#include <cstring>

#include "base/utf8.h"

namespace diallint {
namespace {

constexpr std::size_t kMarkEvery = 4096;
constexpr std::uint64_t kOnes = 0x0101010101010101U;
constexpr std::uint64_t kHighs = 0x8080808080808080U;

constexpr std::uint64_t has_zero_byte(std::uint64_t v) noexcept {
  return (v - kOnes) & ~v & kHighs;
}

// Whether the eight bytes are each one character of the same line.
bool is_plain(const char* bytes) noexcept {
  std::uint64_t v = 0;
  std::memcpy(&v, bytes, sizeof v);
  return ((v & kHighs) | has_zero_byte(v ^ (kOnes * '\n')) | has_zero_byte(v ^ (kOnes * '\r'))) ==
         0;
}

}  // namespace

void Locator::open(const SourceChunk& chunk) {
  const bool same = !marks_.empty() && chunk.file == file_ && chunk.origin == origin_ &&
                    chunk.bytes.data() == bytes_.data() && chunk.bytes.size() >= bytes_.size();
  if (same && chunk.bytes.size() == bytes_.size()) return;
  if (same) {
    bytes_ = chunk.bytes;
    known_line_ = std::string_view::npos;
    return;
  }
  bytes_ = chunk.bytes;
  origin_ = chunk.origin;
  file_ = chunk.file;
  lone_cr_ends_ = chunk.format == InputFormat::kCsv;
  const std::size_t bom_size = std::min(chunk.bom_size, bytes_.size());
  marks_.assign(1, {bom_size, bom_size, {chunk.first_line, chunk.first_column}});
  begins_in_line_ = chunk.first_column > 1;
  known_line_ = std::string_view::npos;
}

// Moves to the last code point that does not begin behind `target`.
void Locator::step(Mark& mark, std::size_t target) const noexcept {
  while (mark.at < target) {
    if (target - mark.at >= 8 && is_plain(bytes_.data() + mark.at)) {
      mark.at += 8;
      mark.position.column += 8;
    } else if (bytes_[mark.at] == '\n') {
      mark.line_begin = ++mark.at;
      mark.position = {mark.position.line + 1, 1};
    } else if (bytes_[mark.at] == '\r' && mark.at + 1 < bytes_.size() &&
               bytes_[mark.at + 1] == '\n') {
      ++mark.at;
    } else if (bytes_[mark.at] == '\r' && lone_cr_ends_) {
      mark.line_begin = ++mark.at;
      mark.position = {mark.position.line + 1, 1};
    } else {
      std::size_t next = mark.at;
      next_code_point(bytes_, next);
      if (next > target) return;
      mark.at = next;
      ++mark.position.column;
    }
  }
}

Locator::Mark Locator::mark_at(std::uint64_t offset) {
  const std::uint64_t inside = offset < origin_ ? 0 : offset - origin_;
  const std::size_t target = std::min<std::uint64_t>(inside, bytes_.size());
  const std::size_t first = marks_.front().at;
  const std::size_t wanted = target < first ? 0 : (target - first) / kMarkEvery;
  while (marks_.size() <= wanted) {
    Mark mark = marks_.back();
    step(mark, first + marks_.size() * kMarkEvery);
    marks_.push_back(mark);
  }
  Mark mark = marks_[wanted];
  step(mark, target);
  return mark;
}

// The end of the chunk, before the line end that it may close with.
std::uint64_t Locator::last_place() const noexcept {
  std::size_t end = bytes_.size();
  if (end > 0 && bytes_[end - 1] == '\n') --end;
  if ((end < bytes_.size() || lone_cr_ends_) && end > 0 && bytes_[end - 1] == '\r') --end;
  return origin_ + end;
}

Position Locator::at(std::uint64_t offset) { return mark_at(offset).position; }

Location Locator::locate(const Span& span) {
  const std::uint64_t end =
      span.end > origin_ + bytes_.size() ? std::max(span.begin, last_place()) : span.end;
  return {at(span.begin), at(std::max(span.begin, end))};
}

Line Locator::line_at(std::uint64_t offset) {
  const Mark mark = mark_at(offset);
  if (mark.line_begin != known_line_) {
    known_line_ = mark.line_begin;
    known_end_ =
        std::min(bytes_.find_first_of(lone_cr_ends_ ? "\r\n" : "\n", known_line_), bytes_.size());
  }
  std::string_view text = bytes_.substr(known_line_, known_end_ - known_line_);
  if (known_end_ < bytes_.size() && text.ends_with('\r')) text.remove_suffix(1);
  return {mark.position.line, origin_ + known_line_, text, begins_in_line_ && known_line_ == 0};
}

}  // namespace diallint
