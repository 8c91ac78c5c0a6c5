#include "plan/code_point_class.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace diallint {

CodePointClass::CodePointClass(std::vector<Range> ranges) {
  std::sort(ranges.begin(), ranges.end(), [](Range a, Range b) { return a.low < b.low; });
  for (const Range& range : ranges) {
    if (!ranges_.empty() && range.low <= ranges_.back().high + 1) {
      ranges_.back().high = std::max(ranges_.back().high, range.high);
    } else {
      ranges_.push_back(range);
    }
  }
}

CodePointClass CodePointClass::inverted() const {
  CodePointClass result;
  char32_t next = 0;
  const auto add_gap = [&](char32_t low, char32_t end) {
    if (low < 0xD800 && end > 0xD800) {
      result.ranges_.push_back({low, 0xD7FF});
      low = 0xE000;
    } else if (low >= 0xD800 && low < 0xE000) {
      low = 0xE000;
    }
    if (low < end) result.ranges_.push_back({low, end - 1});
  };
  for (const Range& range : ranges_) {
    add_gap(next, range.low);
    next = range.high + 1;
  }
  add_gap(next, kLastCodePoint + 1);
  return result;
}

bool CodePointClass::contains(char32_t code_point) const noexcept {
  const auto behind =
      std::upper_bound(ranges_.begin(), ranges_.end(), code_point,
                       [](char32_t c, const Range& range) { return c < range.low; });
  return behind != ranges_.begin() && code_point <= std::prev(behind)->high;
}

}  // namespace diallint
