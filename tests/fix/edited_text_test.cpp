// Edits in rounds make the same text as edits of its bytes one round after the other do.
#include "fix/edited_text.h"

#include <catch2/catch.hpp>

#include "base/random.h"
#include "fix/edited_source.h"
#include "support/rounds.h"

namespace diallint::test {
namespace {

std::string edited(std::string text, const std::vector<Edit>& edits) {
  for (auto edit = edits.rbegin(); edit != edits.rend(); ++edit)
    text.replace(edit->span.begin, edit->span.end - edit->span.begin, edit->text);
  return text;
}

std::string read_all(ByteSource& source, Random& random) {
  std::string out;
  char piece[64];
  for (;;) {
    const std::size_t got = source.read(piece, 1 + random.below(sizeof piece));
    if (got == 0) return out;
    out.append(piece, got);
  }
}

std::vector<Edit> random_edits(std::size_t size, Random& random) {
  std::vector<Edit> edits;
  for (std::uint64_t at = random.below(4); at < size; at += 1 + random.below(6)) {
    const std::uint64_t end = std::min<std::uint64_t>(size, at + random.below(5));
    edits.push_back(
        {{at, end}, std::string(random.below(4), 'a' + static_cast<char>(random.below(26)))});
    at = end;
  }
  return edits;
}

}  // namespace

TEST_CASE("A text without edits has none", "[edited_text]") {
  EditedText text;
  CHECK(text.edits().empty());
  text.apply({});
  CHECK(text.edits().empty());
}

TEST_CASE("A later round may take back or go on with what an earlier one made", "[edited_text]") {
  EditedText text;
  text.apply(std::vector<Edit>{{{2, 4}, "xyz"}, {{6, 6}, "in"}});  // 01xyz45in6789
  text.apply(std::vector<Edit>{{{3, 6}, "-"}, {{7, 9}, ""}});      // 01x-56789
  const std::vector<Edit> edits = text.edits();
  CHECK(edited("0123456789", edits) == "01x-56789");
  REQUIRE(edits.size() == 1);
  CHECK(edits[0].span.begin == 2);
  CHECK(edits[0].span.end == 5);
  CHECK(edits[0].text == "x-");
}

TEST_CASE("Rounds of edits are edits of the first text", "[edited_text]") {
  for (int seed = 0; seed < rounds(20'000); ++seed) {
    Random random(static_cast<std::uint64_t>(seed));
    std::string first(random.below(80), ' ');
    for (char& c : first) c = static_cast<char>('0' + random.below(10));
    std::string wanted = first;
    EditedText text;
    for (std::uint64_t round = random.below(4) + 1; round > 0; --round) {
      const std::vector<Edit> edits = random_edits(wanted.size(), random);
      text.apply(edits);
      wanted = edited(wanted, edits);
    }
    INFO("seed " << seed);
    const std::vector<Edit> edits = text.edits();
    REQUIRE(edited(first, edits) == wanted);
    for (std::size_t i = 1; i < edits.size(); ++i)
      REQUIRE(edits[i - 1].span.end < edits[i].span.begin);
    TextSource source(first, 1 + random.below(9));
    EditedSource made(source, edits);
    REQUIRE(read_all(made, random) == wanted);
    CHECK(made.read(nullptr, 0) == 0);
  }
}

}  // namespace diallint::test
