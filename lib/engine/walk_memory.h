// What the walker keeps from one value to the next.
#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "context/key_set.h"
#include "context/member_order.h"
#include "plan/plan.h"

namespace diallint {

class WalkMemory {
 public:
  explicit WalkMemory(const Plan& plan)
      : dictionaries_(plan.nodes.size()), orders_(plan.nodes.size()) {}

  KeyDictionary& dictionary(NodeId map) noexcept { return dictionaries_[map]; }
  MemberOrder& order(NodeId object) noexcept { return orders_[object]; }
  /// A buffer for an unescaped string; lives until the next walk begins.
  std::string& scratch() {
    if (scratch_used_ == scratch_.size()) scratch_.push_back(std::make_unique<std::string>());
    return *scratch_[scratch_used_++];
  }
  void begin_walk() noexcept { scratch_used_ = 0; }

  /// The array whose bracket stands at `place` has had so many items in front of those in the text.
  void set_items_in_front(std::uint64_t place, std::uint64_t items) noexcept {
    shortened_ = place;
    items_ = items;
  }
  std::uint64_t items_in_front(std::uint64_t place) const noexcept {
    return place == shortened_ ? items_ : 0;
  }

 private:
  std::vector<KeyDictionary> dictionaries_;  // by node
  std::vector<MemberOrder> orders_;          // by node
  std::vector<std::unique_ptr<std::string>> scratch_;
  std::size_t scratch_used_ = 0;
  std::uint64_t shortened_ = UINT64_MAX;
  std::uint64_t items_ = 0;
};

}  // namespace diallint
