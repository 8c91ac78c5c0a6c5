/// @file
/// Telephone numbers that regulators keep free for fiction: no subscriber has one, so tests,
/// fixtures and documents may use them, and none should ever be dialled.
///
///     #include <cstdio>
///     #include <diallint/fictional_numbers.h>
///
///     int main() {
///       if (const auto found = diallint::fictional("+12125550123")) {
///         std::printf("%s, see %s\n", found->document.data(), found->source.data());
///       }
///       const diallint::FictionalNumbers numbers(diallint::NumberingPlan::builtin());
///       for (const diallint::FictionalRange& range : numbers.ranges("GB")) {
///         std::puts(diallint::number_in(range, 7).data());  // +441134960007, ...
///       }
///     }
///
/// The ranges are those that the regulators of North America (NANPA), the United Kingdom (Ofcom),
/// Australia (ACMA), France (Arcep), Germany (Bundesnetzagentur), Ireland (ComReg) and Sweden (PTS)
/// publish; each range names the page. Other countries publish none, or are not in the table.
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "diallint/export.h"
#include "diallint/numbering_plan.h"

namespace diallint {

/// Why a number is fictional. The texts are static, zero-terminated UTF-8.
struct FictionalNumber {
  /// ISO 3166-1 alpha-2 of the regulator's country; "" for North America, where countries share one
  /// plan (`NumberingPlan::lookup` tells which of them an area code belongs to).
  std::string_view region;
  std::string_view document;  ///< name of the regulator and of what it published
  std::string_view source;    ///< its address
};

/// The range that an E.164 number (any bytes; anything else is not found) belongs to, if that is
/// reserved for fiction. Never throws or allocates; any thread.
///
/// In North America these are 555-0100 to 555-0199 of every area code, assigned or not. Toll-free
/// codes are administered apart; their 555-01XX numbers count too, since fixtures use them.
DIALLINT_API std::optional<FictionalNumber> fictional(std::string_view e164) noexcept;

/// Consecutive numbers reserved for fiction.
struct FictionalRange {
  std::uint64_t first = 0;  ///< the first number, its digits read as one integer: 441134960000
  std::uint64_t count = 0;
  std::string_view region;  ///< as the plan has it; in North America that of the area code
  NumberType type = NumberType::kNone;  ///< of its first number; kNone where the plan has no such
  FictionalNumber origin;
};

/// An E.164 number with its plus sign, zero-terminated.
using FictionalText = std::array<char, 17>;

/// Number `index % range.count` of a range.
DIALLINT_API FictionalText number_in(const FictionalRange& range, std::uint64_t index) noexcept;

/// The ranges by region, for those who make fixtures. Holds memory; immutable once made.
class DIALLINT_API FictionalNumbers {
 public:
  /// North America has one range for each of its area codes that `plan` can assign. Some ranges are
  /// outside of the plan, as the regulators mean them to be: their `type` is kNone and a linter
  /// finds their numbers not assignable. `plan` must outlive this object.
  explicit FictionalNumbers(const NumberingPlan& plan);

  /// All of them, by region.
  std::span<const FictionalRange> ranges() const noexcept { return ranges_; }

  /// Those of one region ("GB"; case counts); empty where it has none.
  std::span<const FictionalRange> ranges(std::string_view region) const noexcept;

 private:
  std::vector<FictionalRange> ranges_;
};

}  // namespace diallint
