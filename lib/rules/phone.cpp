// Rules on telephone numbers.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/ascii.h"
#include "base/plural.h"
#include "context/check_context.h"
#include "input/format_detection.h"
#include "phone/certain_number.h"
#include "phone/region_names.h"
#include "plan/node_compiler.h"
#include "rules/families.h"
#include "rules/mending.h"
#include "rules/phone_advice.h"
#include "rules/spreadsheet_damage.h"
#include "samples/boundary_values.h"
#include "samples/phone_samples.h"
#include "samples/sample.h"

namespace diallint {
namespace {

// --- phone-e164 --------------------------------------------------------------------------------

void compile_e164(NodeCompiler& node, const nlohmann::json& value) {
  Check& check = node.add_check();
  check.minimum = node.whole_number(node.member(value, "minDigits"), 1, 15);
  check.maximum = node.whole_number(node.member(value, "maxDigits"), 1, 15);
}

bool is_e164(const Check& check, std::string_view number) noexcept {
  const auto digits = static_cast<std::int64_t>(number.size()) - 1;
  if (digits < check.minimum || digits > check.maximum) return false;
  if (number[0] != '+' || number[1] == '0') return false;
  return all_digits(number.substr(1));
}

// A number that none of them says anything of.
constexpr std::string_view kAtAGlance[] = {"phone-fictional", "phone-assignable", "phone-region",
                                           "phone-type"};
constexpr std::size_t kGlanceMin = 5;  // with the plus sign
constexpr std::size_t kGlanceMax = 16;
bool glance_at_number(const Step* e164, std::string_view number, Span, CheckContext& context) {
  return number.size() >= kGlanceMin && is_e164(*e164->check, number) &&
         context.phone_reader().passes_at_a_glance(number);
}

// What keeps the number from being E.164, most telling first.
std::string e164_fault(const Check& check, std::string_view number) {
  if (number.empty()) return "is empty";
  std::int64_t digits = 0;
  std::int64_t pluses = 0;
  std::int64_t hyphens = 0;
  for (const char c : number) {
    digits += is_digit(c) ? 1 : 0;
    pluses += c == '+' ? 1 : 0;
    hyphens += c == '-' ? 1 : 0;
  }
  if (!spreadsheet_damage(number).empty()) return "is not a phone number";
  if (number.starts_with("00")) return "begins with 00, where E.164 has +";
  if (pluses == 0 && digits > 0) {
    return "does not begin with + and a calling code (a spreadsheet drops the +; a national number "
           "has none)";
  }
  if (pluses > 1) return fmt::format("has {} plus signs", pluses);
  if (hyphens > 0) return "has " + counted(hyphens, "hyphen");
  if (pluses == 0) return "has no digits";
  if (number[0] != '+') return "has its + in the wrong place";
  if (digits < check.minimum || digits > check.maximum) {
    return "has " + counted(digits, "digit");
  }
  if (number[1] == '0') return "begins with +0, but no calling code begins with 0";
  return "has characters other than digits after the +";
}

std::string advise_e164(const Check& check, const Value& value, CheckContext& context) {
  std::string words = fmt::format("E.164 is a + and {} to {} digits, the first not 0",
                                  check.minimum, check.maximum);
  const bool text = value.kind == Kind::kString || value.kind == Kind::kNumber;
  if (!text) return words;
  const std::string_view number = value.kind == Kind::kString ? value.string : value.text.bytes;
  return fmt::format("{}; {}", words, phone_way_out(number, context.phone_reader().plan()));
}

const FixKind& kind_of(NumberChange change) {
  switch (change) {
    case NumberChange::kPrefix:
      return fix_kind::kInternationalPrefix;
    case NumberChange::kTrunkZero:
      return fix_kind::kTrunkZero;
    case NumberChange::kForm:
      break;
  }
  return fix_kind::kNumberForm;
}

// Where the number is dialled if it is a national one: as its row says or, where that says nothing,
// as the run does.
std::string_view region_for(const FixRequest& fixes) {
  const std::string_view named = trimmed(fixes.region_of_row);
  return named.empty() ? std::string_view(fixes.default_region) : region_named(named);
}

std::vector<Mending> mend_number(const Check&, const Value* value, CheckContext& context) {
  if (value == nullptr || (value->kind != Kind::kString && value->kind != Kind::kNumber)) return {};
  const NumberingPlan& plan = context.phone_reader().plan();
  const bool is_text = value->kind == Kind::kString;
  const std::string_view text = is_text ? value->string : value->text.bytes;
  if (auto certain = certain_number(text, plan))
    return {{&kind_of(certain->change), std::move(certain->number)}};
  if (context.fixes() == nullptr) return {};
  std::string number = national_number(text, region_for(*context.fixes()), plan);
  if (number.empty()) return {};
  return {{&fix_kind::kNationalNumber, std::move(number)}};
}

bool check_e164(const Check& check, Value& value, CheckContext& context) {
  if (is_e164(check, value.string)) return true;
  if (!context.is_on(*check.rule)) return false;
  Figures figures;
  if (value.string.starts_with('+')) {
    figures = {fmt::format("{}", check.minimum), fmt::format("{}", check.maximum),
               fmt::format("{}", std::count_if(value.string.begin(), value.string.end(), is_digit)),
               "digits"};
  }
  const bool kept = context.report(
      check, value.span(),
      [&] {
        return fmt::format("{} {}; {}", context.subject(), e164_fault(check, value.string),
                           advise_e164(check, value, context));
      },
      std::move(figures));
  if (kept) offer_mending(check, value, context);
  return false;
}

constexpr std::string_view kBroken[] = {"",
                                        "12025550147",
                                        "+1-202-555-0147",
                                        "0012025550147",
                                        "+",
                                        "+1",
                                        "+02025550147",
                                        "+1202555014712345",
                                        "1+2025550147",
                                        "++12025550147",
                                        "202-555-0147"};

bool inject_e164(const Check&, Injection& injection) {
  injection.value =
      Sample::string(std::string(kBroken[injection.random.below(std::size(kBroken))]));
  return true;
}

void boundary_e164(const Check& check, BoundaryValues& boundary) {
  // Of a calling code that is not in use: such a number cannot be anybody's.
  const auto number = [](std::int64_t n) {
    return "+" + std::string(static_cast<std::size_t>(n), '9');
  };
  const auto digits = [](std::int64_t n) { return fmt::format("{}-digits", n); };
  boundary.valid_text(digits(check.minimum), number(check.minimum));
  boundary.invalid_text(digits(check.minimum - 1), number(check.minimum - 1));
  boundary.valid_text(digits(check.maximum), number(check.maximum));
  boundary.invalid_text(digits(check.maximum + 1), number(check.maximum + 1));
  for (const std::string_view broken : kBroken) {
    boundary.invalid_text(broken.empty() ? "empty" : std::string(broken), std::string(broken));
  }
}

constexpr std::string_view kE164Keywords[] = {"x-phone-e164"};

const Rule kPhoneE164 = {
    .id = "phone-e164",
    .title =
        "A telephone number is E.164: a plus sign, then digits that begin with a calling code.",
    .severity = Severity::kError,
    .why =
        "The service's own pattern lets hyphens, several plus signs and even an empty text "
        "through, so the request is accepted and the call then fails.",
    .repair =
        "Write the number with + and its calling code, without spaces, hyphens or the national "
        "0. In a spreadsheet, make the column a text column first.",
    .keywords = kE164Keywords,
    .stage = Stage::kForm,
    .compile = compile_e164,
    .check = check_e164,
    .inject_fault = inject_e164,
    .make = make_number,
    .boundary_values = boundary_e164,
    .judges_any_kind = true,
    .advise = advise_e164,
    .mend = mend_number,
    .glance = glance_at_number,
    .glance_over = kAtAGlance,
    .glance_bytes = "+0123456789",
    .glance_min_bytes = kGlanceMin,
    .glance_max_bytes = kGlanceMax,
    .disagreement =
        "The API reference gives the number a pattern and a length that other texts fit as well; "
        "the SDK's reference says E.164. Both are checked: the first as pattern and length, the "
        "second as this rule.",
};

// --- phone-duplicate ---------------------------------------------------------------------------

void compile_duplicate(NodeCompiler& node, const nlohmann::json& value) {
  node.add_check().parameters = RunSet{node.seen_slot(node.text(value))};
}

std::string tell_duplicate(std::string_view subject, std::string_view first_place) {
  return fmt::format("{} is the same number as in {}; this person is called twice", subject,
                     first_place);
}

bool check_duplicate(const Check& check, Value& value, CheckContext& context) {
  context.record_for_uniqueness(check, value.string, value.span(), tell_duplicate);
  return true;
}

bool glance_at_duplicate(const Step* duplicate, std::string_view number, Span span,
                         CheckContext& context) {
  context.record_for_uniqueness(*duplicate->check, number, span, tell_duplicate);
  return true;
}

bool inject_duplicate(const Check&, Injection& injection) {
  if (injection.sibling == nullptr) return false;
  injection.value = *injection.sibling;
  return true;
}

constexpr std::string_view kDuplicateKeywords[] = {"x-phone-duplicate"};

const Rule kPhoneDuplicate = {
    .id = "phone-duplicate",
    .title = "No number appears in two requests of one run.",
    .severity = Severity::kWarning,
    .why = "Tokens differ, so the service sees two requests and calls the person twice.",
    .repair =
        "Remove one of the two, unless two calls are meant. The message names the first "
        "occurrence.",
    .keywords = kDuplicateKeywords,
    .stage = Stage::kCrossRecord,
    .compile = compile_duplicate,
    .check = check_duplicate,
    .inject_fault = inject_duplicate,
    .glance = glance_at_duplicate,
};

}  // namespace

std::span<const Rule* const> phone_rules() noexcept {
  static constexpr const Rule* kRules[] = {&kPhoneE164, &kPhoneDuplicate};
  return kRules;
}

}  // namespace diallint
