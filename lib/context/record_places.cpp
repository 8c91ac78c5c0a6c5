#include "context/record_places.h"

#include <algorithm>
#include <iterator>

namespace diallint {

void RecordPlaces::note_range(const Range& range) {
  if (!ranges_.empty()) {
    Range& last = ranges_.back();
    const bool one_line =
        range.by_line && last.by_line && last.file == range.file && last.number == range.number;
    if (one_line && (last.same_line || range.first_ordinal == last.first_ordinal + 1)) {
      last.same_line = true;  // the items of an array, one after the other
      return;
    }
  }
  ranges_.push_back(range);
}

void RecordPlaces::take(RecordPlaces& part, std::uint64_t first_ordinal, std::uint32_t file,
                        std::uint64_t lines) {
  for (Range range : part.ranges_) {
    range.first_ordinal += first_ordinal;
    range.file = file;
    range.number += lines;
    if (!goes_on(range.first_ordinal, file, range.number, range.by_line, range.same_line))
      ranges_.push_back(range);
  }
  part.ranges_.clear();
}

Place RecordPlaces::at(std::uint64_t ordinal) const {
  const auto behind = std::upper_bound(
      ranges_.begin(), ranges_.end(), ordinal,
      [](std::uint64_t value, const Range& range) { return value < range.first_ordinal; });
  if (behind == ranges_.begin()) return {};
  const Range& range = *std::prev(behind);
  const std::uint64_t offset = range.same_line ? 0 : ordinal - range.first_ordinal;
  return {range.file, range.number + offset, range.by_line};
}

}  // namespace diallint
