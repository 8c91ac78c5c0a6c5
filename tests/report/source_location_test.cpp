#include "report/source_location.h"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "base/random.h"
#include "base/utf8.h"

using namespace diallint;
using namespace std::string_literals;

namespace {

SourceChunk chunk_of(std::string_view bytes, std::size_t bom_size = 0, std::uint64_t origin = 0,
                     std::uint64_t first_line = 1) {
  return {0, "a.json", InputFormat::kJson, bytes, origin, first_line, bom_size};
}

// Places of every byte and of the end, found by reading all that stands before.
std::vector<Position> naive_positions(const SourceChunk& chunk) {
  const std::string_view bytes = chunk.bytes;
  std::vector<Position> places(bytes.size() + 1);
  Position now{chunk.first_line, 1};
  std::size_t at = std::min(chunk.bom_size, bytes.size());
  for (std::size_t i = 0; i < at; ++i) places[i] = now;
  while (at < bytes.size()) {
    const std::size_t begin = at;
    next_code_point(bytes, at);
    for (std::size_t i = begin; i < at; ++i) places[i] = now;
    if (bytes[begin] == '\n') {
      now = {now.line + 1, 1};
    } else if (bytes[begin] != '\r' || at == bytes.size() || bytes[at] != '\n') {
      ++now.column;
    }
  }
  places[bytes.size()] = now;
  return places;
}

std::string random_bytes(Random& random, std::size_t count) {
  static const std::vector<std::string> kParts{"a",
                                               "{\"key\": ",
                                               "0123456789abcdef",
                                               "é",
                                               "漢",
                                               "𝄞",
                                               "\n",
                                               "\r\n",
                                               "\r",
                                               "\xFF",
                                               "\x80",
                                               "\xE6\xBC",
                                               "\xF0\x9D\x84",
                                               "\t",
                                               "\0"s,
                                               "\xED\xA0\x80",
                                               "\u2028"};
  std::string bytes;
  while (bytes.size() < count) bytes += kParts[random.below(kParts.size())];
  return bytes;
}

}  // namespace

TEST_CASE("a byte offset becomes a line and a column") {
  struct Row {
    std::string_view bytes;
    std::size_t bom_size;
    std::uint64_t offset;
    Position expected;
  };
  const std::vector<Row> rows{
      {"", 0, 0, {1, 1}},
      {"abc", 0, 0, {1, 1}},
      {"abc", 0, 2, {1, 3}},
      {"abc", 0, 3, {1, 4}},
      {"a\nbc", 0, 1, {1, 2}},
      {"a\nbc", 0, 2, {2, 1}},
      {"a\nbc", 0, 3, {2, 2}},
      {"a\n", 0, 2, {2, 1}},
      {"a\n\nb", 0, 3, {3, 1}},
      {"ab\r\nc", 0, 2, {1, 3}},
      {"ab\r\nc", 0, 3, {1, 3}},
      {"ab\r\nc", 0, 4, {2, 1}},
      {"a\rb\nc", 0, 2, {1, 3}},
      {"a\rb\nc", 0, 4, {2, 1}},
      {"a\r", 0, 2, {1, 3}},
      {"é\"x", 0, 2, {1, 2}},
      {"漢字!", 0, 6, {1, 3}},
      {"\U0001F600\U0001F600!", 0, 8, {1, 3}},
      {"e\u0301!", 0, 3, {1, 3}},
      {"\xFF\xFE!", 0, 2, {1, 3}},
      {"\xE6\xBC!", 0, 2, {1, 3}},
      {"\xE6\xBC\xA2!", 0, 1, {1, 1}},
      {"\xEF\xBB\xBF{}", 3, 3, {1, 1}},
      {"\xEF\xBB\xBF{}", 3, 4, {1, 2}},
      {"\xEF\xBB\xBF{}", 3, 0, {1, 1}},
      {"\xEF\xBB\xBF{}\nx", 3, 6, {2, 1}},
      {"abc", 0, 99, {1, 4}},
  };
  for (const Row& row : rows) {
    CAPTURE(row.bytes, row.offset);
    Locator locator;
    locator.open(chunk_of(row.bytes, row.bom_size));
    const Position found = locator.at(row.offset);
    CHECK(found.line == row.expected.line);
    CHECK(found.column == row.expected.column);
  }
}

TEST_CASE("a span ends behind its last character") {
  struct Row {
    std::string_view bytes;
    Span span;
    Location expected;
  };
  const std::vector<Row> rows{
      {"ab\"é\"", {2, 6}, {{1, 3}, {1, 6}}}, {"{\n\"a\": 1\n}", {0, 10}, {{1, 1}, {3, 2}}},
      {"abc", {1, 1}, {{1, 2}, {1, 2}}},     {"abc\n", {1, 99}, {{1, 2}, {1, 4}}},
      {"ab\r\n", {1, 99}, {{1, 2}, {1, 3}}}, {"abc", {1, 99}, {{1, 2}, {1, 4}}},
      {"abc\n", {4, 99}, {{2, 1}, {2, 1}}},  {"abc", {2, 1}, {{1, 3}, {1, 3}}},
  };
  for (const Row& row : rows) {
    CAPTURE(row.bytes, row.span.begin, row.span.end);
    Locator locator;
    locator.open(chunk_of(row.bytes));
    const Location found = locator.locate(row.span);
    CHECK(found.begin == row.expected.begin);
    CHECK(found.end.line == row.expected.end.line);
    CHECK(found.end.column == row.expected.end.column);
  }
}

TEST_CASE("a line comes without its end and without a byte order mark") {
  struct Row {
    std::string_view bytes;
    std::size_t bom_size;
    std::uint64_t offset;
    std::uint64_t number;
    std::uint64_t origin;
    std::string_view text;
  };
  const std::vector<Row> rows{
      {"abc", 0, 3, 1, 0, "abc"},
      {"abc\ndef\n", 0, 4, 2, 4, "def"},
      {"abc\ndef\n", 0, 3, 1, 0, "abc"},
      {"abc\ndef\n", 0, 8, 3, 8, ""},
      {"abc\r\ndef", 0, 1, 1, 0, "abc"},
      {"abc\rdef", 0, 5, 1, 0, "abc\rdef"},
      {"\xEF\xBB\xBF{}\n", 3, 3, 1, 3, "{}"},
      {"", 0, 0, 1, 0, ""},
  };
  for (const Row& row : rows) {
    CAPTURE(row.bytes, row.offset);
    Locator locator;
    locator.open(chunk_of(row.bytes, row.bom_size));
    const Line line = locator.line_at(row.offset);
    CHECK(line.number == row.number);
    CHECK(line.origin == row.origin);
    CHECK(line.text == row.text);
  }
}

TEST_CASE("a window stands anywhere in its input") {
  Locator locator;
  locator.open(chunk_of("é\nxyz\n", 0, 1000, 41));
  CHECK(locator.at(1002) == Position{41, 2});
  CHECK(locator.at(1004) == Position{42, 2});
  CHECK(locator.line_at(1004).origin == 1003);
  locator.open(chunk_of("second", 0, 1007, 43));
  CHECK(locator.at(1009) == Position{43, 3});
  CHECK(locator.line_at(1009).text == "second");
}

TEST_CASE("places agree with a reader that counts from the front, in any order") {
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    Random random(seed);
    std::string bytes = random_bytes(random, random.below(seed % 3 == 0 ? 20000 : 300));
    const bool marked = random.once_in(4);
    if (marked) bytes.insert(0, "\xEF\xBB\xBF");
    const SourceChunk chunk =
        chunk_of(bytes, marked ? 3 : 0, random.below(5000), 1 + random.below(100));
    const std::vector<Position> expected = naive_positions(chunk);
    Locator locator;
    locator.open(chunk);
    for (int i = 0; i < 400; ++i) {
      const std::size_t begin = random.below(bytes.size() + 1);
      const std::size_t end = begin + random.below(bytes.size() + 1 - begin);
      CAPTURE(seed, begin, end);
      const Location found = locator.locate({chunk.origin + begin, chunk.origin + end});
      REQUIRE(found.begin == expected[begin]);
      REQUIRE(found.end == expected[end]);
      const Line line = locator.line_at(chunk.origin + begin);
      REQUIRE(line.number == expected[begin].line);
      REQUIRE(line.text.find('\n') == std::string_view::npos);
    }
  }
}

TEST_CASE("a window that is opened again with more lines keeps its places") {
  Random random(11);
  const std::string bytes = random_bytes(random, 40'000);
  const SourceChunk whole = chunk_of(bytes);
  const std::vector<Position> expected = naive_positions(whole);
  Locator locator;
  for (std::size_t end = 0; end < bytes.size();) {
    end = std::min(bytes.find('\n', end + random.below(6'000)), bytes.size() - 1) + 1;
    SourceChunk part = whole;
    part.bytes = whole.bytes.substr(0, end);
    locator.open(part);
    for (int i = 0; i < 50; ++i) {
      const std::size_t at = random.below(end);
      CAPTURE(end, at);
      REQUIRE(locator.at(whole.origin + at) == expected[at]);
      REQUIRE(locator.line_at(whole.origin + at).number == expected[at].line);
      REQUIRE(locator.line_at(whole.origin + at).text.find('\n') == std::string_view::npos);
    }
  }
}

// Would take hours if each place cost a pass over its line.
TEST_CASE("a hundred thousand places in one long line cost no pass each") {
  constexpr std::size_t kCount = 100000;
  const std::string part = R"({"k":"é456789012345678901234567890123456789012345678901234567890"},)";
  std::string bytes;
  bytes.reserve(kCount * part.size());
  for (std::size_t i = 0; i < kCount; ++i) bytes += part;
  Locator locator;
  const SourceChunk chunk = chunk_of(bytes);
  for (std::size_t i = 0; i < kCount; ++i) {
    locator.open(chunk);
    const Location found = locator.locate({i * part.size(), bytes.size()});
    const Line line = locator.line_at(i * part.size());
    REQUIRE(found.begin == Position{1, i * (part.size() - 1) + 1});
    REQUIRE(found.end == Position{1, kCount * (part.size() - 1) + 1});
    REQUIRE(line.text.size() == bytes.size());
  }
}
