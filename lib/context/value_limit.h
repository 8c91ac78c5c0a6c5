// Tokens and numbers that may appear once, compared in no more memory than they may take. Past that
// a run reads its inputs a second time.
#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/keyed_hash.h"
#include "context/seen_set.h"
#include "context/sorted_runs.h"
#include "context/spill_store.h"

namespace diallint {

/// The memory that sets of a run may take, and what is done where they need more.
///
/// In the first reading all is as without a limit until the limit is reached. From there on each
/// value goes to a store, as its hash and its number in the run, and nothing that is found is
/// handed on. Merging tells which values stood in the run before, and where. The second reading
/// finds what the first one had found, which is held back, and is told the rest in the order of the
/// values. So what is handed on in all is what a run without a limit hands on.
///
/// Where inputs cannot be read twice, or the store fails, values are not compared any more from
/// there on, and the run goes on. Inputs that are not the same in both readings are the caller's to
/// tell; nothing wrong is said of values of others. One thread at a time.
class ValueLimit {
 public:
  struct Limits {
    std::uint64_t bytes = 0;  ///< that sets, runs and what is merged take, about
    bool reads_twice = true;  ///< whether there may be a second reading
  };
  ValueLimit(const Limits& limits, MakeSpillStore make_store);

  // --- what a run does ---------------------------------------------------------------------------
  /// Of both readings: a hash has to be the same.
  const HashSecret& secret() const noexcept { return secret_; }
  /// Values from here on are compared with none before.
  void forget() noexcept { ++scope_; }
  /// The ordinal of the first record that had the value, of the run's set with this number, if one
  /// had it.
  std::optional<std::uint32_t> look_up(const Hash128& hash, std::uint32_t set,
                                       std::uint32_t ordinal, std::vector<SeenSet>& sets);
  /// Between look-ups: whether the sets have grown too large.
  void measure(std::vector<SeenSet>& sets);
  /// Whether nothing that is found is handed on.
  bool is_silent() const noexcept { return stage_ == Stage::kWriting; }
  /// How many, of so many findings that follow, are held back: they have been handed on before, or
  /// will be. `silent`: is_silent() in front of the last look-ups.
  std::size_t held_back(std::size_t findings, bool silent) noexcept;

  // --- what drives the run -----------------------------------------------------------------------
  /// Before each input that is opened, by its number among all that are to be read: the same in
  /// both readings.
  void begin_input(std::size_t number);
  /// After the first reading: whether the inputs have to be read again, by a run of its own.
  bool needs_second_reading() const noexcept { return stage_ == Stage::kWriting; }
  /// The number of the input where the limit was reached.
  std::size_t input_of_limit() const noexcept { return limit_input_; }
  /// Merges what has been written.
  void begin_second_reading();
  /// The ordinal of the record from which on nothing was compared, if that came to pass.
  std::optional<std::uint32_t> first_uncompared() const noexcept { return first_uncompared_; }
  /// Why, where that is no want of a second reading.
  const std::string& failure() const noexcept { return failure_; }

 private:
  enum class Stage : std::uint8_t {
    kFirst,    // nothing is missing yet
    kWriting,  // the first reading, past the limit
    kSecond,   // up to where the limit was reached
    kTold,     // the second reading, past that
    kDropped   // nothing is compared
  };

  void write(const Hash128& hash, std::uint32_t set, std::uint32_t ordinal, std::uint64_t number);
  void write_all(const std::vector<SeenSet>& sets);
  void pass_limit(std::vector<SeenSet>& sets);
  void merge();
  std::optional<std::uint32_t> told(const Hash128& hash);
  template <typename Step>
  bool attempt(Step step);

  Limits limits_;
  MakeSpillStore make_store_;
  HashSecret secret_ = HashSecret::random();
  Stage stage_ = Stage::kFirst;
  std::uint64_t values_ = 0;    // that have been looked up
  std::uint64_t limit_at_ = 0;  // so many, when the limit was reached
  std::uint64_t scope_ = 0;     // values of different ones are not compared
  std::optional<SortedRuns> by_hash_;
  std::optional<SortedRuns> by_number_;  // what is told in the second reading
  const SortedRuns::Entry* next_ = nullptr;
  bool is_second_ = false;
  std::vector<std::uint64_t> values_before_;  // each input, in the first reading
  std::uint64_t values_end_ = UINT64_MAX;     // of the input at hand, in the second one
  std::size_t input_ = 0;
  std::size_t limit_input_ = 0;  // where the limit was reached
  std::uint64_t handed_on_ = 0;  // findings of that input, and not held back since
  std::optional<std::uint32_t> first_uncompared_;
  std::string failure_;
};

}  // namespace diallint
