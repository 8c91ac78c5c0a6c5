#include "context/record_places.h"

#include <algorithm>
#include <iterator>

namespace diallint {

void RecordPlaces::note(std::uint64_t first_ordinal, std::uint64_t count, std::uint32_t file,
                        std::uint64_t number, bool by_line) {
  const bool same_line = by_line && count > 1;
  if (!ranges_.empty()) {
    Range& last = ranges_.back();
    const bool one_line = by_line && last.by_line && last.file == file && last.number == number;
    if (one_line && (last.same_line || first_ordinal == last.first_ordinal + 1)) {
      last.same_line = true;  // the items of an array, one after the other
      return;
    }
  }
  const Range range{first_ordinal, number, file, by_line, same_line};
  if (!goes_on(range)) ranges_.push_back(range);
}

// Whether the last range says it all.
bool RecordPlaces::goes_on(const Range& range) const noexcept {
  if (ranges_.empty()) return false;
  const Range& last = ranges_.back();
  const std::uint64_t next = last.number + (range.first_ordinal - last.first_ordinal);
  return last.file == range.file && last.by_line == range.by_line && next == range.number &&
         !range.same_line && !last.same_line;
}

void RecordPlaces::take(RecordPlaces& part, std::uint64_t first_ordinal, std::uint64_t lines) {
  for (Range range : part.ranges_) {
    range.first_ordinal += first_ordinal;
    range.number += lines;
    if (!goes_on(range)) ranges_.push_back(range);
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
