// Numbers that are written with their calling code: what each is in E.164, where that is certain.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "diallint/numbering_plan.h"

namespace diallint {

/// What is to be done to a text so that it is E.164; the last that applies.
enum class NumberChange : std::uint8_t {
  kForm,       ///< what is no digit goes
  kPrefix,     ///< 00 becomes +
  kTrunkZero,  ///< the 0 behind the calling code goes
};

struct CertainNumber {
  std::string number;  ///< E.164
  NumberChange change = NumberChange::kForm;
};

/// The number that a text of any UTF-8 means, whoever reads it: it has a + or 00 in front of its
/// calling code, nothing but marks around its digits, and the plan holds it (or a regulator keeps
/// it for fiction), perhaps without a 0 that is dialled within its country alone. Nothing where
/// digits would have to be added, or be given another meaning, and where the text is E.164 already.
std::optional<CertainNumber> certain_number(std::string_view text, const NumberingPlan& plan);

/// The number of a text that has no calling code, read as it is dialled in a region (ISO 3166-1
/// alpha-2), if the plan holds exactly one; empty otherwise.
std::string national_number(std::string_view text, std::string_view region,
                            const NumberingPlan& plan);

}  // namespace diallint
