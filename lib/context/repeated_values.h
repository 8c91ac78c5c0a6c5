// Values that may appear once in a run: noted while their records are read, looked up when the
// records are known to be sound.
#pragma once
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/keyed_hash.h"
#include "context/run_state.h"
#include "context/value_handover.h"
#include "context/value_path.h"
#include "diallint/finding.h"
#include "plan/plan.h"
#include "plan/rule.h"

namespace diallint {

class RepeatedValues {
 public:
  /// A string that waits to be looked up among those of the run.
  struct Noted {
    Hash128 hash;
    const Check* check;
    TellFn tell;
    Span span;
    std::uint64_t batch;             ///< number of the one that it stands in
    std::uint32_t record;            ///< counted from the last look-up
    std::uint32_t set;               ///< of the run
    const std::string* member;       ///< of its record; null: another path leads to it,
    std::uint32_t segments = 0;      ///< which begins there,
    std::uint32_t segments_end = 0;  ///< and ends there
  };
  /// One that is to be noted.
  struct Text {
    const Check& check;
    std::string_view text;
    Span span;
    TellFn tell;
  };
  /// Where a value stands.
  struct Home {
    std::uint32_t record = 0;  ///< counted from the last look-up
    std::uint64_t batch = 0;
  };
  struct Repeat {
    const Noted* value;
    Place first;
  };
  /// How far an input has been read.
  struct Progress {
    std::uint64_t records_of_run = 0;
    std::uint64_t records_of_input = 0;
    std::uint64_t bytes_of_input = 0;  ///< all of them; 0: not known
  };

  /// Both outlive it.
  RepeatedValues(const Plan& plan, RunState& run);

  /// Notes a string; `path` leads to it from its record.
  void note(const Text& value, const Home& home, std::span<const Segment> path);
  /// How many are noted, and back to fewer.
  std::size_t size() const noexcept { return pending_.size(); }
  void go_back(std::size_t size) { pending_.resize(size); }

  /// Adds what is noted to the sets of the run; returns what was in them, until clear().
  /// `first_ordinal` is the run-wide number of record 0. `by_batch`: values of different batches
  /// are not compared.
  std::span<const Repeat> look_up(std::uint64_t first_ordinal, bool by_batch);
  /// What is noted, until clear(), where others compare it.
  std::span<const Noted> noted() const noexcept { return pending_; }
  /// From the record down; until the next one is asked for.
  std::span<const Segment> path_of(const Noted& value) noexcept;
  /// What is noted points no longer into the text that it was read from, but into `texts`.
  void keep_keys(std::deque<std::string>& texts) {
    for (Segment& segment : segments_) segment.keep_key(texts);
  }
  /// Tells the sets how many keys there will be, if the rest of the input is like what was read.
  void expect_more(const Progress& progress);
  void clear() noexcept;

 private:
  void note_path(Noted& noted, std::span<const Segment> path);
  std::vector<SeenSet>& sets_for(const Noted& noted, bool by_batch);
  std::optional<std::uint32_t> find_or_add(const Noted& noted, std::uint32_t ordinal,
                                           std::vector<SeenSet>& sets);

  RunState& run_;
  std::vector<SeenSet> of_batch_;  // what the batch at hand has; empty until they are needed
  std::uint64_t batch_ = 0;
  std::vector<Noted> pending_;
  std::vector<Segment> segments_;  // of paths that are more than a member
  Segment member_;                 // a path that is none
  std::vector<Repeat> repeats_;
};

}  // namespace diallint
