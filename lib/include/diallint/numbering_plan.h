/// @file
/// Which telephone numbers can be assigned, in which region, to what kind of service.
///
///     #include <cstdio>
///     #include <diallint/numbering_plan.h>
///
///     int main() {
///       const auto& plan = diallint::NumberingPlan::builtin();
///       const diallint::NumberFacts facts = plan.lookup("+442079460123");
///       if (facts.verdict != diallint::NumberVerdict::kAssignable) {
///         std::puts(diallint::to_string(facts.verdict).data());  // "range not in use", ...
///       } else {
///         std::printf("%.*s %s\n", int(facts.region.size()), facts.region.data(),
///                     diallint::to_string(facts.type).data());  // GB fixed
///       }
///     }
///
/// The plans of all countries are one automaton over the digits of a number, compiled into the
/// library: no start cost, one table step a digit. The plan is that of Google's libphonenumber (see
/// data/numbering-plan.txt for its version, NOTICE for its licence) and is read as it reads it,
/// with two exceptions: nothing is stripped, so a national `0` after the calling code makes a
/// number wrong, and a number never has more than 15 digits (ITU-T E.164, clause 6).
#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "diallint/error.h"
#include "diallint/export.h"

namespace diallint {

namespace numbering {
struct Tables;
struct Storage;
struct Access;
}  // namespace numbering

/// Whether a number can be assigned; if not, what is the matter with it.
enum class NumberVerdict : std::uint8_t {
  kAssignable,
  kNotE164,             ///< not `+`, a digit from 1 to 9, then up to 14 digits
  kUnknownCallingCode,  ///< no calling code stands at its start
  kTooShort,            ///< shorter than any number there, or the start of an assignable one
  kTooLong,             ///< longer than any number there, or an assignable one and more digits
  kRangeNotInUse,       ///< of a possible length, in a range that no plan contains
};

/// What a range is for. The order is the one in which a plan's ranges are tried.
enum class NumberType : std::uint8_t {
  kNone,  ///< the number is not assignable
  kPremiumRate,
  kTollFree,
  kSharedCost,
  kVoip,
  kPersonal,
  kPager,
  kUan,  ///< a company's "universal access number"
  kVoicemail,
  kFixed,
  kFixedOrMobile,  ///< one range for both, as in North America
  kMobile,
};

/// "assignable", "not E.164", "unknown calling code", "too short", "too long", "range not in use".
/// Static, zero-terminated ASCII.
DIALLINT_API std::string_view to_string(NumberVerdict verdict) noexcept;

/// The name as in the table of a plan: "premium", "toll-free", "shared-cost", "voip", "personal",
/// "pager", "uan", "voicemail", "fixed", "fixed-or-mobile", "mobile", "none". Static,
/// zero-terminated.
DIALLINT_API std::string_view to_string(NumberType type) noexcept;

/// The type of that name (of `to_string`, case counts; not "none"), or nothing.
DIALLINT_API std::optional<NumberType> parse_number_type(std::string_view name) noexcept;

/// Former name of parse_number_type(); new code does not use it.
DIALLINT_API std::optional<NumberType> number_type_from(std::string_view name) noexcept;

/// What a plan knows of one number.
struct NumberFacts {
  NumberVerdict verdict = NumberVerdict::kNotE164;
  NumberType type = NumberType::kNone;
  /// 44 in +44…; 0 where there is none.
  std::uint16_t calling_code = 0;
  /// ISO 3166-1 alpha-2, or "001" where the calling code belongs to no country. Known for many
  /// numbers that are not assignable: a region may own a calling code, or leading digits, whole.
  /// Empty where none does. Points into the plan, which must outlive it.
  std::string_view region;

  friend bool operator==(const NumberFacts&, const NumberFacts&) = default;
};

/// A number that becomes assignable when one digit goes.
struct NationalZero {
  std::size_t offset = 0;  ///< byte offset of the `0` to drop
  NumberFacts facts;       ///< of the number without it
};

/// Why a table is no plan, as from_table() says it.
struct NumberingPlanError {
  std::size_t line = 0;  ///< from 1; 0 where the fault is of the table as a whole
  /// English, names what is wrong and what belongs there; may quote the table.
  std::string message;
};

/// The numbering plans of the world. Immutable: all members may be called from any thread at once.
/// Copies are cheap and share the tables.
class DIALLINT_API NumberingPlan {
 public:
  /// The plan that the library was built with. Static storage, nothing is done at start.
  static const NumberingPlan& builtin() noexcept;

  /// Compiles a plan from a table in the form of data/numbering-plan.txt, which says what that is
  /// (UTF-8 or ASCII; LF or CRLF). The text is not kept. Takes milliseconds (the benchmark
  /// `numbering_plan/compile` says how many), and memory in proportion to the plan; a table that
  /// would need more than 65,536 states is an error, as is every fault. kSetting: the table is no
  /// plan; the message begins with "line 12: " where the fault stands in a line, and may quote the
  /// table.
  static Result<NumberingPlan> parse(std::string_view text) noexcept;

  /// The same with an error of another kind. Throws std::bad_alloc.
  [[deprecated("use parse()")]] static std::variant<NumberingPlan, NumberingPlanError> from_table(
      std::string_view text);

  /// What the plan knows of a number. `e164` is any bytes; never throws or allocates. The value's
  /// `region` points into this plan. There is no form for many numbers: stepping four at once
  /// measured slower than the processor's own overlapping of one call with the next.
  NumberFacts lookup(std::string_view e164) const noexcept;

  /// The `0` right after the calling code, if the number is not assignable with it and is without:
  /// +44 0 20… written for +44 20…. Up to 16 digits are looked at, since one of them goes.
  std::optional<NationalZero> national_zero(std::string_view e164) const noexcept;

  /// The version of the package that the plan was taken from, and the day on which that was
  /// published, as `YYYY-MM-DD`. They point into the plan.
  std::string_view version() const noexcept;
  std::string_view date() const noexcept;

  /// Whether any range of the plan belongs to the region `id` ("GB", "001"; case counts).
  bool has_region(std::string_view id) const noexcept;

  /// The number of automaton states and of bytes that they take.
  std::size_t states() const noexcept;
  std::size_t bytes() const noexcept;

 private:
  friend struct BuiltinPlan;
  friend struct numbering::Access;
  constexpr explicit NumberingPlan(const numbering::Tables* tables) noexcept
      : tables_(tables) {}  // GCOVR_EXCL_LINE: the compiler runs it
  explicit NumberingPlan(std::shared_ptr<const numbering::Storage> storage) noexcept;

  const numbering::Tables* tables_;
  std::shared_ptr<const numbering::Storage> storage_;  // null for the builtin plan
};

}  // namespace diallint
