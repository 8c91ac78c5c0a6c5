#include "rules/mending.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "base/ascii.h"

namespace diallint {

namespace fix_kind {
constexpr FixKind kNumberForm{"number-form", FixSafety::kSafe,
                              "spaces, punctuation, invisible characters and tel: leave a number "
                              "that has its + and calling code"};
constexpr FixKind kInternationalPrefix{"international-prefix", FixSafety::kSafe,
                                       "00 in front of a calling code becomes +"};
constexpr FixKind kTrunkZero{"trunk-zero", FixSafety::kSafe,
                             "the 0 between calling code and number goes, where the numbering plan "
                             "has the number without it alone"};
constexpr FixKind kTimeZone{"time-zone", FixSafety::kSafe,
                            "a time with an offset becomes the same moment in UTC"};
constexpr FixKind kTimeForm{"time-form", FixSafety::kSafe,
                            "a time in UTC gets the documented form"};
constexpr FixKind kMemberName{"member-name", FixSafety::kSafe,
                              "a member or column gets the spelling of its name"};
constexpr FixKind kByteOrderMark{"byte-order-mark", FixSafety::kSafe,
                                 "a byte order mark between values goes"};
constexpr FixKind kNationalNumber{"national-number", FixSafety::kUnsafe,
                                  "a national number is read as dialled in a given country"};
constexpr FixKind kNewToken{"new-token", FixSafety::kUnsafe,
                            "a request without a client token gets a random one"};
constexpr FixKind kNewExpiry{"new-expiry", FixSafety::kUnsafe,
                             "a request without a usable time of expiry gets one"};
constexpr FixKind kDroppedMember{"dropped-member", FixSafety::kUnsafe,
                                 "a member or column that the shape does not know goes"};
}  // namespace fix_kind

std::span<const FixKind* const> all_fix_kinds() noexcept {
  using namespace fix_kind;
  static constexpr const FixKind* kAll[] = {
      &kNumberForm, &kInternationalPrefix, &kTrunkZero,     &kTimeZone,
      &kTimeForm,   &kMemberName,          &kByteOrderMark, &kNationalNumber,
      &kNewToken,   &kNewExpiry,           &kDroppedMember};
  return kAll;
}

namespace {

// What stands in JSON, in JSON within a string of JSON and in a cell of any table as it is.
bool is_plain(std::string_view text) {
  constexpr std::string_view kMarks = "+-.:_";
  return !text.empty() && std::all_of(text.begin(), text.end(), [&](char c) {
    return is_letter(c) || is_digit(c) || kMarks.find(c) != std::string_view::npos;
  });
}

// Whether no check of the value finds an error in the text.
bool passes(std::string_view text, std::span<const Check> checks, CheckContext& context) {
  const RecordLedger::Trial trial(context.ledger());
  CheckContext judge = context.for_trial();
  std::string padded(text);
  padded.append(kTextPadding, '\0');
  Value value;
  value.kind = Kind::kString;
  value.string = std::string_view(padded).substr(0, text.size());
  value.text = {value.string, {}, Encoding::kRaw};
  for (const Check& check : checks) {
    if (check.rule->stage == Stage::kCrossRecord) continue;
    if (!check.rule->check(check, value, judge) && judge.is_on(*check.rule)) return false;
  }
  return !trial.has_failed();
}

// The first text for a value, or for a missing one, that passes.
std::optional<Mending> found_mending(std::span<const Check> checks, const Value* value,
                                     CheckContext& context) {
  for (const Check& check : checks) {
    if (check.rule->mend == nullptr) continue;
    for (Mending& mending : check.rule->mend(check, value, context)) {
      if (is_plain(mending.text) && passes(mending.text, checks, context))
        return std::move(mending);
    }
  }
  return std::nullopt;
}

// Where edits are not wanted the fix is offered all the same, without any value.
void attach(const FixKind& kind, const Span& span, std::string text, CheckContext& context) {
  const std::optional<Span> place = context.ledger().place_of_edit(span);
  if (!place) return;
  Fix fix{kind.safety, kind.name, {}};
  if (context.fixes() != nullptr) fix.edit = Edit{*place, std::move(text)};
  context.ledger().attach_fix(std::move(fix));
}

std::string in_quotes(std::string_view text) { return fmt::format("\"{}\"", text); }

// Between the quotes, where some stand around the text. In a table there may be none, and a cell
// with doubled ones or with spaces around them is written anew.
void attach_text(const Mending& mending, const SourceText& written, std::size_t size,
                 CheckContext& context) {
  const Span& span = written.span;
  const Span inner{span.begin + 1, span.end - 1};
  const std::uint64_t bytes = span.end - span.begin;
  if (written.encoding == Encoding::kJsonEscaped || bytes == size + 2)
    return attach(*mending.kind, inner, mending.text, context);
  attach(*mending.kind, span, bytes == size ? mending.text : in_quotes(mending.text), context);
}

// The edits of a column are those of all rows: who reads the table has them made (fix/).
void attach_of_column(const FixKind& kind, CheckContext& context) {
  context.ledger().attach_fix({kind.safety, kind.name, {}});
}

// Quotes of a text within a text would need escapes.
bool may_write_quotes(CheckContext& context) { return context.ledger().through() == nullptr; }

}  // namespace

void offer_mending(std::span<const Check> checks, const Value& value, CheckContext& context) {
  const std::optional<Mending> mending = found_mending(checks, &value, context);
  if (!mending) return;
  if (value.kind == Kind::kString)
    attach_text(*mending, value.text, value.string.size(), context);
  else if (may_write_quotes(context))
    attach(*mending->kind, value.span(), in_quotes(mending->text), context);
}

void offer_member(std::string_view name, std::span<const Check> checks, const Span& object,
                  bool is_empty, CheckContext& context) {
  if (!may_write_quotes(context) || !is_plain(name)) return;
  const std::optional<Mending> mending = found_mending(checks, nullptr, context);
  if (!mending) return;
  const Span place{object.begin + 1, object.begin + 1};
  attach(*mending->kind, place,
         fmt::format("\"{}\":\"{}\"{}", name, mending->text, is_empty ? "" : ","), context);
}

void offer_name(std::string_view name, const SourceText& written, CheckContext& context) {
  if (!is_plain(name)) return;
  attach_text({&fix_kind::kMemberName, std::string(name)}, written, written.bytes.size(), context);
}

bool offer_column_name(std::string_view name, CheckContext& context) {
  if (!is_plain(name)) return false;
  attach_of_column(fix_kind::kMemberName, context);
  return true;
}

std::optional<Mending> offer_column(std::string_view name, std::span<const Check> checks,
                                    CheckContext& context) {
  if (!is_plain(name)) return std::nullopt;
  std::optional<Mending> mending = found_mending(checks, nullptr, context);
  if (mending) attach_of_column(*mending->kind, context);
  return mending;
}

void offer_column_removal(CheckContext& context) {
  attach_of_column(fix_kind::kDroppedMember, context);
}

void offer_removal(const FixKind& kind, const Span& span, CheckContext& context) {
  attach(kind, span, {}, context);
}

}  // namespace diallint
