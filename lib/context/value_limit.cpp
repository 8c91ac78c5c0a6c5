#include "context/value_limit.h"

#include <algorithm>
#include <utility>

namespace diallint {
namespace {

/// A part of the limit for each of: what is sorted by hash, and what is sorted by number.
constexpr std::uint64_t kParts = 4;

}  // namespace

ValueLimit::ValueLimit(const Limits& limits, MakeSpillStore make_store)
    : limits_(limits), make_store_(std::move(make_store)) {}

// --- what a run does -----------------------------------------------------------------------------

std::optional<std::uint32_t> ValueLimit::look_up(const Hash128& hash, std::uint32_t set,
                                                 std::uint32_t ordinal,
                                                 std::vector<SeenSet>& sets) {
  if (stage_ == Stage::kSecond && values_ >= limit_at_) pass_limit(sets);
  if (++values_ > values_end_) return std::nullopt;  // the input was changed
  switch (stage_) {
    case Stage::kFirst:
    case Stage::kSecond:
      return sets[set].insert(hash, ordinal);
    case Stage::kWriting:
      write(hash, set, ordinal, values_);
      return std::nullopt;
    case Stage::kTold:
      if (const auto first = told(hash)) return first;
      if (failure_.empty()) return std::nullopt;
      stage_ = Stage::kDropped;
      break;
    case Stage::kDropped:
      break;
  }
  if (!first_uncompared_) first_uncompared_ = ordinal;
  return std::nullopt;
}

void ValueLimit::measure(std::vector<SeenSet>& sets) {
  if (stage_ != Stage::kFirst) return;
  std::uint64_t bytes = 0;
  for (const SeenSet& set : sets) bytes += set.memory();
  // An index that grows stands beside the one before.
  if (bytes < limits_.bytes / 4 * 3) return;
  if (limits_.reads_twice) {
    stage_ = Stage::kWriting;
    limit_at_ = values_;
    limit_input_ = input_;
    by_hash_.emplace(limits_.bytes / kParts, make_store_);
    write_all(sets);
  } else {
    stage_ = Stage::kDropped;
  }
  for (SeenSet& set : sets) set.clear();
}

// What the sets hold stood in front of all that is written.
void ValueLimit::write_all(const std::vector<SeenSet>& sets) {
  for (std::uint32_t set = 0; set < sets.size(); ++set)
    sets[set].for_each(
        [&](const Hash128& hash, std::uint32_t ordinal) { write(hash, set, ordinal, 0); });
}

// Values that are not to be compared differ in their keys, which are of 64 bits of chance; their
// 32 bits of `home` are the same.
void ValueLimit::write(const Hash128& hash, std::uint32_t set, std::uint32_t ordinal,
                       std::uint64_t number) {
  constexpr unsigned kSets = 8;  // bits
  if (!failure_.empty()) return;
  attempt([&] {
    by_hash_->add({hash.key ^ (scope_ << kSets | set), hash.home << 32 | ordinal, number});
  });
}

// The sets are gone, as they were in the first reading.
void ValueLimit::pass_limit(std::vector<SeenSet>& sets) {
  stage_ = failure_.empty() ? Stage::kTold : Stage::kDropped;
  for (SeenSet& set : sets) set.clear();
}

std::optional<std::uint32_t> ValueLimit::told(const Hash128& hash) {
  while (next_ != nullptr && next_->first < values_)
    if (!attempt([&] { next_ = by_number_->next(); })) return std::nullopt;
  if (next_ == nullptr || next_->first != values_) return std::nullopt;
  // Another value stands there where the input was changed.
  if (static_cast<std::uint32_t>(next_->second >> 32) != static_cast<std::uint32_t>(hash.home))
    return std::nullopt;
  return static_cast<std::uint32_t>(next_->second);
}

// A store that has failed once is not asked again.
template <typename Step>
bool ValueLimit::attempt(Step step) {
  try {
    step();
    return true;
  } catch (const SpillError& error) {
    failure_ = error.what;
    next_ = nullptr;
    return false;
  }
}

std::size_t ValueLimit::held_back(std::size_t findings, bool silent) noexcept {
  if (silent) return findings;
  if (!is_second_) {
    handed_on_ += findings;
    return 0;
  }
  if (input_ < limit_input_) return findings;
  if (input_ > limit_input_) return 0;
  const auto held = static_cast<std::size_t>(std::min<std::uint64_t>(findings, handed_on_));
  handed_on_ -= held;
  return held;
}

// --- what drives the run -------------------------------------------------------------------------

void ValueLimit::begin_input(std::size_t number) {
  input_ = number;
  if (!is_second_) {
    if (stage_ == Stage::kFirst) handed_on_ = 0;
    values_before_.resize(number + 1, values_);
    return;
  }
  values_ = values_before_[number];
  values_end_ = number + 1 < values_before_.size() ? values_before_[number + 1] : UINT64_MAX;
}

void ValueLimit::begin_second_reading() {
  is_second_ = true;
  stage_ = Stage::kSecond;
  if (failure_.empty()) attempt([&] { merge(); });
}

// Of entries with one hash the first is of the first record that had the value.
void ValueLimit::merge() {
  by_hash_->end();
  by_number_.emplace(limits_.bytes / kParts, make_store_);
  std::optional<SortedRuns::Entry> first;
  while (const SortedRuns::Entry* entry = by_hash_->next()) {
    const bool repeats =
        first && entry->first == first->first && entry->second >> 32 == first->second >> 32;
    if (repeats)
      by_number_->add({entry->third, first->second, 0});
    else
      first = *entry;
  }
  by_hash_.reset();
  by_number_->end();
  next_ = by_number_->next();
}

}  // namespace diallint
