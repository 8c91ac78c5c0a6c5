// Rules on what the numbering plans say of a number: whether anybody can have it.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "context/check_context.h"
#include "context/phone_lookup.h"
#include "plan/node_compiler.h"
#include "rules/families.h"
#include "rules/mending.h"
#include "rules/phone_advice.h"
#include "samples/boundary_values.h"
#include "samples/phone_samples.h"
#include "samples/sample.h"

namespace diallint {
namespace {

// --- phone-assignable --------------------------------------------------------------------------

void compile_assignable(NodeCompiler& node, const nlohmann::json& value) {
  node.require_true(value);
  node.add_check();
}

// Whose plan it is.
std::string_view owner(const NumberFacts& facts) {
  if (facts.region == "001") return "this international calling code";
  return facts.region.empty() ? "any region of its calling code" : facts.region;
}

std::string fault_of(const NumberFacts& facts, std::size_t digits) {
  switch (facts.verdict) {
    case NumberVerdict::kNotE164:
      return "is not E.164, so no numbering plan holds it";
    case NumberVerdict::kUnknownCallingCode:
      return "does not begin with a calling code that is in use";
    case NumberVerdict::kTooShort:
      return fmt::format("has {} digits, too few for {}", digits, owner(facts));
    case NumberVerdict::kTooLong:
      return fmt::format("has {} digits, too many for {}", digits, owner(facts));
    default:
      return fmt::format("lies in a range that is not in use in {}", owner(facts));
  }
}

bool is_length(NumberVerdict verdict) {
  return verdict == NumberVerdict::kTooShort || verdict == NumberVerdict::kTooLong;
}

// What to do about a number that nobody can have. The 0 is named even where another repair leads
// elsewhere.
std::string way_out(std::string_view number, const NumberingPlan& plan) {
  const std::string repair = phone_repair_in_words(number, plan);
  if (!repair.empty()) return fmt::format("in E.164, {}", repair);
  if (const auto zero = plan.national_zero(number))
    return fmt::format("in E.164, without the 0 after its calling code it is a number of {}",
                       owner(zero->facts));
  return "nobody can have such a number; E.164 is the +, the calling code and the whole national "
         "number without its trunk prefix";
}

// What a regulator keeps for fiction, in a plan or not, is no slip. Where countries share a plan
// such a number has to be of an area that is in use.
bool is_kept_for_fiction(const PhoneFacts& facts) {
  return facts.fiction_reported || (facts.fiction && !facts.fiction->region.empty());
}

bool check_assignable(const Check& check, Value& value, CheckContext& context) {
  PhoneReader& reader = context.phone_reader();
  PhoneFacts& facts = reader.read(value);
  if (facts.number.verdict == NumberVerdict::kAssignable) return true;
  if (is_kept_for_fiction(facts) || !context.is_on(*check.rule)) return true;
  facts.reported = true;
  const std::size_t digits = value.string.size() - 1;
  Figures figures;
  if (is_length(facts.number.verdict)) figures = {{}, {}, fmt::format("{}", digits), "digits"};
  const bool kept = context.report(
      check, value.span(),
      [&] {
        return fmt::format("{} {}; {}", context.subject(), fault_of(facts.number, digits),
                           way_out(value.string, reader.plan()));
      },
      std::move(figures));
  if (kept) offer_mending(check, value, context);
  return true;
}

// The number without its last digits, with digits too many, with a national 0, or with other digits
// altogether.
std::string bend(const std::string& number, Random& random) {
  std::string bent = number;
  switch (random.below(4)) {
    case 0:
      bent.resize(bent.size() - 1 - random.below(4));
      break;
    case 1:
      bent += fmt::format("{}", random.below(1000));
      break;
    case 2: {
      const std::size_t code =
          fmt::format("+{}", NumberingPlan::builtin().lookup(number).calling_code).size();
      bent.insert(code, 1, '0');
      break;
    }
    default:
      bent = fmt::format("+{}", random.between(2'000'000, 999'999'999'999));
  }
  return bent;
}

bool inject_assignable(const Check&, Injection& injection) {
  constexpr std::size_t kMaxLength = 16;
  for (;;) {  // now and then all digits are drawn anew, and most such numbers belong to nobody
    std::string bent = bend(injection.value.text, injection.random);
    const bool assignable =
        NumberingPlan::builtin().lookup(bent).verdict == NumberVerdict::kAssignable;
    if (assignable || fictional(bent) || bent.size() > kMaxLength) continue;
    injection.value = Sample::string(std::move(bent));
    return true;
  }
}

constexpr std::string_view kAssignableKeywords[] = {"x-phone-assignable"};

const Rule kAssignable = {
    .id = "phone-assignable",
    .title = "A telephone number is in a range that a country's numbering plan has in use.",
    .severity = Severity::kWarning,
    .why =
        "The number looks right and belongs to nobody: the request is accepted, and the call fails "
        "or, after a slip in the first digits, reaches a stranger abroad.",
    .repair =
        "Correct the number; a digit is missing, or one too many. Drop the national 0 after the "
        "calling code. If the number does exist, its range is newer than the numbering plan: "
        "--version names the plan, --numbering-plan takes a newer one.",
    .keywords = kAssignableKeywords,
    .stage = Stage::kSemantic,
    .compile = compile_assignable,
    .check = check_assignable,
    .inject_fault = inject_assignable,
    .judges_any_kind = true,
};

// --- phone-fictional ---------------------------------------------------------------------------

void compile_fictional(NodeCompiler& node, const nlohmann::json& value) {
  node.require_true(value);
  node.add_check();
}

std::string_view country_of(const PhoneFacts& facts) {
  return facts.region().empty() ? "North America" : facts.region();
}

bool check_fictional(const Check& check, Value& value, CheckContext& context) {
  PhoneFacts& facts = context.phone_reader().read(value);
  // Tests switch the rule off: then a message that nobody sees is not worth its allocations.
  if (!facts.fiction || !context.is_on(*check.rule)) return true;
  facts.fiction_reported = true;
  // The regulator's own page, rather than the one that the schema names for all of them.
  context.report(
      check, value.span(),
      [&] {
        return fmt::format("{} is reserved for fictional use in {} ({}); nobody has this number",
                           context.subject(), country_of(facts), facts.fiction->document);
      },
      {}, facts.fiction->source);
  return true;
}

void boundary_fictional(const Check&, BoundaryValues& boundary) {
  boundary.invalid("kept-for-fiction", boundary.value);
}

constexpr std::string_view kFictionalKeywords[] = {"x-phone-fictional"};

const Rule kFictional = {
    .id = "phone-fictional",
    .title = "A telephone number is not one reserved for fictional use.",
    .severity = Severity::kWarning,
    .why =
        "Test data has reached the file: nobody is called, and a campaign may treat invented "
        "records as customers.",
    .repair =
        "Find out where the record comes from. In fixtures and examples such numbers are the right "
        "choice: there, give --ignore phone-fictional. The message names the regulator's document.",
    .keywords = kFictionalKeywords,
    .stage = Stage::kForm,  // before phone-assignable, which leaves to it what it reports
    .compile = compile_fictional,
    .check = check_fictional,
    // No spoil: samples have such numbers already, and no others may be made up.
    .boundary_values = boundary_fictional,
};

}  // namespace

std::span<const Rule* const> phone_plan_rules() noexcept {
  static constexpr const Rule* kRules[] = {&kAssignable, &kFictional};
  return kRules;
}

}  // namespace diallint
