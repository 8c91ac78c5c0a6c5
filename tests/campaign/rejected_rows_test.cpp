// Cells that no spreadsheet takes for a formula.
#include "campaign/rejected_rows.h"

#include <catch2/catch.hpp>

namespace diallint::test {

TEST_CASE("Cells of the table", "[prepare]") {
  constexpr std::pair<std::string_view, std::string_view> kRows[] = {
      {"", ""},
      {"Ada", "Ada"},
      {"a,b", "\"a,b\""},
      {"a;b", "\"a;b\""},
      {"a\tb", "\"a\tb\""},
      {"a|b", "\"a|b\""},
      {"a\"b", "\"a\"\"b\""},
      {"a\r\nb", "\"a\r\nb\""},
      {" a", "\" a\""},
      {"a ", "\"a \""},
      {"=1+1", "'=1+1"},
      {"+12025550101", "'+12025550101"},
      {"-1", "'-1"},
      {"@SUM(A1)", "'@SUM(A1)"},
      {"\t=1", "\"'\t=1\""},
      {"\r=1", "\"'\r=1\""},
      {"\n=1", "\"'\n=1\""},
      {"1=1", "1=1"},
  };
  for (const auto& [cell, written] : kRows) {
    std::string out;
    append_safe_cell(out, cell);
    CHECK(out == written);
  }
}

TEST_CASE("Lines of the table", "[prepare]") {
  constexpr std::string_view kCells[] = {"Ada", "=x"};
  CHECK(rejected_header(kCells) == "list,row,line,rule,reason,Ada,'=x\r\n");
  CHECK(rejected_line({"=a.csv", 3, 4, "blank-row", "no, nothing"}, kCells) ==
        "'=a.csv,3,4,blank-row,\"no, nothing\",Ada,'=x\r\n");
}

}  // namespace diallint::test
