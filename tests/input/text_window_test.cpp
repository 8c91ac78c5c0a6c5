#include "input/text_window.h"

#include <catch2/catch.hpp>
#include <string>
#include <string_view>

#include "base/padding.h"
#include "base/random.h"
#include "base/utf8.h"
#include "support/failing_source.h"

namespace diallint::test {
namespace {

// Line and column of a place, found by reading all that stands before.
LineColumn naive_place(std::string_view text, std::size_t place) {
  LineColumn found;
  std::size_t at = text.starts_with("\xEF\xBB\xBF") ? 3 : 0;
  while (at < place) {
    const bool feed = text[at] == '\n';
    next_code_point(text, at);
    found = feed ? LineColumn{found.line + 1, 1} : LineColumn{found.line, found.column + 1};
  }
  return found;
}

std::string random_text(Random& random) {
  constexpr std::string_view kParts[] = {"a", "\n", "é", "漢", "{\"b\":1},", "\xFF", "\n\n", "𝄞"};
  std::string text = random.below(2) == 0 ? "\xEF\xBB\xBF" : "";
  for (int i = 0; i < 200; ++i) text += kParts[random.below(std::size(kParts))];
  return text;
}

}  // namespace

TEST_CASE("a window that moves on knows what it holds and where that stands") {
  for (int turn = 0; turn < 50; ++turn) {
    Random random(static_cast<std::uint64_t>(turn));
    const std::string text = random_text(random);
    TextSource source(text, 1 + random.below(20));
    TextWindow window(source, 16);
    window.fill();
    std::size_t place = 0;
    while (!window.ended() || place < text.size()) {
      if (window.bytes().size() < 8 && random.below(3) == 0) window.grow();
      for (std::size_t steps = random.below(12); steps > 0 && place < window.end(); --steps) {
        next_code_point(text, place);
      }
      if (place > window.end()) place = window.origin();
      const auto [line, column] = window.at(place);
      const auto expected = naive_place(text, place);
      CHECK(line == expected.line);
      CHECK(column == expected.column);
      window.drop_to(place);
      CHECK(window.origin() == place);
      CHECK(window.first().line == line);
      CHECK(window.first().column == column);
      window.fill();
      CHECK(window.bytes() == std::string_view(text).substr(place, window.bytes().size()));
      CHECK(std::string_view(window.bytes().data() + window.bytes().size(), kPadding) ==
            std::string(kPadding, '\0'));
    }
  }
}

TEST_CASE("a window shows what was read before it says that reading failed") {
  FailingSource source("abcdef", 2);
  TextWindow window(source, 16);
  window.fill();
  CHECK(window.bytes() == "abcdef");
  CHECK_FALSE(window.ended());
  CHECK_THROWS_AS(window.fill(), ReadError);
  // Another one has met the trouble, and read this far.
  window.restart("ef", 4, {1, 5}, /*ended=*/false, ReadError{"gone"});
  window.fill();
  CHECK(window.bytes() == "ef");
  CHECK(window.at(6).column == 7);
  CHECK_THROWS_AS(window.fill(), ReadError);
  FailingSource nothing("", 2);
  TextWindow empty(nothing, 16);
  CHECK_THROWS_AS(empty.fill(), ReadError);
}

TEST_CASE("a window takes over what has been read") {
  TextSource source("cd\nef");
  TextWindow window(source, 2, "a\nb", 10, 5);
  window.fill();
  CHECK(window.bytes() == "a\nb");
  CHECK(window.origin() == 10);
  CHECK_FALSE(window.ended());
  window.drop_to(12);
  CHECK(window.first().line == 6);
  window.grow();
  window.grow();
  window.fill();
  CHECK(window.bytes() == "bcd\nef");
  CHECK(window.ended());
  CHECK(window.end() == 18);
}

}  // namespace diallint::test
