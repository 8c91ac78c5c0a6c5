#include "campaign/response_texts.h"

#include <algorithm>

#include "base/ascii.h"
#include "input/format_detection.h"

namespace diallint {
namespace {

// Responses have a handful of levels, what SDKs add to them included.
constexpr unsigned kDeepest = 32;

using Part = ResponseTextPart::Kind;

constexpr bool is_separator(char c) noexcept {
  return is_json_space(c) || c == ',' || c == '[' || c == ']';
}

}  // namespace

// Whether there is a byte at that distance; reads on where that is needed.
bool ResponseTexts::has(std::size_t offset) {
  while (at_ + offset >= buffer_.size())
    if (!fill()) return false;
  return true;
}

bool ResponseTexts::fill() {
  if (ended_) return false;
  buffer_.erase(0, at_);
  at_ = 0;
  const std::size_t held = buffer_.size();
  buffer_.resize(held + kChunkBytes);
  const std::size_t got = source_.read(buffer_.data() + held, kChunkBytes);
  buffer_.resize(held + got);
  ended_ = got == 0;
  return !ended_;
}

void ResponseTexts::skip_separators() {
  while (has(0) && is_separator(buffer_[at_])) {
    if (buffer_[at_] == '\n') ++line_;
    ++at_;
  }
}

// The next `size` bytes.
void ResponseTexts::take(ResponseTextPart& part, Part kind, std::size_t size) {
  part = {kind, std::string_view(buffer_).substr(at_, size), line_};
  line_ += static_cast<std::uint64_t>(std::count(part.text.begin(), part.text.end(), '\n'));
  at_ += size;
}

bool ResponseTexts::next(ResponseTextPart& part) {
  if (line_ == 1 && at_ == 0 && has(kByteOrderMark.size() - 1) &&
      std::string_view(buffer_).starts_with(kByteOrderMark))
    at_ += kByteOrderMark.size();
  skip_separators();
  if (!has(0)) return false;
  buffer_[at_] == '{' ? object(part) : other(part);
  return true;
}

// --- objects -------------------------------------------------------------------------------------

void ResponseTexts::object(ResponseTextPart& part) {
  Scan scan;
  bool broken = false;
  for (; !broken && has(scan.at); ++scan.at) {
    const char c = buffer_[at_ + scan.at];
    if (step(scan, c)) return take(part, Part::kObject, scan.at + 1);
    broken = scan.depth > kDeepest || scan.at >= most_ || (c == '\n' && ends_at_line(scan));
  }
  // What may be the next one is looked at once more, by itself.
  take(part, Part::kBroken, scan.again > 0 ? scan.again : scan.at);
}

// Over one byte; true where it closes the object.
bool ResponseTexts::step(Scan& scan, char c) const {
  if (scan.in_text) {
    const bool escaped = scan.last == '\\';
    if (c == '"' && !escaped) scan.in_text = false;
    scan.last = escaped ? '"' : c;
    return false;
  }
  if (is_json_space(c)) return false;
  scan.last = c;
  if (c == '"') {
    scan.in_text = true;
    scan.last = 'x';
  }
  if (c == '{' || c == '[') ++scan.depth;
  return (c == '}' || c == ']') && --scan.depth == 0;
}

// Whether an object that is open is broken, as its line shows, or the one that the next begins
// with.
bool ResponseTexts::ends_at_line(Scan& scan) {
  if (scan.in_text) return true;
  if (!has(scan.at + 1) || buffer_[at_ + scan.at + 1] != '{') return false;
  if (scan.last != '[' && scan.last != ',' && scan.last != ':') return true;
  if (scan.again == 0) scan.again = scan.at + 1;
  return false;
}

// --- all else ------------------------------------------------------------------------------------

// Behind its end, or where no more is read.
std::size_t ResponseTexts::end_of_line(std::size_t offset) {
  while (has(offset) && buffer_[at_ + offset] != '\n' && offset < most_) ++offset;
  return has(offset) ? offset + 1 : offset;
}

void ResponseTexts::other(ResponseTextPart& part) {
  std::size_t end = end_of_line(0);
  // The head of a response ends with an empty line.
  if (std::string_view(buffer_).substr(at_).starts_with("HTTP/")) {
    for (std::size_t begin = 0; has(end) && end - begin > 2 && end < most_;) {
      begin = end;
      end = end_of_line(end);
    }
  }
  take(part, Part::kOther, end);
}

}  // namespace diallint
