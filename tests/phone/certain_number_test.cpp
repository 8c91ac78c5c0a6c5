// Numbers with a calling code, in any form: which of them mean one number, whoever reads them.
// Numbers are of ranges kept for fiction, or drawn from the plan when the test runs.
#include "phone/certain_number.h"

#include <fmt/format.h>

#include <catch2/catch.hpp>

#include "phone/national_number.h"
#include "support/numbering_numbers.h"
#include "support/rounds.h"

namespace diallint::test {
namespace {

const NumberingPlan& plan() { return NumberingPlan::builtin(); }

// "form +12025550147", or "none".
std::string told(std::string_view text) {
  const auto certain = certain_number(text, plan());
  if (!certain) return "none";
  constexpr const char* kNames[] = {"form", "prefix", "zero"};
  return fmt::format("{} {}", kNames[static_cast<int>(certain->change)], certain->number);
}

struct Row {
  const char* text;
  const char* number;
};

}  // namespace

TEST_CASE("A number that is certain", "[certain_number]") {
  constexpr Row kRows[] = {
      {"+1 (202) 555-0147", "form +12025550147"},
      {"+1.202.555.0147", "form +12025550147"},
      {"+12025550147\r", "form +12025550147"},
      {"++12025550147", "form +12025550147"},
      {"\xE2\x80\xAA+12025550147\xE2\x80\xAC", "form +12025550147"},
      {"\xEF\xBC\x8B\xEF\xBC\x91\x32\x30\x32\x35\x35\x35\x30\x31\x34\x37", "form +12025550147"},
      {"'+12025550147", "form +12025550147"},
      {"=\"+12025550147\"", "form +12025550147"},
      {"\"+12025550147\"", "form +12025550147"},
      {"%2B12025550147", "form +12025550147"},
      {"tel:+1-202-555-0147", "form +12025550147"},
      {"TEL: +12025550147", "form +12025550147"},
      {"callto:+12025550147", "form +12025550147"},
      {"0012025550147", "prefix +12025550147"},
      {"00 44 7700 900123", "prefix +447700900123"},
      {"+00447700900123", "prefix +447700900123"},
      {"+44 (0)7700 900123", "zero +447700900123"},
      {"+4407700900123", "zero +447700900123"},
      {"0044 (0) 7700 900123", "zero +447700900123"},
      // E.164 already
      {"+12025550147", "none"},
      // of another way to reach somebody, or of more than a number
      {"whatsapp:+12025550147", "none"},
      {"sip:+12025550147@example.com", "none"},
      {"+12025550147x123", "none"},
      {"+12025550147;ext=123", "none"},
      // digits that are hidden, or may stand for others
      {"+1/202/555/0147", "none"},
      {"+1 202 555 0147 / 8", "none"},
      {"+12025550147#", "none"},
      {"+1202555014*7", "none"},
      {"+1 202 555 014 7.0", "none"},
      {"<+12025550147>", "none"},
      // without a calling code, or with digits that would have to be guessed
      {"12025550147", "none"},
      {"(202) 555-0147", "none"},
      {" 12025550147", "none"},
      {"+2025550147", "none"},
      {"+044 7700 900123", "none"},
      {"011447700900123", "none"},
      {"001161491570156", "none"},
      {"810447700900123", "none"},
      {"+44447700900123", "none"},
      {"+1 202 LAW-DESK", "none"},
      {"12025550147.0", "none"},
      {"+440007700900123", "none"},
      // in no plan, and of no regulator
      {"+1 202 555 014", "none"},
      {"+1 222 555 0193", "none"},
      {"", "none"},
  };
  for (const Row& row : kRows) {
    INFO(row.text);
    CHECK(told(row.text) == row.number);
  }
}

TEST_CASE("A zero is a trunk prefix only where one is dialled", "[certain_number]") {
  CHECK(told("+39 06 98 98 00 12").find("zero") == std::string::npos);  // Italy keeps its zeros
  CHECK(told("+1 0 202 555 0147") == "none");                           // North America dials 1
}

TEST_CASE("What is read of a number that the plan holds is that number", "[certain_number]") {
  testing::NumberSource source(plan(), 5);
  for (int i = 0; i < rounds(20'000); ++i) {
    const std::string number = source.assignable();
    const NumberFacts facts = plan().lookup(number);
    const std::string national = testing::national(facts, number);
    const std::string code = std::to_string(facts.calling_code);
    INFO(number);
    for (const std::string& text :
         {fmt::format("+{} {}", code, national), fmt::format("tel:+{}-{}", code, national),
          fmt::format("00{}{}", code, national), fmt::format("+{} (0) {}", code, national)}) {
      const auto certain = certain_number(text, plan());
      if (text.starts_with('+') && text.find('0' + std::string(") ")) == std::string::npos)
        REQUIRE(certain);
      // Of some plans the number is another one with the 0 in front of it.
      const bool zero = text.find("(0)") != std::string::npos;
      if (certain && !zero) CHECK(certain->number == number);
      if (certain && zero)
        CHECK((certain->number == number || certain->number == "+" + code + "0" + national));
    }
  }
}

TEST_CASE("A national number is read in its region alone", "[certain_number]") {
  const auto read = [](std::string_view text, std::string_view region) {
    return national_number(text, region, plan());
  };
  CHECK(read("(202) 555-0147", "US") == "+12025550147");
  CHECK(read("1-202-555-0147", "US") == "+12025550147");
  CHECK(read("07700 900123", "GB") == "+447700900123");
  CHECK(read("07700 900123", "US").empty());
  CHECK(read("07700 900123", "").empty());
  CHECK(read("202 555 0147 / 8", "US").empty());
  CHECK(read("202 555 014*", "US").empty());
  CHECK(read("+1 202 555 01", "US").empty());  // what has a + is not held against the plan
  CHECK(read("2.02556E+09", "US").empty());
}

}  // namespace diallint::test
