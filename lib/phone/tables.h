// The compiled form of the numbering plans: an automaton over the digits of an E.164 number.
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "diallint/numbering_plan.h"

namespace diallint::numbering {

inline constexpr int kMaxDigits = 15;  // of a number, with its calling code

using State = std::uint16_t;
using Row = std::array<State, 10>;

// Numbers of which the same region and the same bounds of length are known. A calling code that
// regions share has a group for each region and one for the numbers that none of them claims.
struct Group {
  char region[3];
  std::uint8_t region_size;    // 0 in the group of unclaimed numbers
  std::uint16_t calling_code;  // 0 in the first group, that of no calling code
  std::uint8_t shortest;       // digits with the calling code
  std::uint8_t longest;
};

// What a number that ends in a state is: four bits of outcome, and its group. The outcomes up to
// kMobile are types and mean "assignable".
using Label = std::uint16_t;
inline constexpr unsigned kTooShortOutcome = 13;  // assignable numbers start like this one
inline constexpr unsigned kNotInUseOutcome = 14;  // none does
inline constexpr unsigned kNoCallingCodeOutcome = 15;
inline constexpr std::size_t kMaxGroups = 4096;

constexpr Label make_label(std::size_t group, unsigned outcome) {
  return static_cast<Label>(group << 4U | outcome);
}
constexpr std::size_t group_of(Label label) { return label >> 4U; }
constexpr unsigned outcome_of(Label label) { return label & 15U; }

// What any `digits` further digits lead to from a state, where that is the same for all of them and
// assignable; the fewest such. Most ranges are told by the first digits of their numbers.
struct Ending {
  State state = 0;
  std::uint8_t digits = 0;  // 0: there is none
};

// Three digits are stepped at once at the start of a number, by a table: no number is so short.
inline constexpr std::size_t kEntryDigits = 3;
inline constexpr std::size_t kEntries = 1000;

struct Tables {
  const Row* next = nullptr;
  const Label* labels = nullptr;
  const State* entry = nullptr;  // by the first three digits
  const Group* groups = nullptr;
  const Ending* endings = nullptr;  // by state
  std::size_t states = 0;
  std::size_t group_count = 0;
  State root = 0;
  std::uint32_t first_assignable = 0;  // assignable numbers end in this state or a later one
  std::string_view version;
  std::string_view date;
};

struct Storage {
  std::vector<Row> next;
  std::vector<Label> labels;
  std::vector<State> entry;
  std::vector<Group> groups;
  std::vector<Ending> endings;
  State root = 0;
  std::uint32_t first_assignable = 0;
  std::string version;
  std::string date;
  Tables view;  // of the members above; made when they are complete and the object rests

  /// Makes `entry`, `endings` and `view` of the others.
  void make_view();
};

/// For whoever walks the transitions itself.
struct Access {
  static const Tables& tables(const NumberingPlan& plan) noexcept { return *plan.tables_; }
};

}  // namespace diallint::numbering
