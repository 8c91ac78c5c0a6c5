// Edits come back as they were put in, and those of rounds make the same text as one round after
// the other does.
#include "diallint/edits.h"

#include <catch2/catch.hpp>
#include <optional>
#include <vector>

#include "base/random.h"
#include "fix/edited_source.h"
#include "support/fixed.h"
#include "support/rounds.h"

namespace diallint::test {
namespace {

std::string read_all(ByteSource& source, Random& random) {
  std::string out;
  char piece[64];
  for (;;) {
    const std::size_t got = source.read(piece, 1 + random.below(sizeof piece));
    if (got == 0) return out;
    out.append(piece, got);
  }
}

Edits random_edits(std::size_t size, Random& random) {
  Edits edits;
  for (std::uint64_t at = random.below(4); at < size; at += 1 + random.below(6)) {
    const std::uint64_t end = std::min<std::uint64_t>(size, at + random.below(5));
    edits.push_back(
        {{at, end}, std::string(random.below(4), 'a' + static_cast<char>(random.below(26)))});
    at = end;
  }
  return edits;
}

}  // namespace

TEST_CASE("A text without edits has none", "[edits]") {
  Edits edits;
  CHECK(edits.empty());
  edits.then({});
  CHECK(edits.empty());
  CHECK(edits.begin() == edits.end());
}

TEST_CASE("Edits come back as they were put in, however many and however large", "[edits]") {
  Random random(7);
  Edits edits;
  std::vector<Edit> given;
  std::uint64_t at = 0;
  for (int i = 0; i < 3000; ++i) {
    at += random.below(i % 100 == 0 ? std::uint64_t{1} << 40 : 200);
    const std::uint64_t end = at + random.below(i % 70 == 0 ? std::uint64_t{1} << 50 : 130);
    given.push_back({{at, end}, std::string(random.below(i % 500 == 0 ? 100'000 : 90), 'x')});
    edits.push_back(given.back());
    at = end;
  }
  REQUIRE(edits.size() == given.size());
  std::size_t number = 0;
  for (auto edit = edits.begin(); edit != edits.end(); ++number) {
    edits.free_before(edit);
    const auto shown = edit++;
    REQUIRE(shown->span.begin == given[number].span.begin);
    REQUIRE(shown->span.end == given[number].span.end);
    REQUIRE((*shown).text == given[number].text);
  }
  CHECK(number == given.size());
}

TEST_CASE("Edits are copied and moved", "[edits]") {
  Edits edits = {{{1, 2}, "x"}};
  const Edits copy = edits;
  Edits moved = std::move(edits);
  CHECK(edits.empty());  // NOLINT(bugprone-use-after-move): that is what is asked here
  edits.push_back({{0, 1}, "y"});
  CHECK(edited("01", edits) == "y1");
  CHECK(edited("01", copy) == "0x");
  CHECK(edited("01", moved) == "0x");
  moved = copy;
  CHECK(moved.size() == 1);
}

TEST_CASE("A later round may take back or go on with what an earlier one made", "[edits]") {
  Edits edits = {{{2, 4}, "xyz"}, {{6, 6}, "in"}};  // 01xyz45in6789
  edits.then({{{3, 6}, "-"}, {{7, 9}, ""}});        // 01x-56789
  CHECK(edited("0123456789", edits) == "01x-56789");
  REQUIRE(edits.size() == 1);
  CHECK(edits.begin()->span.begin == 2);
  CHECK(edits.begin()->span.end == 5);
  CHECK(edits.begin()->text == "x-");
}

TEST_CASE("Rounds of edits are edits of the first text", "[edits]") {
  for (int seed = 0; seed < rounds(20'000); ++seed) {
    Random random(static_cast<std::uint64_t>(seed));
    std::string first(random.below(80), ' ');
    for (char& c : first) c = static_cast<char>('0' + random.below(10));
    std::string wanted = first;
    Edits edits;
    for (std::uint64_t round = random.below(4) + 1; round > 0; --round) {
      const Edits later = random_edits(wanted.size(), random);
      wanted = edited(wanted, later);
      edits.then(later);
    }
    INFO("seed " << seed);
    REQUIRE(edited(first, edits) == wanted);
    std::optional<std::uint64_t> end;
    for (const Edit& edit : edits) {
      REQUIRE((!end || *end < edit.span.begin));
      end = edit.span.end;
    }
    TextSource source(first, 1 + random.below(9));
    EditedSource made(source, edits);
    REQUIRE(read_all(made, random) == wanted);
    CHECK(made.read(nullptr, 0) == 0);
  }
}

}  // namespace diallint::test
