// How an input begins.
#include <catch2/catch.hpp>

#include "input/format_detection.h"

namespace diallint::test {

TEST_CASE("Lines are taken one by one, without blank ones and white space", "[detect]") {
  std::string_view text = "\n  \r\n a b\t\r\n\nc";
  CHECK(take_line(text) == "a b");
  CHECK(take_line(text) == "c");
  CHECK(take_line(text).empty());
}

TEST_CASE("JSON records begin with a bracket and what may follow it", "[detect]") {
  for (const std::string_view head :
       {"{\"a\"", "{ \"a\"", "{}", "{ }", "{", "{\n\"a\"", "[{", "[ [", "[]", "[", "[\n{",
        "\n\n  {\"a\"", "\xEF\xBB\xBF{}", "{\"a\":1},\r\n"}) {
    CAPTURE(head);
    CHECK(begins_like_json(head));
    CHECK_FALSE(begins_like_table(head));
  }
  for (const std::string_view head :
       {"", "a", "\"a\":1", "{a}", "{a,b", "[Phone],[Name]", "[1,2]", "[\"a\",\"b\"]", "}", "]"}) {
    CAPTURE(head);
    CHECK_FALSE(begins_like_json(head));
  }
}

TEST_CASE("A table begins with names and one separator between them", "[detect]") {
  for (const std::string_view head :
       {"a,b", "a;b\n1;2", "phoneNumber|clientToken", "a\tb", "\"Phone Number\",\"Contact ID\"",
        "\xEF\xBB\xBF"
        "Gr\xC3\xB6\xC3\x9F"
        "e,b",
        "Phone (mobile),No. #2,a_b,c-d,e/f,attributes.name", "\n\n a , b \n"}) {
    CAPTURE(head);
    CHECK(begins_like_table(head));
  }
  for (const std::string_view head :
       {"", "a", "a,", ",a", "a,,b", "a,1", "a,-b", "a,+12025550147", "a,b@example.com", "a:b,c",
        "Exported on Monday, all\n{\"a\":1}", "\"a,b", "\"\",b", "a,b=c", "{\"a\":1,\"b\":2}",
        "true,false]"}) {
    CAPTURE(head);
    CHECK_FALSE(begins_like_table(head));
  }
}

}  // namespace diallint::test
