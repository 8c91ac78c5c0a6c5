// Where the records of a run stand.
#pragma once
#include <cstdint>
#include <vector>

#include "diallint/finding.h"

namespace diallint {

/// Where the records of a run stand: from a record's ordinal in the run back to its place. Ranges
/// of records whose places follow each other take one entry.
class RecordPlaces {
 public:
  /// The next `count` records of the run stand in `file`: at line `number` all of them if
  /// `by_line`, otherwise as records `number`, `number` + 1, …
  void note(std::uint64_t first_ordinal, std::uint64_t count, std::uint32_t file,
            std::uint64_t number, bool by_line) {
    const bool same_line = by_line && count > 1;
    if (!goes_on(first_ordinal, file, number, by_line, same_line))
      note_range({first_ordinal, number, file, by_line, same_line});
  }
  /// What another one has noted follows, of records that are counted from `first_ordinal` on and
  /// stand in `file`, `lines` further down than it says. Takes it from there.
  void take(RecordPlaces& part, std::uint64_t first_ordinal, std::uint32_t file,
            std::uint64_t lines);
  Place at(std::uint64_t ordinal) const;
  void clear() noexcept { ranges_.clear(); }

 private:
  struct Range {
    std::uint64_t first_ordinal;
    std::uint64_t number;
    std::uint32_t file;
    bool by_line;
    bool same_line;  // all of the range
  };
  // Whether the last range says it all, as nearly always. Not asked of a Range: one that is put
  // together for that is loaded in one piece from what was just stored in several.
  bool goes_on(std::uint64_t first_ordinal, std::uint32_t file, std::uint64_t number, bool by_line,
               bool same_line) const noexcept {
    if (same_line || ranges_.empty()) return false;
    const Range& last = ranges_.back();
    const std::uint64_t next = last.number + (first_ordinal - last.first_ordinal);
    return last.file == file && last.by_line == by_line && next == number && !last.same_line;
  }
  void note_range(const Range& range);

  std::vector<Range> ranges_;
};

}  // namespace diallint
