// The one number that a cell of an address book means: written in full, or as within a country.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "diallint/numbering_plan.h"

namespace diallint {

/// The calling code of a region (ISO 3166-1 alpha-2, in upper case); 0 where the plan has none.
unsigned calling_code_of(std::string_view region, const NumberingPlan& plan) noexcept;

/// What is dialled before a national number within a region, "0" mostly; empty where nothing is.
std::string_view trunk_prefix_of(std::string_view region) noexcept;

/// Why no number was read.
enum class NumberProblem : std::uint8_t {
  kNone,
  kUnreadable,   ///< not one number: words, letters for digits, two numbers, no digit
  kExtension,    ///< a dial request has no place for an extension
  kCutDigits,    ///< 2.12556E+09: a spreadsheet has taken digits away
  kNoRegion,     ///< no + before it, and nothing says in which country it is dialled
  kNotInPlan,    ///< the plan of the region has no such number
  kSeveralWays,  ///< there is more than one number that it can mean
};

struct NumberReading {
  std::string number;  ///< E.164; empty where there is a problem
  NumberProblem problem = NumberProblem::kNone;
};

/// Reads a number, any UTF-8. With a + or 00 before it it is international, with any punctuation;
/// without, it is read as it is dialled in `region`, which may be empty: each of the ways to read
/// it (national, behind the trunk prefix, with the region's own calling code, behind its
/// international prefix) that gives a number which the plan holds, or which is kept for fiction,
/// counts, and they have to give the same one.
/// What has a + is not held against the plan: that is for the rules on numbers.
NumberReading read_number(std::string_view text, std::string_view region,
                          const NumberingPlan& plan);

}  // namespace diallint
