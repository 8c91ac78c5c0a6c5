// Telephone numbers as people and programs write them, and the one way to make E.164 of them.
// Numbers are of ranges kept for fiction, or drawn from the plan when the test runs.
#include "phone/number_repair.h"

#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <functional>
#include <set>

#include "diallint/fictional_numbers.h"
#include "support/lint.h"
#include "support/numbering_numbers.h"

namespace diallint::test {
namespace {

using testing::NumberSource;

const NumberingPlan& plan() { return NumberingPlan::builtin(); }

// "separators missing-plus +12025550147 US", or "none".
std::string told(std::string_view text) {
  const auto repair = repair_number(text, plan());
  if (!repair) return "none";
  std::string line;
  for (const RepairKind kind : repair->kinds) line += fmt::format("{} ", repair_name(kind));
  return fmt::format("{}{} {}", line, repair->text, repair->region);
}

struct Row {
  const char* text;
  const char* repair;
};

}  // namespace

TEST_CASE("How a number is written", "[repair]") {
  constexpr Row kRows[] = {
      {"+12025550147", "none"},  // nothing is wrong
      {"+1 (202) 555-0147", "separators +12025550147 US"},
      {"+1.202.555.0147", "separators +12025550147 US"},
      {"+1/202/555/0147", "separators +12025550147 US"},
      {"+12025550147 ", "separators +12025550147 US"},
      {"+12025550147\r", "separators +12025550147 US"},
      {"+12025550147#", "separators +12025550147 US"},
      {"<+12025550147>", "separators +12025550147 US"},
      {"++12025550147", "repeated-plus +12025550147 US"},
      {"+ +12025550147", "separators repeated-plus +12025550147 US"},
      {"+1\xE2\x80\x91"
       "202\xC2\xA0"
       "5550147",
       "plain-characters separators +12025550147 US"},
      {"\xE2\x80\xAA+12025550147\xE2\x80\xAC", "plain-characters +12025550147 US"},
      {"\xEF\xBC\x8B\xEF\xBC\x91\x32\x30\x32\x35\x35\x35\x30\x31\x34\x37",
       "plain-characters +12025550147 US"},
      {"tel:+12025550147", "label +12025550147 US"},
      {"TEL: +12025550147", "label +12025550147 US"},
      {"whatsapp:+12025550147", "label +12025550147 US"},
      {"callto://+12025550147", "label +12025550147 US"},
      {"Mobile +44 7700 900123", "label separators +447700900123 GB"},
      {"sip:+12025550147@example.com;user=phone", "label suffix +12025550147 US"},
      {"12025550147@c.us", "suffix missing-plus +12025550147 US"},
      {"tel:+12025550147;phone-context=example.com", "label suffix +12025550147 US"},
      {"tel:+1-202-555-0147;ext=123", "label extension separators +12025550147 US"},
      {"+12025550147x123", "extension +12025550147 US"},
      {"+1 202 555 0147 ext. 123", "extension separators +12025550147 US"},
      {"+12025550147 Extension: 7", "extension +12025550147 US"},
      {"+12025550147#123", "extension +12025550147 US"},
      {"+12025550147,,123", "extension +12025550147 US"},
      {"x123", "none"},  // an extension of nothing
      {"12025550147.0", "decimals missing-plus +12025550147 US"},
      {"12025550147,00", "decimals missing-plus +12025550147 US"},
      {"12025550147.", "separators missing-plus +12025550147 US"},
      {"12025550147.000", "none"},
      {"'+12025550147", "spreadsheet-mark +12025550147 US"},
      {"=\"+12025550147\"", "spreadsheet-mark +12025550147 US"},
      {"=+12025550147", "spreadsheet-mark +12025550147 US"},
      {"=\"\"", "none"},
      {"\"+12025550147\"", "quotes +12025550147 US"},
      {"'+12025550147'", "quotes +12025550147 US"},
      {"\xE2\x80\x99+12025550147", "plain-characters spreadsheet-mark +12025550147 US"},
      {"%2B12025550147", "encoded-plus +12025550147 US"},
      {"&#43;12025550147", "encoded-plus +12025550147 US"},
      {"%2B+12025550147", "encoded-plus repeated-plus +12025550147 US"},
      {"+1202555XXXX", "none"},  // masked
      {"+1202555x***", "none"},
      {"+120255501ab", "none"},  // too few letters for a word
      {"N/A", "none"},
      {"unknown", "none"},
      {"a@example.com", "none"},
      {"", "none"},
      {"+", "none"},
      {"-", "none"},
      {"\"", "none"},
      {"1+2025550147", "none"},
      {"+1202555?147", "none"},
      {"+1 202 555 0147 / 48", "none"},
      {"+12025550147/+12025550148", "none"},
      {"+12025550147, +12025550148", "none"},
      {"+12025550147;+12025550148", "none"},
      {"+12025550147|12", "none"},
      {"+12025550147 / 4", "none"},
      {"abc / 12025550147", "none"},
      {"+1202555014700000000000000", "none"},
      {"////////+12025550147", "separators +12025550147 US"},
  };
  for (const Row& row : kRows) {
    INFO(row.text);
    CHECK(told(row.text) == row.repair);
  }
  CHECK(told("+12025550147" + std::string(245, ' ')) == "none");
  CHECK(told("+12025550147" + std::string(244, ' ')) == "separators +12025550147 US");
}

TEST_CASE("How a number is dialled", "[repair]") {
  constexpr Row kRows[] = {
      {"12025550147", "missing-plus +12025550147 US"},
      {"447700900123", "missing-plus +447700900123 GB"},
      {" 12025550147", "form-space +12025550147 US"},
      {"0012025550147", "international-prefix +12025550147 US"},
      {"011447700900123", "international-prefix +447700900123 GB"},
      {"001161491570156", "international-prefix +61491570156 AU"},
      {"810447700900123", "international-prefix +447700900123 GB"},
      {"+00447700900123", "international-prefix +447700900123 GB"},
      {"+011447700900123", "international-prefix +447700900123 GB"},
      {"+0447700900123", "zero-before-code +447700900123 GB"},
      {"2025550147", "north-american-code +12025550147 US"},
      {"(202) 555-0147", "separators north-american-code +12025550147 US"},
      {"+2025550147", "north-american-code +12025550147 US"},
      {"+4407700900123", "trunk-zero +447700900123 GB"},  // of fiction, and in no plan
      {"+44 (0)7700 900123", "separators trunk-zero +447700900123 GB"},
      {"0044 (0) 7700 900123", "separators international-prefix trunk-zero +447700900123 GB"},
      {"+610491570156", "trunk-zero +61491570156 AU"},
      {"+33 06 39 98 00 12", "separators trunk-zero +33639980012 FR"},
      {"+44447700900123", "repeated-code +447700900123 GB"},
      {"+1112025550147", "repeated-code repeated-code +12025550147 US"},
      {"+12225550193", "none"},  // of no area that is in use, in the form of fiction
      {"07700900123", "none"},   // whose?
      {"911", "none"},
      {"+12025550147000", "none"},
  };
  for (const Row& row : kRows) {
    INFO(row.text);
    CHECK(told(row.text) == row.repair);
  }
}

TEST_CASE("Two readings of a number are none", "[repair]") {
  // Ten digits that are both a number of the Netherlands and, with +1, one of North America.
  const NumberingPlan both = testing::plan_from(
      "version 1\ndate 2026-01-01\ncalling-code 20\nregion EG\ngeneral 8\n  25550147\n"
      "fixed 8\n  25550147\ncalling-code 1\nregion US\ngeneral 10\n  2025550147\n"
      "fixed 10\n  2025550147\n");
  CHECK(both.lookup("+2025550147").verdict == NumberVerdict::kAssignable);
  CHECK(both.lookup("+12025550147").verdict == NumberVerdict::kAssignable);
  CHECK_FALSE(repair_number("2025550147", both));
  // With a + and apart from its spaces it is already one.
  CHECK(repair_number("+20 25550147", both)->text == "+2025550147");
}

// What a country has changed: numbers of its plan, as they were before.
TEST_CASE("What plans have changed leads back to the number", "[repair]") {
  struct Change {
    RepairKind kind;
    const char* code;
    std::function<std::string(const std::string& national)> before;  // "" where it was none
  };
  const Change changes[] = {
      {RepairKind::kEightForSeven, "+7", [](const std::string& n) { return n; }},
      {RepairKind::kTrunkPrefix, "+7", [](const std::string& n) { return "8" + n; }},
      {RepairKind::kTrunkPrefix, "+36", [](const std::string& n) { return "06" + n; }},
      {RepairKind::kTrunkPrefix, "+52", [](const std::string& n) { return "01" + n; }},
      {RepairKind::kTrunkZero, "+49", [](const std::string& n) { return "0" + n; }},
      {RepairKind::kRepeatedCode, "+91", [](const std::string& n) { return "91" + n; }},
      {RepairKind::kMexicanOne, "+52", [](const std::string& n) { return "1" + n; }},
      {RepairKind::kArgentineFifteen, "+54",
       [](const std::string& n) {
         return n[0] == '9' && n.size() == 11 ? n.substr(1, 3) + "15" + n.substr(4) : "";
       }},
      {RepairKind::kBrazilianNine, "+55",
       [](const std::string& n) {
         return n.size() == 11 && n[2] == '9' ? n.substr(0, 2) + n.substr(3) : "";
       }},
      {RepairKind::kIvorianPrefix, "+225",
       [](const std::string& n) {
         const char operator_digit = n[3] < '4' ? '1' : n[3] < '7' ? '5' : '7';
         const bool mobile = n[0] == '0' && n[1] == operator_digit && n[2] != '2' && n[2] != '3';
         return mobile || n.starts_with("2720") ? n.substr(2) : "";
       }},
      {RepairKind::kBenineseOne, "+229",
       [](const std::string& n) { return n.starts_with("01") ? n.substr(2) : ""; }},
      {RepairKind::kVietnameseMobile, "+84",
       [](const std::string& n) {
         return n.size() == 9 && n.starts_with("70") ? "120" + n.substr(2) : "";
       }},
  };
  for (const Change& change : changes) {
    NumberSource source(plan(), 5, {change.code});
    int asked = 0;
    int repaired = 0;
    for (int i = 0; i < 4000 && asked < 100; ++i) {
      const std::string number = source.assignable();
      const std::string code = change.code;
      const std::string before = change.before(number.substr(code.size()));
      if (before.empty()) continue;
      const bool without_code = change.kind == RepairKind::kEightForSeven;
      const std::string text = without_code ? "8" + before : code + before;
      // Where the old form is a number of the plan as well, nobody can tell.
      if (plan().lookup(text).verdict == NumberVerdict::kAssignable) continue;
      ++asked;
      const auto repair = repair_number(text, plan());
      if (!repair) continue;
      REQUIRE(plan().lookup(repair->text).verdict == NumberVerdict::kAssignable);
      if (repair->text == number) repaired += repair->kinds.back() == change.kind ? 1 : 0;
    }
    INFO(repair_name(change.kind) << " " << change.code << " " << repaired << " of " << asked);
    CHECK(asked > 20);
    CHECK(repaired * 2 > asked);
  }
}

TEST_CASE("A repair gives a number that somebody may have, and needs no other", "[repair]") {
  NumberSource source(plan(), 11);
  int repaired = 0;
  for (int i = 0; i < rounds(30'000); ++i) {
    const std::string number = source.any();
    const auto repair = repair_number(number, plan());
    if (!repair) continue;
    ++repaired;
    INFO(repair->text.size());
    REQUIRE((plan().lookup(repair->text).verdict == NumberVerdict::kAssignable ||
             fictional(repair->text)));
    REQUIRE_FALSE(repair_number(repair->text, plan()));
    REQUIRE_FALSE(repair->kinds.empty());
  }
  CHECK(repaired > rounds(30'000) / 100);
}

TEST_CASE("Letters on the keys of a telephone", "[repair]") {
  // Of a number kept for fiction the digits that have letters, as letters.
  std::string text = "+1-800-";
  for (const char digit : std::string_view("5550147"))
    text +=
        digit < '2' ? digit : std::string_view("ADGJMPTW")[static_cast<std::size_t>(digit - '2')];
  CHECK(text == "+1-800-JJJ01GP");
  CHECK(told(text) == "letters separators +18005550147 US");
  CHECK(told("+18005550jjj") == "none");  // the same letter: masked
}

TEST_CASE("Each kind of repair has a name and words of its own", "[repair]") {
  std::set<std::string_view> names;
  std::set<std::string_view> words;
  for (std::size_t i = 0; i < kRepairKinds; ++i) {
    const auto kind = static_cast<RepairKind>(i);
    names.insert(repair_name(kind));
    words.insert(repair_in_words(kind));
    const std::string_view text = repair_in_words(kind);
    CHECK((text.starts_with("with") || text.starts_with("in ")));
  }
  CHECK(names.size() == kRepairKinds);
  CHECK(words.size() == kRepairKinds);
}

}  // namespace diallint::test
