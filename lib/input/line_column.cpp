#include "input/line_column.h"

#include <algorithm>

#include "base/utf8.h"
#include "input/format_detection.h"

namespace diallint {

LineColumn behind_text(LineColumn place, std::string_view text, bool is_beginning) noexcept {
  if (is_beginning && text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  place.line += static_cast<std::uint64_t>(std::count(text.begin(), text.end(), '\n'));
  if (const std::size_t feed = text.rfind('\n'); feed != std::string_view::npos) {
    text.remove_prefix(feed + 1);
    place.column = 1;
  }
  const std::size_t sound = std::min(find_invalid_utf8(text), text.size());
  place.column += count_code_points(text.substr(0, sound));
  for (std::size_t next = sound; next < text.size(); ++place.column) next_code_point(text, next);
  return place;
}

}  // namespace diallint
