// Telephone numbers as people and programs write them, and what would make them E.164.
#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "diallint/numbering_plan.h"

namespace diallint {

/// What is done to a text, in the order in which it is done.
enum class RepairKind : std::uint8_t {
  // how it is written
  kPlainCharacters,  ///< invisible characters go, full-width forms and the like become ASCII
  kEncodedPlus,      ///< %2B, &#43; and the like
  kSpreadsheetMark,  ///< '+44…, ="+44…"
  kQuotes,           ///< quotation marks around it
  kLabel,            ///< tel:, whatsapp:, "Phone "
  kSuffix,           ///< @example.com, ;user=phone
  kExtension,        ///< x123, ;ext=123
  kDecimals,         ///< .0
  kLetters,          ///< those on the keys of a telephone
  kSeparators,       ///< spaces, brackets, dots, slashes, hyphens
  kRepeatedPlus,     ///< ++44…
  // how it is dialled
  kMissingPlus,          ///< 44… for +44…
  kFormSpace,            ///< the + has become a space
  kInternationalPrefix,  ///< 00, 011, 0011 or 810, with a + before it or without
  kZeroBeforeCode,       ///< +044…
  kNorthAmericanCode,    ///< ten digits of North America: 1 is missing
  kEightForSeven,        ///< 8 912 … for +7 912 …
  kTrunkZero,            ///< +44 0…
  kTrunkPrefix,          ///< another one: +7 8…, +36 06…, +52 01…
  kRepeatedCode,         ///< +44 44…
  // how plans have changed
  kMexicanOne,        ///< +52 1…: dropped in 2019
  kArgentineFifteen,  ///< +54 11 15…: +54 9 11… from abroad
  kBrazilianNine,     ///< mobile numbers of eight digits: a 9 before them since 2016
  kIvorianPrefix,     ///< eight digits: ten since 2021
  kBenineseOne,       ///< eight digits: 01 before them since 2024
  kVietnameseMobile,  ///< eleven digits: ten since 2018
};
inline constexpr std::size_t kRepairKinds = 26;

/// A name for programs, such as "international-prefix", and what a sentence says of the repaired
/// number: "with + in place of its international prefix". Static.
std::string_view repair_name(RepairKind kind) noexcept;
std::string_view repair_in_words(RepairKind kind) noexcept;

struct NumberRepair {
  std::vector<RepairKind> kinds;  ///< never empty
  std::string text;               ///< E.164
  std::string_view region;        ///< the plan's, or that of a regulator; points into the plan
};

/// The one way to make a text a number that the plan holds or that a regulator keeps for fiction;
/// of several the one that takes fewest steps. Nothing where there is none, where two ways of as
/// few steps give different numbers, and for a text that is such a number already. The text is any
/// UTF-8; work is bounded, as more than 256 bytes are nobody's number.
std::optional<NumberRepair> repair_number(std::string_view text, const NumberingPlan& plan);

/// Whether a text holds a number that the plan holds, and more digits behind a comma, a slash or
/// the like.
bool holds_two_numbers(std::string_view text, const NumberingPlan& plan);

}  // namespace diallint
