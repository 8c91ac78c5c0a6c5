#include "phone/plan_compiler.h"

#include <algorithm>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>

#include "phone/dfa.h"
#include "phone/plan_parser.h"

namespace diallint::numbering {
namespace {

constexpr std::size_t kMaxStates = 65'536;
// Nodes made and come by for all calling codes together; the built-in plan takes less than a
// million.
constexpr std::size_t kMaxSteps = 6'000'000;

struct StateKey {
  Row next;
  Label label;
  bool operator==(const StateKey&) const = default;
};

struct StateHash {
  std::size_t operator()(const StateKey& key) const {
    std::uint64_t hash = key.label;
    for (const State state : key.next) hash = (hash ^ state) * 0x9e3779b97f4a7c15U;
    return hash ^ hash >> 32U;
  }
};

// Bounds of length of a region, with the calling code.
Group make_group(const CallingCodeSource& code, std::string_view id, Lengths lengths) {
  Group group{};
  std::copy(id.begin(), id.end(), group.region);
  group.region_size = static_cast<std::uint8_t>(id.size());
  group.calling_code = static_cast<std::uint16_t>(std::stoi(std::string(code.digits)));
  const auto prefix = static_cast<int>(code.digits.size());
  int shortest = 1;
  while ((lengths >> shortest & 1U) == 0) ++shortest;
  int longest = kMaxNationalDigits;
  while ((lengths >> longest & 1U) == 0) --longest;
  group.shortest = static_cast<std::uint8_t>(std::min(prefix + shortest, kMaxDigits));
  group.longest = static_cast<std::uint8_t>(std::min(prefix + longest, kMaxDigits));
  return group;
}

// Builds the minimal automaton from its ends to its start: two states with the same label and the
// same next states are one. So it holds no more than the automaton of one calling code in full.
class Minimiser {
 public:
  std::unique_ptr<Storage> run(const PlanSource& source) {
    out_->groups.push_back({});
    const State unknown = sink(make_label(0, kNoCallingCodeOutcome));
    std::vector<std::pair<std::string_view, State>> starts;
    starts.reserve(source.codes.size());
    for (const CallingCodeSource& code : source.codes) {
      starts.emplace_back(code.digits, add_code(code));
    }
    const State root = add_prefix(starts, "", unknown);
    arrange(root);
    out_->version = source.version;
    out_->date = source.date;
    out_->make_view();
    return std::move(out_);
  }

 private:
  State add_code(const CallingCodeSource& code) {
    const std::size_t first_group = out_->groups.size();
    Lengths all = 0;
    for (const RegionSource& region : code.regions) {
      out_->groups.push_back(make_group(code, region.id, region.general.lengths));
      all |= region.general.lengths;
    }
    if (code.regions.size() > 1) out_->groups.push_back(make_group(code, "", all));
    if (out_->groups.size() > kMaxGroups) throw PlanFailure{{code.line, "too many regions"}};
    for (std::size_t group = first_group; group < out_->groups.size(); ++group) {
      sink(make_label(group, kNotInUseOutcome));
    }
    return minimise(determinise(code, first_group, steps_left_));
  }

  State minimise(const CodeAutomaton& code) {
    std::vector<State> ids(code.states.size());
    for (std::size_t i = code.states.size(); i-- > 0;) {
      ids[i] = minimise_state(code.states[i], ids, sinks_.at(code.nowhere));
    }
    return ids.front();
  }

  // `ids` holds those of the states that this one leads to.
  State minimise_state(const CodeState& state, const std::vector<State>& ids, State nowhere) {
    StateKey key{{}, state.label};
    for (std::size_t digit = 0; digit < 10; ++digit) {
      const std::uint32_t to = state.next[digit];
      key.next[digit] = to == CodeState::kNowhere ? nowhere : ids[to];
    }
    if (outcome_of(key.label) != kNotInUseOutcome) return intern(key);
    const auto& next = key.next;
    if (std::any_of(next.begin(), next.end(), [&](State to) { return live_[to]; })) {
      key.label = make_label(group_of(key.label), kTooShortOutcome);
      return intern(key);
    }
    // Nothing assignable follows. What leads nowhere has 15 digits, and no number goes on from
    // there.
    const State own_sink = sinks_.at(key.label);
    const bool ends = std::all_of(state.next.begin(), state.next.end(),
                                  [](std::uint32_t to) { return to == CodeState::kNowhere; });
    const bool dead =
        ends || std::all_of(next.begin(), next.end(), [&](State to) { return to == own_sink; });
    return dead ? own_sink : intern(key);
  }

  // The states of the digits of calling codes that are not complete yet.
  State add_prefix(const std::vector<std::pair<std::string_view, State>>& starts,
                   const std::string& prefix, State unknown) {
    StateKey key{{}, make_label(0, kNoCallingCodeOutcome)};
    bool any = false;
    for (std::size_t digit = 0; digit < 10; ++digit) {
      const std::string longer = prefix + static_cast<char>('0' + digit);
      key.next[digit] = unknown;
      for (const auto& [digits, state] : starts) {
        if (digits == longer) key.next[digit] = state;
        if (digits.size() > longer.size() && digits.starts_with(longer)) {
          key.next[digit] = add_prefix(starts, longer, unknown);
          any = true;
          break;
        }
        any = any || digits == longer;
      }
    }
    return any ? intern(key) : unknown;
  }

  State new_state(const StateKey& key) {
    if (keys_.size() >= kMaxStates) throw PlanFailure{{0, "the plan needs more than 65536 states"}};
    keys_.push_back(key);
    const unsigned outcome = outcome_of(key.label);
    live_.push_back(outcome <= kTooShortOutcome);
    return static_cast<State>(keys_.size() - 1);
  }

  // The state that every number of that group ends in once nothing can make it assignable.
  State sink(Label label) {
    const State state = new_state({{}, label});
    keys_[state].next.fill(state);
    sinks_.emplace(label, state);
    return state;
  }

  State intern(const StateKey& key) {
    const auto found = known_.find(key);
    if (found != known_.end()) return found->second;
    const State state = new_state(key);
    known_.emplace(key, state);
    return state;
  }

  // Gives the states their final numbers: assignable ones last, so that one comparison finds them,
  // and otherwise near those that lead to them.
  void arrange(State root) {
    std::vector<State> order;
    std::vector<bool> seen(keys_.size());
    visit(root, order, seen);
    const auto assignable = std::stable_partition(order.begin(), order.end(), [&](State state) {
      return outcome_of(keys_[state].label) >= kTooShortOutcome;
    });
    out_->first_assignable = static_cast<std::uint32_t>(assignable - order.begin());
    std::vector<State> place(keys_.size());
    for (std::size_t i = 0; i < order.size(); ++i) place[order[i]] = static_cast<State>(i);
    for (const State old : order) {
      Row row = keys_[old].next;
      for (State& to : row) to = place[to];
      out_->next.push_back(row);
      out_->labels.push_back(keys_[old].label);
    }
    out_->root = place[root];
  }

  void visit(State state, std::vector<State>& order, std::vector<bool>& seen) const {
    if (seen[state]) return;
    seen[state] = true;
    order.push_back(state);
    for (const State to : keys_[state].next) visit(to, order, seen);
  }

  std::unique_ptr<Storage> out_ = std::make_unique<Storage>();
  std::size_t steps_left_ = kMaxSteps;
  std::vector<StateKey> keys_;
  std::vector<bool> live_;  // an assignable number begins in this state, or ends in it
  std::unordered_map<StateKey, State, StateHash> known_;
  std::unordered_map<Label, State> sinks_;
};

}  // namespace

namespace {

// The state that any digit leads to; nothing where they lead to several.
std::optional<State> only_next(const Row& row) {
  const bool same = std::ranges::all_of(row, [&](State to) { return to == row[0]; });
  return same ? std::optional(row[0]) : std::nullopt;
}

Ending ending_of(const Storage& plan, State state) {
  std::optional<State> at = only_next(plan.next[state]);
  for (std::uint8_t digits = 1; at && digits <= kMaxDigits; ++digits) {
    if (*at >= plan.first_assignable) return {*at, digits};
    at = only_next(plan.next[*at]);
  }
  return {};
}

}  // namespace

void Storage::make_view() {
  endings.clear();
  for (std::size_t state = 0; state < next.size(); ++state) {
    endings.push_back(ending_of(*this, static_cast<State>(state)));
  }
  entry.clear();
  for (std::size_t digits = 0; digits < kEntries; ++digits) {
    State state = root;
    for (std::size_t unit = kEntries / 10; unit > 0; unit /= 10) {
      state = next[state][digits / unit % 10];
    }
    entry.push_back(state);
  }
  view = {next.data(),      labels.data(), entry.data(),  groups.data(),
          endings.data(),   next.size(),   groups.size(), root,
          first_assignable, version,       date};
}

std::unique_ptr<Storage> compile(std::string_view text) {
  return Minimiser().run(read_source(text));
}

}  // namespace diallint::numbering
