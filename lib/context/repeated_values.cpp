#include "context/repeated_values.h"

#include <algorithm>

#include "context/value_limit.h"

namespace diallint {

RepeatedValues::RepeatedValues(const Plan& plan, RunState& run) : run_(run) {
  run_.sets.resize(std::max(run_.sets.size(), plan.seen_slots.size()));
}

// A path is nearly always one member, of which its name is kept: the copy of a segment that has
// just been written waits for each of its fields, and so does the look-up's of what it has no use
// for.
void RepeatedValues::note(const Text& value, const Home& home, std::span<const Segment> path) {
  const std::uint32_t set = value.check.as<RunSet>().slot;
  const Hash128 hash = run_.handover == nullptr ? keyed_hash(value.text, run_.secret)
                                                : run_.handover->hash_of(set, value.text);
  const bool is_member = path.size() == 1 && path.front().is_plain_member();
  pending_.push_back({hash, &value.check, value.tell, value.span, home.batch, home.record, set,
                      is_member ? path.front().member : nullptr});
  if (!is_member) note_path(pending_.back(), path);
}

void RepeatedValues::note_path(Noted& noted, std::span<const Segment> path) {
  noted.segments = static_cast<std::uint32_t>(segments_.size());
  segments_.insert(segments_.end(), path.begin(), path.end());
  noted.segments_end = static_cast<std::uint32_t>(segments_.size());
}

std::span<const Segment> RepeatedValues::path_of(const Noted& value) noexcept {
  if (value.member == nullptr)
    return std::span(segments_).subspan(value.segments, value.segments_end - value.segments);
  member_.to_member(*value.member);
  return {&member_, 1};
}

// Tables are larger than caches: what one look-up waits for is asked for many look-ups ahead.
std::span<const RepeatedValues::Repeat> RepeatedValues::look_up(std::uint64_t first_ordinal,
                                                                bool by_batch) {
  constexpr std::size_t kAhead = 16;
  const auto prefetch = [&](std::size_t i) {
    if (i < pending_.size()) run_.sets[pending_[i].set].prefetch(pending_[i].hash);
  };
  repeats_.clear();
  for (std::size_t i = 0; i < kAhead; ++i) prefetch(i);
  for (std::size_t i = 0; i < pending_.size(); ++i) {
    prefetch(i + kAhead);
    const Noted& noted = pending_[i];
    // Four thousand million records fill the ordinals; those behind share the last one.
    const std::uint64_t ordinal = std::min<std::uint64_t>(first_ordinal + noted.record, UINT32_MAX);
    const auto earlier =
        find_or_add(noted, static_cast<std::uint32_t>(ordinal), sets_for(noted, by_batch));
    if (earlier) repeats_.push_back({&noted, run_.places.at(*earlier)});
  }
  if (run_.limit != nullptr) run_.limit->measure(by_batch ? of_batch_ : run_.sets);
  return repeats_;
}

std::optional<std::uint32_t> RepeatedValues::find_or_add(const Noted& noted, std::uint32_t ordinal,
                                                         std::vector<SeenSet>& sets) {
  if (run_.limit != nullptr) return run_.limit->look_up(noted.hash, noted.set, ordinal, sets);
  return sets[noted.set].insert(noted.hash, ordinal);
}

// A batch may go on behind the last look-up.
std::vector<SeenSet>& RepeatedValues::sets_for(const Noted& noted, bool by_batch) {
  if (!by_batch) return run_.sets;
  of_batch_.resize(run_.sets.size());
  if (noted.batch != batch_) {
    for (SeenSet& set : of_batch_) set.clear();
    batch_ = noted.batch;
    if (run_.limit != nullptr) run_.limit->forget();
  }
  return of_batch_;
}

void RepeatedValues::expect_more(const Progress& progress) {
  if (pending_.empty() || progress.records_of_run == 0 || run_.limit != nullptr) return;
  const std::uint64_t read = pending_.back().span.end;
  if (read == 0 || read >= progress.bytes_of_input) return;
  const double records = static_cast<double>(progress.records_of_input);
  const double to_come =
      records * (static_cast<double>(progress.bytes_of_input) / static_cast<double>(read) - 1);
  const double scale = 1 + to_come / static_cast<double>(progress.records_of_run);
  for (SeenSet& set : run_.sets) {
    set.expect(static_cast<std::uint64_t>(static_cast<double>(set.size()) * scale));
  }
}

void RepeatedValues::clear() noexcept {
  pending_.clear();
  segments_.clear();
  repeats_.clear();
}

}  // namespace diallint
