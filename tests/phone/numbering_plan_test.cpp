#include "diallint/numbering_plan.h"

#include <catch2/catch.hpp>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "phone/tables.h"
#include "support/numbering_numbers.h"

using namespace diallint;
using diallint::testing::plan_from;

namespace diallint {
std::ostream& operator<<(std::ostream& out, NumberVerdict verdict) {
  return out << to_string(verdict);
}
std::ostream& operator<<(std::ostream& out, NumberType type) { return out << to_string(type); }
}  // namespace diallint

namespace {

// Two invented plans: +7 is shared by a main region without leading digits, one with, and one whose
// numbers the main region has already; +88 belongs to one region, +979 to none.
constexpr std::string_view kTable = R"(version 1
date 2026-01-02
calling-code 7

region AA
general 5-6
  [1-5]\d{4}
  6\d{5}
premium 5
  1[0-4]\d{3}
fixed
  1\d{4,5}
  2\d{4}
mobile
  2[5-9]\d{3}
  6\d{5}
region BB
leading
  3
  (?:4[01])
general 5
  [34]\d{4}
voip 5
  3\d{4}
  9\d{4}
region CC
general 5,7
  [2-6]\d{4}
  8\d{6}
mobile 5
  [24]\d{4}
toll-free 7
  8\d{6}

calling-code 88
region DD
leading
  5
general 4-17
  \d{4,17}
fixed
  \d{4,17}
mobile = fixed
calling-code 979
region 001
general 4
  1\d{3}
pager
  1\d{3}
)";

struct Case {
  const char* why;
  std::string_view number;
  NumberVerdict verdict;
  std::string_view region;
  NumberType type = NumberType::kNone;
};

void check(const NumberingPlan& plan, const std::vector<Case>& cases) {
  for (const Case& one : cases) {
    INFO(one.number << ": " << one.why);
    const NumberFacts facts = plan.lookup(one.number);
    CHECK(facts.verdict == one.verdict);
    CHECK(facts.region == one.region);
    CHECK(facts.type == one.type);
  }
}

using enum NumberVerdict;
using enum NumberType;

}  // namespace

TEST_CASE("a number belongs to the first region that claims it", "[numbering]") {
  check(
      plan_from(kTable),
      {{"premium is tried before fixed", "+710000", kAssignable, "AA", kPremiumRate},
       {"outside of premium", "+715000", kAssignable, "AA", kFixed},
       {"premium has its own lengths, fixed inherits", "+715000", kAssignable, "AA", kFixed},
       {"the general pattern must hold too", "+7150000", kTooLong, ""},
       {"fixed and mobile alike", "+725000", kAssignable, "AA", kFixedOrMobile},
       {"fixed only", "+720000", kAssignable, "AA", kFixed},
       {"the main region has it first, though CC has it too", "+724999", kAssignable, "AA", kFixed},
       {"mobile only", "+7600000", kAssignable, "AA", kMobile},
       {"leading digits capture", "+730000", kAssignable, "BB", kVoip},
       {"captured although not valid, and CC would not be asked", "+740000", kRangeNotInUse, "BB"},
       {"leading digits capture a number that is too short", "+73", kTooShort, "BB"},
       {"not captured: the third region has it", "+742000", kAssignable, "CC", kMobile},
       {"a general pattern of another region does not help", "+790000", kRangeNotInUse, ""},
       {"the type's lengths, not the general ones", "+78000000", kAssignable, "CC", kTollFree}});
}

TEST_CASE("a verdict says what is wrong", "[numbering]") {
  check(plan_from(kTable),
        {{"no calling code begins so", "+612345", kUnknownCallingCode, ""},
         {"the calling code is not complete", "+9", kUnknownCallingCode, ""},
         {"nor here", "+97", kUnknownCallingCode, ""},
         {"nothing after the calling code", "+88", kTooShort, "DD"},
         {"nothing after a shared one", "+7", kTooShort, ""},
         {"the start of an assignable number", "+71000", kTooShort, ""},
         {"shorter than any number, though none begins so", "+70", kTooShort, ""},
         {"an assignable number and more", "+7200001", kTooLong, ""},
         {"longer than any number", "+700000000", kTooLong, ""},
         {"longer than any number of the region that captures it", "+7400000", kTooLong, "BB"},
         {"of a possible length, in no range", "+700000", kRangeNotInUse, ""},
         {"without a country", "+9791000", kAssignable, "001", kPager},
         {"not in use, without a country", "+9792000", kRangeNotInUse, "001"}});
}

TEST_CASE("a region alone in its calling code has every number of it", "[numbering]") {
  check(plan_from(kTable),
        {{"its leading digits do not matter", "+881234", kAssignable, "DD", kFixedOrMobile},
         {"15 digits", "+881234567890123", kAssignable, "DD", kFixedOrMobile},
         {"16 digits are too many, whatever the plan says", "+8812345678901234", kNotE164, ""}});
}

TEST_CASE("what is not E.164 is told apart", "[numbering]") {
  std::vector<Case> cases;
  for (const std::string_view number :
       {"", "+", "1", "+0", "+0123456", "12125550123", "++12125550123", "+1 2125550123",
        "+1-212-555-0123", "+1212555012a", "\xff", "+1212555\xff\xff", "+1212/550123",
        "+1212:550123"}) {
    cases.push_back({"builtin", number, kNotE164, ""});
  }
  check(NumberingPlan::builtin(), cases);
  for (const std::string number : {"+12125550123", "+121", "+44"}) {
    for (std::size_t at = 0; at < number.size(); ++at) {
      for (int byte = 0; byte < 256; ++byte) {
        std::string spoilt = number;
        spoilt[at] = static_cast<char>(byte);
        const bool e164 = at == 0 ? byte == '+' : byte >= (at == 1 ? '1' : '0') && byte <= '9';
        INFO(number << " with " << byte << " at " << at);
        CHECK((NumberingPlan::builtin().lookup(spoilt).verdict != kNotE164) == e164);
      }
    }
  }
}

TEST_CASE("the builtin plan knows the numbers that are kept for fiction", "[numbering]") {
  check(NumberingPlan::builtin(),
        {{"New York", "+12125550123", kAssignable, "US", kFixedOrMobile},
         {"an area code of 2023", "+13535550123", kAssignable, "US", kFixedOrMobile},
         {"an area code of 2025", "+16865550123", kAssignable, "US", kFixedOrMobile},
         {"Toronto", "+14165550123", kAssignable, "CA", kFixedOrMobile},
         {"Jamaica, by leading digits", "+18765550123", kAssignable, "JM", kMobile},
         {"no such area code", "+12115550123", kRangeNotInUse, ""},
         {"London", "+442079460123", kAssignable, "GB", kFixed},
         {"kept free, so in no range", "+447700900123", kRangeNotInUse, ""},
         {"Berlin", "+493023125000", kAssignable, "DE", kFixed},
         {"a digit is missing", "+4420794601", kTooShort, ""},
         {"a digit too many", "+4420794601234", kTooLong, ""},
         {"Sydney", "+61255500123", kAssignable, "AU", kFixed},
         {"Sweden, mobile", "+46701740605", kAssignable, "SE", kMobile},
         {"freephone", "+448081570123", kAssignable, "GB", kTollFree},
         {"a digit after +1", "+12", kTooShort, ""}});
}

TEST_CASE("a national zero is found where dropping it helps", "[numbering]") {
  struct Zero {
    std::string_view number;
    std::size_t offset;  // 0 where none is to be found
  };
  const NumberingPlan& plan = NumberingPlan::builtin();
  for (const auto& [number, offset] : std::vector<Zero>{{"+4402079460123", 3},
                                                        {"+4903023125000", 3},
                                                        {"+353020910", 0},
                                                        {"+442079460123", 0},
                                                        {"+44002079460123", 0},
                                                        {"+440", 0},
                                                        {"+44", 0},
                                                        {"+0", 0},
                                                        {"+", 0},
                                                        {"", 0},
                                                        {"+44x02079460123", 0},
                                                        {"+440207946012x", 0},
                                                        {"+9990123456", 0}}) {
    INFO(number);
    const auto zero = plan.national_zero(number);
    CHECK(zero.has_value() == (offset != 0));
    if (zero && offset != 0) {
      CHECK(zero->offset == offset);
      std::string without(number);
      without.erase(offset, 1);
      CHECK(zero->facts == plan.lookup(without));
    }
  }
}

TEST_CASE("a national zero is found in 16 digits, since one goes", "[numbering]") {
  const NumberingPlan plan = plan_from(
      "version 1\ndate 2026-01-02\ncalling-code 88\nregion DD\n"
      "general 13\n  [1-9]\\d{12}\nfixed\n  [1-9]\\d{12}\n");
  const auto zero = plan.national_zero("+8801234567890123");
  REQUIRE(zero);
  CHECK(zero->offset == 3);
  CHECK(zero->facts.type == kFixed);
  CHECK_FALSE(plan.national_zero("+88012345678901234"));
}

TEST_CASE("a zero that belongs to the number stays", "[numbering]") {
  const NumberingPlan plan = plan_from(
      "version 1\ndate 2026-01-02\ncalling-code 39\nregion IT\n"
      "general 4-5\n  0?\\d{4}\nfixed\n  0?\\d{4}\n");
  CHECK_FALSE(plan.national_zero("+3901234"));
}

TEST_CASE("a number that goes on behind an assignable one is too long", "[numbering]") {
  // One state is assignable: both ranges end alike. Longer numbers are possible elsewhere.
  const NumberingPlan plan = plan_from(
      "version 1\ndate 2026-01-02\ncalling-code 88\nregion DD\n"
      "general 4,6\n  1\\d{3}|2\\d{5}\nfixed\n  1\\d{3}|2\\d{5}\n");
  check(plan, {{"four digits", "+881234", kAssignable, "DD", kFixed},
               {"a fifth", "+8812345", kTooLong, "DD"},
               {"and a sixth", "+88123456", kTooLong, "DD"},
               {"six digits", "+88234567", kAssignable, "DD", kFixed},
               {"five of them", "+8823456", kTooShort, "DD"},
               {"a seventh", "+882345678", kTooLong, "DD"},
               {"of no range, and of a possible length", "+8834567", kRangeNotInUse, "DD"}});
}

TEST_CASE("a national zero stands behind a calling code", "[numbering]") {
  const NumberingPlan small = plan_from(
      "version 1\ndate 2026-01-02\ncalling-code 82\nregion DD\n"
      "general 4\n  \\d{4}\nfixed\n  \\d{4}\n"
      "calling-code 7\nregion FF\ngeneral 4\n  \\d{4}\nfixed\n  \\d{4}\n"
      "calling-code 888\nregion EE\ngeneral 4\n  \\d{4}\nfixed\n  \\d{4}\n");
  REQUIRE(small.national_zero("+8201234"));
  CHECK(small.national_zero("+8201234")->offset == 3);
  REQUIRE(small.national_zero("+88801234"));
  CHECK(small.national_zero("+88801234")->offset == 4);
  // Without its zero this has a calling code, but none stands in front of the zero.
  REQUIRE(small.lookup("+821234").verdict == kAssignable);
  CHECK_FALSE(small.national_zero("+8021234"));
  CHECK_FALSE(small.national_zero("+0821234"));
  REQUIRE(small.national_zero("+701234"));
  CHECK(small.national_zero("+701234")->offset == 2);
  CHECK_FALSE(small.national_zero("+8:01234"));
  CHECK_FALSE(small.national_zero(std::string_view("+88801234").substr(0, 4)));

  const NumberingPlan& plan = NumberingPlan::builtin();
  REQUIRE(plan.national_zero("+4402079460123"));
  CHECK(plan.national_zero("+4402079460123")->offset == 3);
  for (const std::string_view number :
       {"", "+", "+4", "+44", "+440", "4402079460123", "x4402079460123", "+4:02079460123",
        "+:402079460123", "+4402079460:23", "+442079460123"}) {
    INFO(number);
    CHECK_FALSE(plan.national_zero(number));
  }
  CHECK_FALSE(plan.national_zero("+440" + std::string(200, '1')));
}

TEST_CASE("the builtin plan knows its regions, and what it takes", "[numbering]") {
  const NumberingPlan& plan = NumberingPlan::builtin();
  for (const char* region : {"GB", "US", "001"}) CHECK(plan.has_region(region));
  for (const char* region : {"", "XX", "G", "GBR", "gb"}) CHECK_FALSE(plan.has_region(region));
  const numbering::Tables& tables = numbering::Access::tables(plan);
  CHECK(plan.bytes() == plan.states() * (sizeof(numbering::Row) + sizeof(numbering::Label)) +
                            tables.group_count * sizeof(numbering::Group) +
                            1000 * sizeof(numbering::State));
}
