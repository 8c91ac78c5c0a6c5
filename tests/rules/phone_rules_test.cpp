// The rules on telephone numbers against the numbering plan itself, on numbers drawn from it when
// the test runs: none of them stands in a file, and none may stand in a finding.
#include <catch2/catch.hpp>
#include <map>
#include <set>

#include "diallint/fictional_numbers.h"
#include "phone/number_repair.h"
#include "support/lint.h"
#include "support/numbering_numbers.h"

namespace diallint::test {
namespace {

using testing::NumberSource;

std::string request(std::string_view number) {
  return fmt::format(
      R"({{"clientToken":"t","phoneNumber":"{}","expirationTime":"2026-11-20T12:10:00.000Z",)"
      R"("attributes":{{}}}})",
      number);
}

LintOptions all_on() {
  LintOptions options;
  options.format = InputFormat::kJson;
  options.settings.severity.erase("phone-fictional");
  return options;
}

// What a run has to find, worked out from the plan and the policy alone.
std::string expected(const std::string& number, const Settings& settings) {
  const NumberFacts facts = settings.numbering_plan.lookup(number);
  const PhonePolicy& policy = settings.phone_policy;
  const auto holds = [](const auto& list, const auto& one) {
    return std::find(list.begin(), list.end(), one) != list.end();
  };
  if (fictional(number)) return "";  // the other test's
  if (facts.verdict != NumberVerdict::kAssignable) return "phone-assignable /phoneNumber\n";
  std::string found;
  const bool allowed =
      policy.allowed_regions.empty() || holds(policy.allowed_regions, facts.region);
  if (!allowed || holds(policy.denied_regions, facts.region)) found = "phone-region /phoneNumber\n";
  if (holds(*policy.denied_types, facts.type)) found += "phone-type /phoneNumber\n";
  return found;
}

// No five digits of the number in a row stand in what is said of it.
bool tells(const Finding& finding, const std::string& number) {
  for (std::size_t at = 1; at + 5 <= number.size(); ++at) {
    if (finding.message.find(number.substr(at, 5)) != std::string::npos) return true;
  }
  return false;
}

// How many different outcomes there were.
std::size_t check_numbers(const LintOptions& options, std::uint64_t seed) {
  NumberSource source(options.settings.numbering_plan, seed);
  std::set<std::string> seen;
  for (int i = 0; i < rounds(20'000); ++i) {
    const std::string number = source.any();
    if (number.size() < 3 || fictional(number)) continue;
    const LintResult result = lint(request(number), options);
    const std::string wanted = expected(number, options.settings);
    seen.insert(wanted);
    REQUIRE(result.brief() == wanted);
    for (const Located& one : result.findings) REQUIRE_FALSE(tells(one.finding, number));
  }
  return seen.size();
}

}  // namespace

TEST_CASE("Rules on numbers say what the plan says", "[phone]") {
  LintOptions options = all_on();
  CHECK(check_numbers(options, 1) == 3);  // nothing, not assignable, of a denied type
  options.settings.phone_policy.allowed_regions = {"US", "GB", "DE", "FR", "001", "IN", "BR"};
  CHECK(check_numbers(options, 2) == 5);
  options.settings.phone_policy.allowed_regions.clear();
  options.settings.phone_policy.denied_regions = {"001", "GB", "JP"};
  options.settings.phone_policy.denied_types = {NumberType::kMobile, NumberType::kTollFree};
  CHECK(check_numbers(options, 3) == 5);
}

TEST_CASE("Fiction is one finding whether a plan has it or not", "[phone]") {
  const FictionalNumbers all(NumberingPlan::builtin());
  std::map<bool, int> in_plan;
  for (const FictionalRange& range : all.ranges()) {
    const auto* end = std::end(kDeniedTypes);
    if (std::find(std::begin(kDeniedTypes), end, range.type) != end) continue;  // phone-type's too
    for (const std::uint64_t index : {std::uint64_t{0}, range.count - 1}) {
      const std::string number = number_in(range, index).data();
      const LintResult result = lint(request(number), all_on());
      INFO(number);
      REQUIRE(result.brief() == "phone-fictional /phoneNumber\n");
      const Finding& finding = result.findings[0].finding;
      CHECK(finding.source == range.origin.source);
      CHECK(finding.message.find(range.origin.document) != std::string::npos);
      CHECK(finding.message.find(range.region) != std::string::npos);
      CHECK_FALSE(tells(finding, number));
      ++in_plan[range.type != NumberType::kNone];
    }
  }
  CHECK(in_plan[true] > 100);
  CHECK(in_plan[false] > 0);
}

TEST_CASE("What may be dropped is said without a digit of the number", "[phone]") {
  NumberSource source(NumberingPlan::builtin(), 7);
  int advised = 0;
  for (int i = 0; i < rounds(3000); ++i) {
    std::string number = source.assignable();
    const auto facts = NumberingPlan::builtin().lookup(number);
    number.insert(1 + std::to_string(facts.calling_code).size(), 1, '0');
    const auto zero = NumberingPlan::builtin().national_zero(number);
    if (number.size() > 16 || !zero) continue;
    const LintResult result = lint(request(number), all_on());
    REQUIRE(result.brief() == "phone-assignable /phoneNumber\n");
    const Finding& finding = result.findings[0].finding;
    CHECK(finding.message.find("without the 0 after its calling code") != std::string::npos);
    CHECK_FALSE(tells(finding, number));
    ++advised;
  }
  CHECK(advised > rounds(3000) / 2);
}

TEST_CASE("The 0 is named even where another repair leads elsewhere", "[phone]") {
  // Behind the calling code of the Netherlands a free number with its 0, or one of Los Angeles.
  int named = 0;
  for (int last = 0; last < 10'000 && named == 0; ++last) {
    const std::string number = fmt::format("+310800{:04}", last);
    const NumberingPlan& plan = NumberingPlan::builtin();
    if (!plan.national_zero(number) || repair_number(number, plan)) continue;
    const LintResult result = lint(request(number), all_on());
    REQUIRE(result.brief() == "phone-assignable /phoneNumber\n");
    const std::string& message = result.findings[0].finding.message;
    CHECK(message.find("without the 0 after its calling code") != std::string::npos);
    ++named;
  }
  CHECK(named == 1);
}

TEST_CASE("A repaired number may be that of a service", "[phone]") {
  NumberSource source(NumberingPlan::builtin(), 3, {"+870"});
  const std::string number = source.assignable();
  const LintResult result = lint(request(number.substr(0, 4) + " " + number.substr(4)), all_on());
  REQUIRE(result.brief() == "pattern /phoneNumber\n");
  CHECK(result.findings[0].finding.message.ends_with(
      "without spaces and punctuation it is a number of an international service"));
}

TEST_CASE("A plan and a severity given for a run count", "[phone]") {
  LintOptions options;
  const std::string london = request("+442079460123");
  const std::string leeds = request("+441134960123");
  CHECK(lint(leeds, options).brief() == "");
  options.settings.numbering_plan = testing::plan_from(
      "version 1\ndate 2026-01-01\ncalling-code 44\nregion GB\ngeneral 10\n  20\\d{8}\n"
      "premium 10\n  20\\d{8}\n");
  CHECK(lint(london, options).brief() == "phone-type /phoneNumber\n");
  options.settings.phone_policy.denied_types.reset();
  CHECK(lint(london, options).brief() == "");
  options.settings.severity["phone-type"] = Severity::kInfo;
  CHECK(lint(london, options).brief() == "phone-type /phoneNumber\n");
  CHECK(lint(london, options).summary.counts.infos == 1);
  // Fiction stays fiction, in this plan or not.
  CHECK(lint(leeds, options).brief() == "");
  options.settings.phone_policy.allowed_regions = {"us"};
  CHECK(lint(london, options).brief() == "phone-region /phoneNumber\nphone-type /phoneNumber\n");
  options.settings.phone_policy.allowed_regions = {"gb", "no such region"};
  CHECK(lint(london, options).brief() == "phone-type /phoneNumber\n");
  options.settings.severity["phone-type"] = Severity::kOff;
  CHECK(lint(london, options).brief() == "");
}

TEST_CASE("With phone-assignable off a policy still covers what no plan has", "[phone]") {
  LintOptions options;
  options.settings.phone_policy.allowed_regions = {"US"};
  const std::string no_plan = request("+330639980012");
  CHECK(lint(no_plan, options).brief() == "phone-assignable /phoneNumber\n");
  options.settings.severity["phone-assignable"] = Severity::kOff;
  CHECK(lint(no_plan, options).brief() == "phone-region /phoneNumber\n");
  CHECK(lint(request("+9992025550147"), options).brief() == "phone-region /phoneNumber\n");
}

}  // namespace diallint::test
