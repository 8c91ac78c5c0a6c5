// Line ends and rare bytes, found in blocks, are those that a look at each byte finds.
#include "base/line_scan.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "base/random.h"
#include "support/rounds.h"

namespace diallint::test {
namespace {

std::vector<std::uint32_t> ends_of(const std::string& text) {
  std::vector<std::uint32_t> ends;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\n') ends.push_back(static_cast<std::uint32_t>(i + 1));
  }
  if (!text.empty() && text.back() != '\n') ends.push_back(static_cast<std::uint32_t>(text.size()));
  return ends;
}

bool has_rare(std::string_view text) {
  return text.find_first_of("\\\xE2") != std::string_view::npos;
}

// Lines of any length; now and then a rare byte.
std::string any_text(Random& random) {
  const std::size_t size = random.below(random.once_in(2) ? 300 : 20'000);
  const std::uint64_t line = 1 + random.below(500);
  const std::uint64_t rare = 1 + random.below(20'000);
  std::string text(size, 'x');
  for (char& c : text) {
    if (random.once_in(line)) c = '\n';
    if (random.once_in(rare)) c = random.once_in(2) ? '\\' : '\xE2';
  }
  return text;
}

}  // namespace

TEST_CASE("Line ends are those that each byte tells", "[line_scan]") {
  for (const bool wide : {false, has_avx512()}) {
    LineScan scan(wide);
    Random random(31);
    for (int round = 0; round < rounds(2000); ++round) {
      const std::string text = any_text(random);
      scan.run(text);
      INFO(round << ": " << text.size() << " bytes");
      REQUIRE(std::ranges::equal(scan.ends(), ends_of(text)));
    }
  }
}

TEST_CASE("No line that is called plain has a rare byte, and few others are not", "[line_scan]") {
  for (const bool wide : {false, has_avx512()}) {
    LineScan scan(wide);
    Random random(32);
    std::size_t plain = 0;
    for (int round = 0; round < rounds(2000); ++round) {
      const std::string text = any_text(random);
      scan.run(text);
      std::size_t begin = 0;
      for (const std::size_t end : scan.ends()) {
        INFO(round << ": " << begin << " to " << end << " of " << text.size());
        if (scan.is_plain(begin, end)) {
          ++plain;
          REQUIRE_FALSE(has_rare(std::string_view(text).substr(begin, end - begin)));
        } else {
          // What may tell is the stretches of 4096 that the line touches.
          const std::size_t from = begin / 4096 * 4096;
          const std::size_t to = (end + 4095) / 4096 * 4096;
          REQUIRE((to - from > 8192 || has_rare(std::string_view(text).substr(from, to - from))));
        }
        begin = end;
      }
    }
    CHECK(plain > 0);
  }
}

TEST_CASE("A text of one line feed, of none, and of many", "[line_scan]") {
  LineScan scan;
  for (const std::size_t size : {0U, 1U, 63U, 64U, 65U, 4095U, 4096U, 4097U}) {
    INFO(size);
    scan.run(std::string(size, '\n'));
    CHECK(scan.ends().size() == size);
    scan.run(std::string(size, 'x'));
    CHECK(scan.ends().size() == (size > 0 ? 1 : 0));
    scan.run(std::string(size, 'x') + "\n");
    CHECK(scan.ends().size() == 1);
  }
}

}  // namespace diallint::test
