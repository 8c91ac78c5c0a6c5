// The findings of a run that have not been handed on yet, and how severe each rule is.
#pragma once
#include <cstddef>
#include <cstdint>
#include <vector>

#include "diallint/finding.h"
#include "diallint/settings.h"
#include "plan/rule.h"

namespace diallint {

/// Bounded: a unit cannot be told before its end, so what is kept of one has a limit in findings,
/// and in the bytes of their paths and messages, as a key of megabytes stands in the path of all
/// below it. What is past the limit is counted.
class FindingLog {
 public:
  /// A point to go back to.
  struct Mark {
    std::size_t findings = 0;
    std::size_t text_held = 0;
    std::vector<std::uint64_t> dropped;
  };

  void settings_changed(const Settings& settings);
  /// How severe a rule is in this run; kOff: nothing that it reports is kept.
  Severity severity_of(const Rule& rule) const noexcept { return severity_[index_of(rule)]; }

  /// Whether findings are kept from here on. What is not kept is counted. To begin with they are.
  void set_kept(bool kept) noexcept { is_kept_ = kept; }
  /// Whether the unit that began at a mark may have another finding.
  bool has_room(const Mark& unit) const noexcept {
    return is_kept_ && findings_.size() - unit.findings < kMaxFindingsPerUnit &&
           text_held_ - unit.text_held < kMaxFindingBytesPerUnit;
  }
  Finding& add(Finding finding);
  /// Counts a finding for which there is no room.
  void drop(const Rule& rule);
  void set_mark(Mark& mark) const {
    mark.findings = findings_.size();
    mark.text_held = text_held_;
    if (!dropped_.empty() || !mark.dropped.empty()) mark.dropped = dropped_;  // seldom
  }
  void go_back(const Mark& mark);

  std::vector<Finding>& findings() noexcept { return findings_; }
  /// Findings that were not kept, by rule index: counted, never shown.
  std::vector<std::uint64_t>& dropped() noexcept { return dropped_; }
  /// Whether what is kept is to be handed on between two units.
  bool is_full() const noexcept { return findings_.size() >= kHeld || text_held_ >= kHeldText; }
  /// So many records of the input stand in front of those that were counted so far.
  void move_records(std::uint64_t in_front) noexcept {
    for (Finding& finding : findings_) finding.record += in_front;
  }
  /// What was found is handed on; what was dropped stays counted.
  void clear_findings() noexcept {
    findings_.clear();
    text_held_ = 0;
  }

 private:
  static constexpr std::size_t kMaxFindingsPerUnit = 32'768;
  static constexpr std::size_t kMaxFindingBytesPerUnit = std::size_t{8} << 20;
  static constexpr std::size_t kHeld = 4096;
  static constexpr std::size_t kHeldText = std::size_t{1} << 20;

  bool is_kept_ = true;
  std::vector<Severity> severity_;  // by rule index
  std::vector<Finding> findings_;
  std::size_t text_held_ = 0;  // bytes of their paths and messages
  std::vector<std::uint64_t> dropped_;
};

}  // namespace diallint
