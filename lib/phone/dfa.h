// One calling code's plan as a deterministic automaton over the digits after it; not yet minimal.
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "phone/plan_parser.h"
#include "phone/tables.h"

namespace diallint::numbering {

struct CodeState {
  static constexpr std::uint32_t kNowhere = 0xffffffff;
  std::array<std::uint32_t, 10> next;
  Label label;  // with kNotInUseOutcome for every number that is not assignable
};

struct CodeAutomaton {
  std::vector<CodeState> states;  // the first is the start; a state comes before those it leads to
  Label nowhere;                  // of the numbers that lead to no state
};

// `first_group` is the group of the first region; the others follow in order, and, where there are
// several, that of the unclaimed numbers. `steps_left` is what is left of what the plan may cost.
// Throws PlanFailure.
CodeAutomaton determinise(const CallingCodeSource& code, std::size_t first_group,
                          std::size_t& steps_left);

}  // namespace diallint::numbering
