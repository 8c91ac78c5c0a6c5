// The text form of the numbering plans, as data/numbering-plan.txt describes it.
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "diallint/numbering_plan.h"

namespace diallint::numbering {

// Bit n: n digits after the calling code.
using Lengths = std::uint32_t;
inline constexpr int kMaxNationalDigits = 17;  // in a plan; E.164 leaves room for fewer

struct Alternative {
  std::string_view pattern;
  std::size_t line = 0;
};

struct Range {
  bool present = false;
  std::size_t line = 0;
  Lengths lengths = 0;
  std::vector<Alternative> alternatives;
};

// In the order in which a number's type is looked for.
inline constexpr std::array kRangeTypes = {NumberType::kPremiumRate, NumberType::kTollFree,
                                           NumberType::kSharedCost,  NumberType::kVoip,
                                           NumberType::kPersonal,    NumberType::kPager,
                                           NumberType::kUan,         NumberType::kVoicemail,
                                           NumberType::kFixed,       NumberType::kMobile};
inline constexpr std::size_t kFixedRange = 8;
inline constexpr std::size_t kMobileRange = 9;

struct RegionSource {
  std::string_view id;
  std::size_t line = 0;
  Range leading;
  Range general;
  std::array<Range, kRangeTypes.size()> types;
  bool mobile_is_fixed = false;
};

struct CallingCodeSource {
  std::string_view digits;
  std::size_t line = 0;
  std::vector<RegionSource> regions;  // the main one first
};

// Points into the text that it was read from.
struct PlanSource {
  std::string_view version;
  std::string_view date;
  std::vector<CallingCodeSource> codes;
};

// How the parts that read a table report a fault to each other; never leaves parse().
struct PlanFailure {
  NumberingPlanError error;
};

// Throws PlanFailure.
PlanSource read_source(std::string_view text);

}  // namespace diallint::numbering
