#include "phone/dfa.h"

#include <algorithm>
#include <string>
#include <unordered_map>
#include <utility>

#include "phone/nfa.h"

namespace diallint::numbering {
namespace {

constexpr std::size_t kMaxStates = 200'000;

// The patterns of a region, as bits of what a number matches: the types come first.
constexpr unsigned kLeadingBit = kRangeTypes.size();
constexpr unsigned kGeneralBit = kLeadingBit + 1;
constexpr unsigned kPatterns = kGeneralBit + 1;

struct SetHash {
  std::size_t operator()(const std::vector<Nfa::Node>& set) const {
    std::uint64_t hash = 14695981039346656037U;
    for (const Nfa::Node node : set) hash = (hash ^ node) * 1099511628211U;
    return hash ^ hash >> 29U;
  }
};

class Determiniser {
 public:
  Determiniser(const CallingCodeSource& code, std::size_t first_group, std::size_t& steps_left)
      : code_(code), first_group_(first_group), nfa_(steps_left), matched_(code.regions.size()) {
    const std::size_t unclaimed = code.regions.size() == 1 ? 0 : code.regions.size();
    result_.nowhere = make_label(first_group + unclaimed, kNotInUseOutcome);
  }

  // Level by level, a level being a number of digits: so lengths need no states of their own.
  CodeAutomaton run() {
    Level level;
    state_of(nfa_.closure(start_nodes()), level);
    const int deepest = kMaxDigits - static_cast<int>(code_.digits.size());
    for (; depth_ <= deepest; ++depth_) {
      Level next;
      for (const auto& [set, state] : level.order) {
        result_.states[state].label = label_of(*set);
        if (depth_ < deepest) step(*set, state, next);
      }
      level = std::move(next);
    }
    return std::move(result_);
  }

 private:
  using Set = std::vector<Nfa::Node>;
  struct Level {
    std::unordered_map<Set, std::uint32_t, SetHash> known;
    std::vector<std::pair<const Set*, std::uint32_t>> order;  // in which the states were made
  };

  Set start_nodes() {
    Set starts;
    for (std::size_t r = 0; r < code_.regions.size(); ++r) {
      const RegionSource& region = code_.regions[r];
      add(starts, region.general, r, kGeneralBit);
      add(starts, region.leading, r, kLeadingBit);
      for (std::size_t type = 0; type < region.types.size(); ++type) {
        add(starts, region.types[type], r, static_cast<unsigned>(type));
      }
    }
    return starts;
  }

  void add(Set& starts, const Range& range, std::size_t region, unsigned bit) {
    if (!range.present) return;
    const auto number = static_cast<std::uint32_t>(region * kPatterns + bit);
    Nfa::Node accept = nfa_.add({0, 0, {}, number});
    if (bit == kLeadingBit) accept = nfa_.add_any_digits(accept);
    for (const Alternative& alternative : range.alternatives) {
      starts.push_back(nfa_.add_pattern(alternative.pattern, alternative.line, accept));
    }
  }

  std::uint32_t state_of(Set set, Level& level) {
    if (set.empty()) return CodeState::kNowhere;
    const auto id = static_cast<std::uint32_t>(result_.states.size());
    const auto [entry, is_new] = level.known.try_emplace(std::move(set), id);
    if (is_new) {
      if (id >= kMaxStates)
        throw PlanFailure{{code_.line, "the patterns of the calling code need too many states"}};
      result_.states.emplace_back();
      result_.states.back().next.fill(CodeState::kNowhere);
      level.order.emplace_back(&entry->first, id);
    }
    return entry->second;
  }

  void step(const Set& set, std::uint32_t state, Level& next) {
    for (unsigned digit = 0; digit < 10; ++digit) {
      Set targets;
      for (const Nfa::Node node : set) {
        if ((nfa_[node].digits >> digit & 1U) != 0) targets.push_back(nfa_[node].to);
      }
      const std::uint32_t target = state_of(nfa_.closure(std::move(targets)), next);
      result_.states[state].next[digit] = target;
    }
  }

  // The first region that claims the number has it, by its leading digits if the plan gives any,
  // else by a valid number. A region alone in its calling code has every number.
  Label label_of(const Set& set) {
    std::fill(matched_.begin(), matched_.end(), 0U);
    for (const Nfa::Node node : set) {
      const std::uint32_t number = nfa_[node].accept;
      if (nfa_[node].is_accept()) matched_[number / kPatterns] |= 1U << number % kPatterns;
    }
    for (std::size_t r = 0; r < code_.regions.size(); ++r) {
      const NumberType type = type_of(code_.regions[r], matched_[r]);
      const bool by_leading = code_.regions[r].leading.present;
      const bool claims =
          code_.regions.size() == 1 ||
          (by_leading ? (matched_[r] >> kLeadingBit & 1U) != 0 : type != NumberType::kNone);
      if (!claims) continue;
      return make_label(first_group_ + r,
                        type == NumberType::kNone ? kNotInUseOutcome : static_cast<unsigned>(type));
    }
    return result_.nowhere;
  }

  NumberType type_of(const RegionSource& region, unsigned matched) const {
    const auto holds = [&](const Range& range, unsigned bit) {
      const Lengths lengths = range.lengths != 0 ? range.lengths : region.general.lengths;
      return (matched >> bit & 1U) != 0 && (lengths >> depth_ & 1U) != 0;
    };
    if (!holds(region.general, kGeneralBit)) return NumberType::kNone;
    for (unsigned i = 0; i < kRangeTypes.size(); ++i) {
      if (!holds(region.types[i], i)) continue;
      const bool both = i == kFixedRange &&
                        (region.mobile_is_fixed || holds(region.types[kMobileRange], kMobileRange));
      return both ? NumberType::kFixedOrMobile : kRangeTypes[i];
    }
    return NumberType::kNone;
  }

  const CallingCodeSource& code_;
  std::size_t first_group_;
  Nfa nfa_;
  CodeAutomaton result_;
  std::vector<unsigned> matched_;  // of each region, a bit for each pattern
  int depth_ = 0;                  // digits after the calling code
};

}  // namespace

CodeAutomaton determinise(const CallingCodeSource& code, std::size_t first_group,
                          std::size_t& steps_left) {
  try {
    return Determiniser(code, first_group, steps_left).run();
  } catch (PlanFailure& fault) {
    if (fault.error.line == 0) fault.error.line = code.line;
    throw;
  }
}

}  // namespace diallint::numbering
