// The cursor's grammar: what is JSON and what is not, and where it goes wrong.
#include "input/json_cursor.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cctype>
#include <nlohmann/json.hpp>

#include "generate/value_maker.h"
#include "support/indexed.h"
#include "support/json_mutations.h"
#include "support/lint.h"
#include "support/padded.h"
#include "support/short_texts.h"
#include "support/varied_json.h"

namespace diallint::test {
namespace {

struct Verdict {
  bool sound = false;
  SyntaxError why = SyntaxError::kNone;
  std::uint64_t where = 0;
};

// The whole text is one value. `slowly` takes the index of our own.
Verdict read(std::string_view text, bool slowly, unsigned depth = 64) {
  const Padded padded(text, 'x');
  JsonIndex index;
  if (slowly || !index.build(padded.text())) index.build_slowly(padded.text());
  JsonCursor cursor(padded.text(), index, 0);
  if (cursor.at_end()) return {false, SyntaxError::kNoValue, 0};
  cursor.skip(depth);
  if (cursor.failed()) return {false, cursor.why(), cursor.where()};
  if (!cursor.at_end()) return {false, SyntaxError::kTrailingData, cursor.place()};
  return {index.faults().empty(), SyntaxError::kNone, 0};
}

bool accepts(std::string_view text) {
  const Verdict quick = read(text, false);
  const Verdict slow = read(text, true);
  INFO(text);
  CHECK(quick.sound == slow.sound);
  return quick.sound;
}

constexpr std::string_view kSound[] = {"0",
                                       "-0",
                                       "1",
                                       "-1",
                                       "10",
                                       "0.5",
                                       "-0.0",
                                       "1e5",
                                       "1E+5",
                                       "1e-05",
                                       "123.456e78",
                                       "true",
                                       "false",
                                       "null",
                                       "\"\"",
                                       "\"a\"",
                                       "[]",
                                       "{}",
                                       " [ ] ",
                                       "\t{\r\n}\n",
                                       "[[]]",
                                       "[1,2]",
                                       "[1 , 2]",
                                       "{\"a\":1}",
                                       "{\"a\":{\"b\":[{}]}}",
                                       "{\"a\":1,\"a\":2}",
                                       "{\"\":0}",
                                       "[null,1,\"1\",{}]",
                                       "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"",
                                       "\"\\u00e9\\uD83D\\uDE00\"",
                                       "\"\x7F\"",
                                       "\"\xE2\x80\xA8\"",
                                       "\"\xF4\x8F\xBF\xBF\"",
                                       "\"\\u0000\"",
                                       "\"\\\\\"",
                                       "[\"\\\\\\\"\"]",
                                       "[-1e-1]",
                                       "\"[{,:\"",
                                       "[1\n]",
                                       "100000000000000000000000000000000000000000",
                                       "0e0",
                                       "[[[[[[[[[[]]]]]]]]]]"};

struct Wrong {
  std::string_view text;
  SyntaxError why;
  std::uint64_t where;
};
constexpr Wrong kWrong[] = {
    {"", SyntaxError::kNoValue, 0},
    {" ", SyntaxError::kNoValue, 0},
    {"[", SyntaxError::kUnexpectedEnd, 1},
    {"{", SyntaxError::kUnexpectedEnd, 1},
    {"]", SyntaxError::kExpectedValue, 0},
    {"}", SyntaxError::kExpectedValue, 0},
    {"[1", SyntaxError::kUnexpectedEnd, 2},
    {"[1,", SyntaxError::kUnexpectedEnd, 3},
    {"[1,]", SyntaxError::kTrailingComma, 2},
    {"[,1]", SyntaxError::kExpectedValue, 1},
    {"[1,,2]", SyntaxError::kExpectedValue, 3},
    {"[1 2]", SyntaxError::kExpectedComma, 3},
    {"[1}", SyntaxError::kExpectedComma, 2},
    {"[1:2]", SyntaxError::kExpectedComma, 2},
    {"{1:2}", SyntaxError::kExpectedKey, 1},
    {"{a:2}", SyntaxError::kExpectedKey, 1},
    {"{'a':2}", SyntaxError::kExpectedKey, 1},
    {"{\"a\"}", SyntaxError::kExpectedColon, 4},
    {"{\"a\" 1}", SyntaxError::kExpectedColon, 5},
    {"{\"a\":}", SyntaxError::kExpectedValue, 5},
    {"{\"a\":1,}", SyntaxError::kTrailingComma, 6},
    {"{\"a\":1 \"b\":2}", SyntaxError::kExpectedComma, 7},
    {"{\"a\":1]", SyntaxError::kExpectedComma, 6},
    {"{\"a\":", SyntaxError::kUnexpectedEnd, 5},
    {"{\"a\"", SyntaxError::kUnexpectedEnd, 4},
    {"{,}", SyntaxError::kExpectedKey, 1},
    {"{:1}", SyntaxError::kExpectedKey, 1},
    {"01", SyntaxError::kBadNumber, 0},
    {"-", SyntaxError::kBadNumber, 0},
    {"-01", SyntaxError::kBadNumber, 0},
    {"1.", SyntaxError::kBadNumber, 0},
    {".5", SyntaxError::kBadNumber, 0},
    {"+1", SyntaxError::kBadNumber, 0},
    {"1e", SyntaxError::kBadNumber, 0},
    {"1e+", SyntaxError::kBadNumber, 0},
    {"0x1", SyntaxError::kBadNumber, 0},
    {"1a", SyntaxError::kBadNumber, 0},
    {"-Infinity", SyntaxError::kBadNumber, 0},
    {"1_000", SyntaxError::kBadNumber, 0},
    {"tru", SyntaxError::kBadLiteral, 0},
    {"truee", SyntaxError::kBadLiteral, 0},
    {"True", SyntaxError::kBadLiteral, 0},
    {"nul", SyntaxError::kBadLiteral, 0},
    {"NaN", SyntaxError::kBadLiteral, 0},
    {"undefined", SyntaxError::kBadLiteral, 0},
    {"'a'", SyntaxError::kExpectedValue, 0},
    {"// a", SyntaxError::kExpectedValue, 0},
    {"1 2", SyntaxError::kTrailingData, 2},
    {"{}{}", SyntaxError::kTrailingData, 2},
    {"[]]", SyntaxError::kTrailingData, 2},
    {"\"a\"\"b\"", SyntaxError::kTrailingData, 3},
    {"true\xC3\xA9", SyntaxError::kBadLiteral, 0},
    {"\xC3\xA9", SyntaxError::kExpectedValue, 0},
    {"\xEF\xBB\xBF[]", SyntaxError::kExpectedValue, 0},
    {"[\"\\x\"]", SyntaxError::kBadEscape, 2},
    {"[\"ab\\u12G4\"]", SyntaxError::kBadEscape, 4},
    {"{\"\\u12\":1}", SyntaxError::kBadEscape, 2},
    {"\"\\'\"", SyntaxError::kBadEscape, 1},
    {"\"\\u0000\\'\"", SyntaxError::kBadEscape, 7},
    {"{\"\\ud800\\u12\":1}", SyntaxError::kBadEscape, 8},
    {"[1]x", SyntaxError::kTrailingData, 3},
};

// Ends of the comparison with another parser: it refuses halves of surrogate pairs and numbers past
// a double, and steps over a byte order mark.
bool comparable(std::string_view text) {
  for (std::size_t at = 0; at + 2 < text.size(); ++at) {
    const auto next = static_cast<char>(text[at + 2] | 0x20);
    if (text[at] == '\\' && text[at + 1] == 'u' && next == 'd') return false;
    const bool digits = text[at + 1] >= '0' && next >= '0' && next <= '9';
    if ((text[at] | 0x20) == 'e' && digits && text[at + 1] <= '9') return false;
  }
  return !text.starts_with("\xEF");
}

}  // namespace

TEST_CASE("Sound JSON is read to its end", "[json_cursor]") {
  for (const std::string_view text : kSound) {
    INFO(text);
    CHECK(accepts(text));
    CHECK(nlohmann::json::accept(text));
  }
}

TEST_CASE("Broken JSON is stopped at, with its reason", "[json_cursor]") {
  for (const Wrong& row : kWrong) {
    for (const bool slowly : {false, true}) {
      const Verdict verdict = read(row.text, slowly);
      INFO(row.text << (slowly ? " slowly" : ""));
      CHECK_FALSE(verdict.sound);
      CHECK(static_cast<int>(verdict.why) == static_cast<int>(row.why));
      CHECK(verdict.where == row.where);
    }
  }
}

TEST_CASE("A scalar with a quote inside is no value", "[json_cursor]") {
  for (const std::string_view text : {"1\"a\"", "true\"a\"", "[1\"a\"]", "{\"a\":1\"b\":2}",
                                      "a\"b\"", "[\\\"a\\\"]", "1\\", "[nul\\l]"}) {
    INFO(text);
    CHECK_FALSE(accepts(text));
    CHECK_FALSE(nlohmann::json::accept(text));
  }
}

TEST_CASE("The cursor and nlohmann accept the same texts", "[json_cursor]") {
  Random random(41);
  constexpr std::string_view kAlphabet = "{}[]:,\"\\a1 \n\tnulltrue-+.0eE\x01\xC3\xA9";
  int sound = 0;
  int broken = 0;
  for (int i = 0; i < rounds(3000); ++i) {
    ValueMaker maker(builtin_plan(), static_cast<std::uint64_t>(i), kNow);
    const Sample sample = maker.make(
        builtin_plan().shape(random.once_in(2) ? "dial-request" : "put-dial-request-batch")->root);
    const std::string text = varied_json(sample, random, false).substr(0, 4000);
    for (int n = 0; n < 8; ++n) {
      const std::string changed = mutate(text, random, kAlphabet);
      if (!comparable(changed)) continue;
      const bool expected = nlohmann::json::accept(changed);
      INFO(i << "\n" << changed);
      REQUIRE(accepts(changed) == expected);
      ++(expected ? sound : broken);
    }
  }
  CHECK(sound > rounds(300));
  CHECK(broken > rounds(3000));
}

TEST_CASE("Short texts of every kind", "[json_cursor]") {
  std::uint64_t disagreements = 0;
  std::string first;
  for_each_short_text("{}[]:,\"a10-. e", [&](const std::string& text) {
    const bool same = read(text, false).sound == nlohmann::json::accept(text);
    if (!same && disagreements++ == 0) first = text;
  });
  INFO("first: " << first);
  CHECK(disagreements == 0);
}

TEST_CASE("Bytes that the first stage takes for marks stop the cursor", "[json_cursor]") {
  constexpr std::string_view kAlphabet = "{}[]:,\"a1 \x0C\x1A";
  Random random(13);
  for (int i = 0; i < 200'000; ++i) {
    std::string text;
    for (std::uint64_t n = 1 + random.below(9); n > 0; --n) text += random.one_of(kAlphabet);
    if (text.find_first_of("\x0C\x1A") == std::string::npos) continue;
    const bool quick = read(text, false).sound;
    const bool slow = read(text, true).sound;
    INFO(Catch::Detail::stringify(text));
    if (quick || slow) FAIL();
  }
}

TEST_CASE("A value that is stepped over says whether its escapes are characters", "[json_cursor]") {
  struct Row {
    std::string_view text;
    bool characters;
  };
  const Row rows[] = {{R"("a\n\u00e9\ud83d\ude00\\u0000")", true},
                      {R"({"a":["b",{"c\u0041":null}]})", true},
                      {R"("\ud83d")", false},
                      {R"(["a",{"b":"\u0000"},"c"])", false},
                      {R"({"\udc00":1,"a":"\n"})", false}};
  for (const Row& row : rows) {
    const Padded padded(row.text);
    JsonIndex index;
    REQUIRE(index.build(padded.text()));
    JsonCursor cursor(padded.text(), index, 0);
    INFO(row.text);
    CHECK(cursor.skip(64) == row.characters);
    CHECK_FALSE(cursor.failed());
    CHECK(cursor.at_end());
  }
}

TEST_CASE("Nesting stops at the depth that is given", "[json_cursor]") {
  const auto nested = [](unsigned depth) {
    return std::string(depth, '[') + std::string(depth, ']');
  };
  CHECK(read(nested(64), false).sound);
  CHECK(read(nested(65), false).why == SyntaxError::kTooDeep);
  CHECK(read(nested(65), false).where == 64);
  CHECK(read(nested(100'000), false).why == SyntaxError::kTooDeep);
}

TEST_CASE("Keys, strings and scalars come with their places", "[json_cursor]") {
  const Padded padded("{ \"a\\u0062\" : [ 12 , \"x\" ] }");
  JsonIndex index;
  REQUIRE(index.build(padded.text()));
  JsonCursor cursor(padded.text(), index, 1000);
  REQUIRE(cursor.kind() == Kind::kObject);
  REQUIRE(cursor.enter_object());
  const SourceText key = cursor.key();
  CHECK(key.bytes == "a\\u0062");
  CHECK(key.has_escape());
  CHECK(key.span.begin == 1002);
  CHECK(key.span.end == 1011);
  REQUIRE(cursor.kind() == Kind::kArray);
  REQUIRE(cursor.enter_array());
  const SourceText number = cursor.scalar();
  CHECK(number.bytes == "12");
  CHECK(number.span.begin == 1016);
  CHECK(number.span.end == 1018);
  REQUIRE(cursor.next_element());
  const SourceText text = cursor.string();
  CHECK(text.bytes == "x");
  CHECK(text.span.end - text.span.begin == 3);
  CHECK_FALSE(cursor.next_element());
  CHECK_FALSE(cursor.next_member());
  CHECK(cursor.at_end());
  CHECK(cursor.end_of_last() == 1000 + padded.text().size());
}

TEST_CASE("Any character behind a scalar ends it, or belongs to it", "[json_cursor]") {
  for (const std::string_view scalar : {"12", "true", "null"}) {
    for (int c = 0; c < 256; ++c) {
      const std::string text = "[" + std::string(scalar) + static_cast<char>(c) + "1]";
      INFO(scalar << " and " << c);
      const bool separated = c == ',';
      const bool digits =
          scalar == "12" && (std::isdigit(c) != 0 || c == '.' || c == 'e' || c == 'E');
      const bool expected = separated || digits;
      CHECK(read(text, true).sound == expected);
      const Indexed held(text);
      JsonCursor cursor = held.cursor(0);
      REQUIRE(cursor.enter_array());
      const std::string_view word = cursor.scalar().bytes;
      const bool ends = c != 0 && std::string_view(" \t\n\r,:{}[]").find(static_cast<char>(c)) !=
                                      std::string_view::npos;
      CHECK((word == scalar) == ends);
    }
  }
}

TEST_CASE("A scalar that is wrong says how", "[json_cursor]") {
  struct Row {
    std::string_view text;
    SyntaxError why;
  };
  const Row rows[] = {{"a", SyntaxError::kBadLiteral},         {"z", SyntaxError::kBadLiteral},
                      {"A", SyntaxError::kBadLiteral},         {"Z", SyntaxError::kBadLiteral},
                      {"`", SyntaxError::kExpectedValue},      {"{", SyntaxError::kUnexpectedEnd},
                      {"@", SyntaxError::kExpectedValue},      {"_", SyntaxError::kExpectedValue},
                      {"~", SyntaxError::kExpectedValue},      {"+", SyntaxError::kBadNumber},
                      {".", SyntaxError::kBadNumber},          {"+1", SyntaxError::kBadNumber},
                      {"*", SyntaxError::kExpectedValue},      {"/", SyntaxError::kExpectedValue},
                      {";", SyntaxError::kExpectedValue},      {"t", SyntaxError::kBadLiteral},
                      {"f", SyntaxError::kBadLiteral},         {"n", SyntaxError::kBadLiteral},
                      {"trux", SyntaxError::kBadLiteral},      {"fals", SyntaxError::kBadLiteral},
                      {"[\x7F]", SyntaxError::kExpectedValue}, {"[;]", SyntaxError::kExpectedValue},
                      {"[|]", SyntaxError::kExpectedValue}};
  for (const Row& row : rows) {
    for (const bool slowly : {false, true}) {
      INFO(Catch::Detail::stringify(std::string(row.text)) << slowly);
      CHECK(static_cast<int>(read(row.text, slowly).why) == static_cast<int>(row.why));
    }
  }
}

}  // namespace diallint::test
