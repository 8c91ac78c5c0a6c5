// Fixes: what a rule would put in the place of a value, tried by the rules before it is offered.
#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "context/check_context.h"
#include "diallint/finding.h"
#include "input/source_text.h"
#include "plan/plan.h"

namespace diallint {

namespace fix_kind {
extern const FixKind kNumberForm;
extern const FixKind kInternationalPrefix;
extern const FixKind kTrunkZero;
extern const FixKind kTimeZone;
extern const FixKind kTimeForm;
extern const FixKind kMemberName;
extern const FixKind kByteOrderMark;
extern const FixKind kNationalNumber;
extern const FixKind kNewToken;
extern const FixKind kNewExpiry;
extern const FixKind kDroppedMember;
}  // namespace fix_kind

/// All of them, the safe ones first.
std::span<const FixKind* const> all_fix_kinds() noexcept;

/// A text for the place of a value.
struct Mending {
  const FixKind* kind = nullptr;
  std::string text;
};

/// Offers, with the finding on a value that was kept last, the first text that a rule of the value
/// has for it and that the others take. Nothing where there is none.
void offer_mending(std::span<const Check> checks, const Value& value, CheckContext& context);
inline void offer_mending(const Check& check, const Value& value, CheckContext& context) {
  offer_mending(check.of_value, value, context);
}

/// The same for a member that is missing in an object of JSON, which is empty or not. `checks` are
/// those of its value.
void offer_member(std::string_view name, std::span<const Check> checks, const Span& object,
                  bool is_empty, CheckContext& context);

/// The same for a name that is written in another way. The place holds its quotes as well.
void offer_name(std::string_view name, const SourceText& written, CheckContext& context);

/// The same for a column whose name is written in another way. Whether that is offered.
bool offer_column_name(std::string_view name, CheckContext& context);

/// The same for a column that is missing in a table; what is offered for its cells, too.
std::optional<Mending> offer_column(std::string_view name, std::span<const Check> checks,
                                    CheckContext& context);

/// Offers that a column goes, with the finding that was kept last.
void offer_column_removal(CheckContext& context);

/// The same for bytes that are to go.
void offer_removal(const FixKind& kind, const Span& span, CheckContext& context);

}  // namespace diallint
