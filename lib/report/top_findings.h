// The most severe of many: what a report of limited size can show.
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "diallint/finding.h"

namespace diallint {

/// Holds at most `most` items. Where there are more, less severe ones go first and, of equal ones,
/// the later.
template <typename Item>
class TopFindings {
 public:
  explicit TopFindings(std::size_t most) : most_(most) {}

  /// Whether an item of this severity would be kept, so that others need not be made.
  bool wants(Severity severity) const noexcept {
    return size_ < most_ || lowest() < rank(severity);
  }

  void add(Severity severity, Item item) {
    if (!wants(severity)) return;
    if (size_ == most_) {
      levels_[lowest()].pop_back();
      --size_;
    }
    levels_[rank(severity)].push_back(std::move(item));
    ++size_;
  }

  std::size_t size() const noexcept { return size_; }

  const std::vector<Item>& of(Severity severity) const noexcept { return levels_[rank(severity)]; }

  /// Every item, the most severe first.
  template <typename Visit>
  void each(const Visit& visit) const {
    for (std::size_t level = levels_.size(); level-- > 0;)
      for (const Item& item : levels_[level]) visit(item);
  }

 private:
  static constexpr std::size_t rank(Severity severity) noexcept {
    return static_cast<std::size_t>(severity);
  }
  std::size_t lowest() const noexcept {
    std::size_t level = 0;
    while (level + 1 < levels_.size() && levels_[level].empty()) ++level;
    return level;
  }

  std::size_t most_;
  std::size_t size_ = 0;
  std::array<std::vector<Item>, 4> levels_;
};

}  // namespace diallint
