// How an input begins.
#include <catch2/catch.hpp>

#include "input/format_detection.h"

namespace diallint::test {

TEST_CASE("Encodings other than UTF-8 are told by their marks", "[detect]") {
  using namespace std::string_view_literals;
  CHECK(foreign_encoding("\xFF\xFE\0\0{"sv) == "UTF-32");
  CHECK(foreign_encoding("\0\0\xFE\xFF{"sv) == "UTF-32");
  CHECK(foreign_encoding("\xFF\xFE{\0"sv) == "UTF-16");
  CHECK(foreign_encoding("\xFE\xFF\0{"sv) == "UTF-16");
  CHECK(foreign_encoding("\xFF\xFE"sv) == "UTF-16");
  CHECK(foreign_encoding("\xFF\xFE\0"sv) == "UTF-16");
  for (const std::string_view head :
       {""sv, "\xFF"sv, "\xFE\xFE"sv, "\0\0\xFF\xFE"sv, "{}"sv, "\xEF\xBB\xBF{}"sv, "\0{\0}"sv}) {
    CHECK(foreign_encoding(head).empty());
  }
}

TEST_CASE("Lines are taken one by one, without blank ones and white space", "[detect]") {
  std::string_view text = "\n  \r\n a b\t\r\n\nc";
  CHECK(take_line(text) == "a b");
  CHECK(take_line(text) == "c");
  CHECK(take_line(text).empty());
}

}  // namespace diallint::test
