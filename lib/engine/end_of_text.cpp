#include "engine/end_of_text.h"

#include <algorithm>

#include "base/ascii.h"
#include "base/utf8.h"
#include "input/format_detection.h"

namespace diallint {
EndOfText::EndOfText(ByteSource& source, std::string_view head) noexcept
    : source_(source), has_mark_(head.starts_with(kByteOrderMark)) {}

std::size_t EndOfText::read(char* out, std::size_t size) {
  const std::size_t got = source_.read(out, size);
  add({out, got});
  return got;
}

LineColumn EndOfText::place(bool lone_cr_ends) const noexcept {
  LineColumn end = lone_cr_ends ? by_any_ : by_feeds_;
  if (has_mark_ && end.line == 1 && end.column > 1) --end.column;
  return end;
}

void EndOfText::add(std::string_view bytes) noexcept {
  offset_ += bytes.size();
  // Few texts have a CR: the others are counted at the speed of memory.
  if (behind_cr_ || bytes.find('\r') != std::string_view::npos) return add_slowly(bytes);
  const std::size_t feed = bytes.rfind('\n');
  const bool ends_line = feed != std::string_view::npos;
  const auto feeds = static_cast<std::uint64_t>(std::count(bytes.begin(), bytes.end(), '\n'));
  const std::uint64_t columns = count_code_points(ends_line ? bytes.substr(feed + 1) : bytes);
  for (LineColumn* end : {&by_feeds_, &by_any_}) {
    end->line += feeds;
    end->column = (ends_line ? 1 : end->column) + columns;
  }
}

void EndOfText::add_slowly(std::string_view bytes) noexcept {
  for (const char c : bytes) {
    if (c == '\n') {
      by_feeds_ = {by_feeds_.line + 1, 1};
      if (!behind_cr_) by_any_ = {by_any_.line + 1, 1};
    } else if (c == '\r') {
      ++by_feeds_.column;
      by_any_ = {by_any_.line + 1, 1};
    } else if (!is_continuation(c)) {
      ++by_feeds_.column;
      ++by_any_.column;
    }
    behind_cr_ = c == '\r';
  }
}

}  // namespace diallint
