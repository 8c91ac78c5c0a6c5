// Inputs at the sizes where readers grow, halve or end what they hold.
#include <catch2/catch.hpp>

#include "support/bounds.h"

namespace diallint::test {

TEST_CASE("A line of one byte that is no UTF-8 is one unreadable record", "[edges]") {
  for (const char* text : {"\xFF\n", "\xFF", "\n\xFF\n"}) {
    const LintResult result = lint(text, InputFormat::kNdjson);
    CHECK(result.brief() == "encoding \n");
    CHECK(result.counts() == "1 record: 0 valid, 0 invalid, 1 unreadable");
  }
}

TEST_CASE("A last line of one byte is read", "[edges]") {
  CHECK(lint("x", InputFormat::kNdjson).counts() == "1 record: 0 valid, 0 invalid, 1 unreadable");
  CHECK(lint("\nx", InputFormat::kNdjson).counts() == "1 record: 0 valid, 0 invalid, 1 unreadable");
}

TEST_CASE("A document of any size is read to its end", "[edges]") {
  const std::string one = base_document("dial-request").dump();
  for (const std::size_t count : {1, 400, 1200, 2600}) {
    std::string text = "[" + one;
    for (std::size_t n = 1; n < count; ++n) text += "," + one;
    const LintResult result = lint(text + "]", InputFormat::kJson);
    INFO(text.size());
    CHECK(result.summary.counts.records == count);
    CHECK(result.summary.counts.unreadable == 0);
  }
}

}  // namespace diallint::test
