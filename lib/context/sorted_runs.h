// Sorting what does not fit in memory: sorted runs go to a store and are merged from there.
#pragma once
#include <compare>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "context/spill_store.h"

namespace diallint {

/// Sorts entries of three numbers. Holds as many bytes as it is given, or 24 times two where that
/// is more, and the rest in a store, which is made when the first run is full. Runs that cannot be
/// merged at once for want of memory are merged in groups first, in the same store. One thread.
class SortedRuns {
 public:
  struct Entry {
    std::uint64_t first = 0;
    std::uint64_t second = 0;
    std::uint64_t third = 0;
    auto operator<=>(const Entry&) const = default;
  };

  SortedRuns(std::uint64_t bytes, MakeSpillStore make_store);

  /// In any order, before end(). Throws SpillError.
  void add(const Entry& entry);
  /// All have been added. Throws SpillError.
  void end();
  /// After end(): the least that has not been taken, or null. Valid until the next call. Throws
  /// SpillError.
  const Entry* next();

 private:
  // Of the store, in entries.
  struct Run {
    std::uint64_t at = 0;
    std::uint64_t end = 0;
  };
  // A run that is read, a block at a time.
  struct Source {
    Run left;
    std::vector<Entry> block;
    std::size_t taken = 0;
  };

  void write_run();
  void append(std::span<const Entry> entries);
  void open(std::span<const Run> runs);
  bool fill(Source& source);
  const Entry* next_merged();
  void merge_group();

  std::size_t most_;  // entries in memory
  MakeSpillStore make_store_;
  std::unique_ptr<SpillStore> store_;
  std::uint64_t stored_ = 0;   // entries
  std::vector<Entry> buffer_;  // what is in no run
  std::size_t taken_ = 0;      // of the buffer, where there is no run
  std::vector<Run> runs_;
  std::vector<Source> sources_;  // a heap, the least first
  std::size_t block_ = 1;
  Entry current_;
};

}  // namespace diallint
