// The one number that a cell of an address book means, and libphonenumber's opinion of it.
#include "phone/national_number.h"

#include <catch2/catch.hpp>
#include <map>
#include <string>

#include "diallint/fictional_numbers.h"
#include "phone/region_names.h"
#include "support/numbering_numbers.h"
#include "support/numbering_oracle.h"
#include "support/rounds.h"

namespace diallint::test {
namespace {

using testing::in_national_format;
using testing::NumberSource;
using testing::read_by_libphonenumber;

const NumberingPlan& plan() { return NumberingPlan::builtin(); }

// The number, or why there is none.
std::string told(std::string_view text, std::string_view region = {}) {
  const NumberReading reading = read_number(text, region, plan());
  static const std::map<NumberProblem, std::string> kWords = {
      {NumberProblem::kUnreadable, "unreadable"}, {NumberProblem::kExtension, "extension"},
      {NumberProblem::kCutDigits, "cut"},         {NumberProblem::kNoRegion, "no region"},
      {NumberProblem::kNotInPlan, "not in plan"}, {NumberProblem::kSeveralWays, "several"}};
  CHECK(reading.number.empty() == (reading.problem != NumberProblem::kNone));
  return reading.problem == NumberProblem::kNone ? reading.number : kWords.at(reading.problem);
}

struct Row {
  const char* text;
  const char* region;
  const char* read;
};

}  // namespace

TEST_CASE("What a cell means", "[national]") {
  constexpr Row kRows[] = {
      // written in full: the region says nothing
      {"+12025550101", "", "+12025550101"},
      {"+12025550101", "GB", "+12025550101"},
      {"+1 (202) 555-0101", "", "+12025550101"},
      {"'+447700900123", "", "+447700900123"},
      {"=\"+447700900123\"", "", "+447700900123"},
      {"tel:+44-7700-900123", "", "+447700900123"},
      {"%2B447700900123", "", "+447700900123"},
      {"0044 7700 900123", "", "+447700900123"},
      {"0099 7700 900123", "", "not in plan"},
      // not held against the plan
      {"+9991", "US", "+9991"},
      // as within a country
      {"(202) 555-0101", "US", "+12025550101"},
      {"1 202 555 0101", "US", "+12025550101"},
      {"12025550101.0", "US", "+12025550101"},
      {"011 44 7700 900123", "US", "+447700900123"},
      {"07700 900123", "GB", "+447700900123"},
      {"7700 900123", "GB", "+447700900123"},
      {"447700900123", "GB", "+447700900123"},
      {"00 1 202 555 0101", "GB", "+12025550101"},
      {"0011 44 7700 900123", "AU", "+447700900123"},
      {"010 44 7700 900123", "JP", "+447700900123"},
      {"810 44 7700 900123", "RU", "+447700900123"},
      // none, or more than one
      {"202 555 0101", "", "no region"},
      {"202 555 0101", "001", "no region"},
      {"202 555 0101", "ZZ", "no region"},
      {"555-0101", "US", "not in plan"},
      {"07700 900123", "US", "not in plan"},
      {"2.02555E+09", "US", "cut"},
      {"2,02555e9", "US", "cut"},
      {"+1 202 555 0101 ext. 12", "US", "extension"},
      {"+12025550101 / +12025550102", "US", "unreadable"},
      {"202-555-0101/102", "US", "unreadable"},
      {"call after five", "US", "unreadable"},
      {"", "US", "unreadable"},
      {"+", "US", "unreadable"},
      {"E+9", "US", "unreadable"},
      {"1E", "US", "unreadable"},
      {"1x+9", "US", "unreadable"},
      {"a1e5", "US", "unreadable"},
      {"12e street", "US", "unreadable"},
      {"+1 202 555 HELP", "US", "unreadable"},
      {"+123456789012345678901234567890", "US", "unreadable"},
      // kept for fiction in every area code, also in those that there are not
      {"999 555 0101", "US", "not in plan"},
  };
  for (const Row& row : kRows) {
    CAPTURE(row.text, row.region);
    CHECK(told(row.text, row.region) == row.read);
  }
}

TEST_CASE("Two ways that give two numbers are none", "[national]") {
  // A plan in which a national number may begin with what is dialled before it.
  const NumberingPlan two = testing::plan_from(
      "package x\nversion 1\ndate 2026-01-01\n\ncalling-code 44\n\nregion GB\ngeneral 9,10\n"
      "  \\d{9,10}\nfixed\n  0?7\\d{8}\n");
  CHECK(read_number("0712345678", "GB", two).problem == NumberProblem::kSeveralWays);
  CHECK(read_number("712345678", "GB", two).number == "+44712345678");
}

TEST_CASE("Calling codes and trunk prefixes", "[national]") {
  CHECK(calling_code_of("US", plan()) == 1);
  CHECK(calling_code_of("GG", plan()) == 44);
  CHECK(calling_code_of("us", plan()) == 0);
  CHECK(calling_code_of("001", plan()) == 0);
  CHECK(calling_code_of("", plan()) == 0);
  CHECK(trunk_prefix_of("001").empty());
  std::size_t compared = 0;
  for (char first = 'A'; first <= 'Z'; ++first) {
    for (char second = 'A'; second <= 'Z'; ++second) {
      const std::string region{first, second};
      if (!plan().has_region(region)) continue;
      CAPTURE(region);
      CHECK(trunk_prefix_of(region) == testing::trunk_prefix_by_libphonenumber(region));
      ++compared;
    }
  }
  CHECK(compared > 200);
}

// Both may find nothing in a text, but where both read a number it is the same one.
TEST_CASE("libphonenumber reads the same numbers", "[national]") {
  NumberSource source(plan(), 20261129);
  std::size_t same = 0;
  std::size_t refused = 0;
  for (int i = 0; i < rounds(60'000); ++i) {
    const std::string number = source.assignable();
    const std::string region(plan().lookup(number).region);
    if (region.size() != 2) continue;
    const std::string national = in_national_format(number);
    for (const std::string& text : {national, number.substr(1)}) {
      const NumberReading ours = read_number(text, region, plan());
      const std::string theirs = read_by_libphonenumber(text, region);
      if (ours.number.empty() || theirs.empty()) {
        ++refused;
        continue;
      }
      ++same;
      if (ours.number != theirs) {
        UNSCOPED_INFO(region << ": libphonenumber reads another number of " << national.size()
                             << " characters");
        CHECK(false);
      }
    }
  }
  CAPTURE(same, refused);
  // Short codes of a country's own, and digits that begin like a prefix.
  CHECK(same > 5 * refused);
}

TEST_CASE("Regions by name", "[national]") {
  constexpr std::pair<const char*, const char*> kRows[] = {
      {"US", "US"},
      {"us", "US"},
      {"USA", "US"},
      {"United States", "US"},
      {"u.s.", "US"},
      {"gbr", "GB"},
      {"UNITED KINGDOM", "GB"},
      {"U.K.", "GB"},
      {"Great Britain", "GB"},
      {"Trinidad and Tobago", "TT"},
      {"Cote d'Ivoire", "CI"},
      {"", ""},
      {"Atlantis", ""},
      {"XX", ""},
      {"a name that is longer than the name of any region on Earth, by some way", ""}};
  for (const auto& [text, region] : kRows) {
    CAPTURE(text);
    CHECK(region_named(text) == region);
  }
  std::size_t known = 0;
  for (char first = 'A'; first <= 'Z'; ++first) {
    for (char second = 'A'; second <= 'Z'; ++second) {
      const std::string region{first, second};
      if (plan().has_region(region)) known += region_named(region) == region ? 1 : 0;
    }
  }
  // AC, TA and XK are no codes of ISO 3166.
  CHECK(known > 230);
}

}  // namespace diallint::test
