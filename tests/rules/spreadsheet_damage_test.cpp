#include "rules/spreadsheet_damage.h"

#include <catch2/catch.hpp>

namespace diallint {
namespace {

TEST_CASE("what a spreadsheet has done to a value is recognised") {
  const struct {
    std::string_view value;
    std::string_view expected;  // a word of the clause; empty: no damage
  } cases[] = {
      {"1.20256E+10", "scientific"},
      {"1,20256E+10", "scientific"},
      {"4.4771E+11", "scientific"},
      {"+1.2E+10", "scientific"},
      {"1E+10", "scientific"},
      {"1.20256e+10", "scientific"},
      {"1.20256E+", ""},
      {"1.20256E10", ""},
      {"12e5", ""},
      {"12.5E+10", ""},
      {"1.E+10", ""},
      {"1.2E+10x", ""},
      {"1.2E+1000", ""},
      {"5/12/2024 19:35", "local date"},
      {"05/12/2024", "local date"},
      {"5.12.24 19:35", "local date"},
      {"05-12-2024 19:35:00", "local date"},
      {"12/5/2024 7:35 PM", "local date"},
      {"12/5/2024 7:35:00 am", "local date"},
      {"2024/12/05 19:35", "local date"},
      {"2024-12-05 19:35:00", "local date"},
      {"2024-12-05", ""},
      {"2024-12-05T19:35:00Z", ""},
      {"2024-12-05T19:35:00.000Z", ""},
      {"5/12/2024 19", ""},
      {"5/12/2024 19:35 x", ""},
      {"5/12/2024 19:35 ", ""},
      {"5/12/202", ""},
      {"5/12/2024 x", ""},
      {"5/12/2024 19.35", ""},
      {"5/12/2024 19:3", ""},
      {"5/12/2024 19:35:0", ""},
      {"2024/12/05", "local date"},
      {"2024/12/2005", ""},
      {"2024/x", ""},
      {"2024/12", ""},
      {"2024x", ""},
      {"5/12", ""},
      {"35:00.0", "minutes"},
      {"35:00", ""},
      {"35:00.", ""},
      {"35:00.01", ""},
      {"35:00.0x", ""},
      {"35.00.0", ""},
      {"35:0", ""},
      {"45631.81597", "days"},
      {"45631,81597", "days"},
      {"65631.81597", ""},
      {"45631", ""},
      {"45631.8", ""},
      {"45631.81597x", ""},
      {"456314.81597", ""},
      {"12025550147.0", "decimal"},
      {"12025550147.00", "decimal"},
      {"12025550147,0", "decimal"},
      {"12025550147.", ""},
      {"12025550147.05", ""},
      {"##########", "too narrow"},
      {"#", ""},
      {"#NAME?", "formula"},
      {"#VALUE!", "formula"},
      {"#N/A", "formula"},
      {"#REF!", "formula"},
      {"#DIV/0!", "formula"},
      {"=A2&B2", "formula"},
      {"'+12025550147", "apostrophe"},
      {"\xE2\x80\x99+12025550147", "apostrophe"},
      {"", ""},
      {"+12025550147", ""},
      {"tok-000017", ""},
      {"Ana", ""},
  };
  for (const auto& c : cases) {
    CAPTURE(c.value);
    const std::string_view clause = spreadsheet_damage(c.value);
    CHECK(clause.empty() == c.expected.empty());
    CHECK(clause.find(c.expected) != std::string_view::npos);
    CHECK((c.value.size() < 2 || clause.find(c.value) == std::string_view::npos));
  }
}

}  // namespace
}  // namespace diallint
