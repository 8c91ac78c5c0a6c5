// An array cut into pieces: nothing is lost, and each piece knows where it stands.
#include "input/item_pieces.h"

#include <catch2/catch.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "base/padding.h"
#include "base/random.h"
#include "input/text_window.h"

namespace diallint::test {
namespace {

// Items of an array, without its brackets.
std::string items_of(Random& random, std::size_t size) {
  constexpr std::string_view kBetween[] = {",", ", ", ",\n  ", " ,\r\n"};
  std::string text;
  for (int n = 0; text.size() < size; ++n) {
    if (n > 0) text += kBetween[random.below(std::size(kBetween))];
    const std::string list = random.once_in(9) ? R"(,"list":[{"of":1},{"of":2}])" : "";
    text += R"({"key":"é },{\"key\" )" + std::to_string(n) + "\"" + list + "}";
  }
  return text;
}

LineColumn place_in(std::string_view text, std::size_t place) {
  return behind_text({}, text.substr(0, place), /*is_beginning=*/true);
}

/// Pieces of a text whose items begin at a place, which a window has been read up to.
struct Cut {
  Cut(std::string_view text, std::size_t place, std::size_t step, std::string_view key)
      : source(text, step), pieces(source) {
    TextWindow window(source, place + 8);
    window.fill();
    pieces.begin(window.bytes(), 0, {}, place, key);
  }
  TextSource source;
  ItemPieces pieces;
};

// Whether the piece stands where it says, with enough around it.
void check_piece(const InputPiece& piece, std::string_view text) {
  REQUIRE(piece.bytes() == text.substr(piece.origin, piece.size));
  const std::size_t begin = piece.origin - piece.begin;
  REQUIRE(piece.around() == text.substr(begin, piece.held));
  CHECK(piece.first.line == place_in(text, begin).line);
  CHECK(piece.first.column == place_in(text, begin).column);
  CHECK(piece.buffer.size() >= piece.held + kPadding);
  if (piece.is_cut) return;
  const std::size_t behind = piece.origin + piece.size;
  CHECK(piece.held - piece.begin - piece.size >= std::min(kAround, text.size() - behind));
  CHECK(text[behind] == '{');
}

}  // namespace

TEST_CASE("pieces of an array follow each other", "[items]") {
  for (std::uint64_t seed = 0; seed < 8; ++seed) {
    CAPTURE(seed);
    Random random(seed);
    const std::string front = "\xEF\xBB\xBF\n [";
    const std::string text = front + items_of(random, kChunkBytes * 5) + "]\n";
    Cut cut(text, front.size(), 1 + random.below(kChunkBytes), seed % 2 == 0 ? "key" : "");
    std::vector<InputPiece> given;
    std::uint64_t next = front.size();
    do {
      given.emplace_back();
      REQUIRE(cut.pieces.next(given.back()));
      CHECK(given.back().origin == next);
      check_piece(given.back(), text);
      // By their first key items are told from what stands in them.
      if (seed % 2 == 0) CHECK(given.back().bytes().starts_with("{\"key\""));
      next += given.back().size;
    } while (!given.back().is_cut);
    CHECK(next == text.size());
    CHECK(given.size() > 3);

    const std::uint64_t place = given[1].origin + 5;
    std::vector<const InputPiece*> back;
    for (std::size_t i = 1; i < given.size(); ++i) back.push_back(&given[i]);
    cut.pieces.give_back(back, place);
    CHECK(cut.pieces.origin() == given[1].origin - given[1].begin);
    CHECK(cut.pieces.held() == std::string_view(text).substr(cut.pieces.origin()));
    CHECK(cut.pieces.ended());
    InputPiece again;
    REQUIRE(cut.pieces.next(again));
    CHECK(again.origin == place);
    check_piece(again, text);
  }
}

TEST_CASE("of an array of which not all has been given, pieces go on", "[items]") {
  Random random(3);
  const std::string text = items_of(random, kChunkBytes * 6);
  Cut cut(text, 0, kChunkBytes / 3, "key");
  InputPiece first;
  InputPiece second;
  REQUIRE(cut.pieces.next(first));
  REQUIRE(cut.pieces.next(second));
  const InputPiece* const back[] = {&second};
  cut.pieces.give_back(back, second.origin);
  InputPiece again;
  REQUIRE(cut.pieces.next(again));
  CHECK(again.origin == second.origin);
  check_piece(again, text);
  CHECK(again.first.line == second.first.line);
}

TEST_CASE("what has no cut is given as it is", "[items]") {
  const std::string endless = "{\"key\":\"" + std::string(kChunkBytes * 12, 'x');
  Cut cut(endless, 0, SIZE_MAX, "key");
  InputPiece piece;
  REQUIRE(cut.pieces.next(piece));
  CHECK(piece.is_cut);
  CHECK(piece.size >= kChunkBytes * 4);
  CHECK(piece.size < endless.size());
  CHECK_FALSE(cut.pieces.ended());
  // One of the keys that was looked for comes no more.
  const std::string other = "{\"key\":1},{\"other\":2},{\"other\":3}";
  Cut by_other(other, 0, SIZE_MAX, "key");
  REQUIRE(by_other.pieces.next(piece));
  CHECK(piece.bytes() == "{\"key\":1},{\"other\":2},");
}

TEST_CASE("a cut stands behind an object that another one follows", "[items]") {
  CHECK(behind_last_object(R"({"a":1},{"b")") == 7);
  CHECK(behind_last_object(R"({"a":1} , { "b)") == 7);
  CHECK(behind_last_object(R"({"a":1},{"a":2},{"b":3})", "a") == 7);
  CHECK(behind_last_object(R"({"a":1},{"ab":3})", "a") == 0);
  CHECK(behind_last_object(R"({"a":1},{"a)", "a") == 0);
  for (const char* none :
       {"", "}", "},", "},{", "},{\"", "},{}", "},{\"1", "},[\"a", "};{\"a", "},{'a"})
    CHECK(behind_last_object(none) == 0);
  CHECK(object_behind_comma(" ,\n {") == 4);
  for (const char* none : {"", ",", "{", ",[", " , "}) CHECK(object_behind_comma(none) == 0);
}

}  // namespace diallint::test
