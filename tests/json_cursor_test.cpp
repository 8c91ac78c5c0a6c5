// The cursor's grammar: what is JSON and what is not, and where it goes wrong.
#include "json_cursor.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cctype>
#include <nlohmann/json.hpp>

#include "lint.h"
#include "maker.h"
#include "mutate.h"
#include "padded.h"
#include "short_texts.h"
#include "varied_json.h"

namespace diallint::test {
namespace {

struct Verdict {
  bool sound = false;
  Break why = Break::kNone;
  std::uint64_t where = 0;
};

// The whole text is one value. `slowly` takes the index of our own.
Verdict read(std::string_view text, bool slowly, unsigned depth = 64) {
  const Padded padded(text, 'x');
  JsonIndex index;
  if (slowly || !index.build(padded.text())) index.build_slowly(padded.text());
  JsonCursor cursor(padded.text(), index, 0);
  if (cursor.at_end()) return {false, Break::kEmpty, 0};
  cursor.skip(depth);
  if (cursor.failed()) return {false, cursor.why(), cursor.where()};
  if (!cursor.at_end()) return {false, Break::kMore, cursor.place()};
  return {index.faults().empty(), Break::kNone, 0};
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
  Break why;
  std::uint64_t where;
};
constexpr Wrong kWrong[] = {
    {"", Break::kEmpty, 0},
    {" ", Break::kEmpty, 0},
    {"[", Break::kEnd, 1},
    {"{", Break::kEnd, 1},
    {"]", Break::kValue, 0},
    {"}", Break::kValue, 0},
    {"[1", Break::kEnd, 2},
    {"[1,", Break::kEnd, 3},
    {"[1,]", Break::kTrailing, 2},
    {"[,1]", Break::kValue, 1},
    {"[1,,2]", Break::kValue, 3},
    {"[1 2]", Break::kComma, 3},
    {"[1}", Break::kComma, 2},
    {"[1:2]", Break::kComma, 2},
    {"{1:2}", Break::kKey, 1},
    {"{a:2}", Break::kKey, 1},
    {"{'a':2}", Break::kKey, 1},
    {"{\"a\"}", Break::kColon, 4},
    {"{\"a\" 1}", Break::kColon, 5},
    {"{\"a\":}", Break::kValue, 5},
    {"{\"a\":1,}", Break::kTrailing, 6},
    {"{\"a\":1 \"b\":2}", Break::kComma, 7},
    {"{\"a\":1]", Break::kComma, 6},
    {"{\"a\":", Break::kEnd, 5},
    {"{\"a\"", Break::kEnd, 4},
    {"{,}", Break::kKey, 1},
    {"{:1}", Break::kKey, 1},
    {"01", Break::kNumber, 0},
    {"-", Break::kNumber, 0},
    {"-01", Break::kNumber, 0},
    {"1.", Break::kNumber, 0},
    {".5", Break::kNumber, 0},
    {"+1", Break::kNumber, 0},
    {"1e", Break::kNumber, 0},
    {"1e+", Break::kNumber, 0},
    {"0x1", Break::kNumber, 0},
    {"1a", Break::kNumber, 0},
    {"-Infinity", Break::kNumber, 0},
    {"1_000", Break::kNumber, 0},
    {"tru", Break::kLiteral, 0},
    {"truee", Break::kLiteral, 0},
    {"True", Break::kLiteral, 0},
    {"nul", Break::kLiteral, 0},
    {"NaN", Break::kLiteral, 0},
    {"undefined", Break::kLiteral, 0},
    {"'a'", Break::kValue, 0},
    {"// a", Break::kValue, 0},
    {"1 2", Break::kMore, 2},
    {"{}{}", Break::kMore, 2},
    {"[]]", Break::kMore, 2},
    {"\"a\"\"b\"", Break::kMore, 3},
    {"true\xC3\xA9", Break::kLiteral, 0},
    {"\xC3\xA9", Break::kValue, 0},
    {"\xEF\xBB\xBF[]", Break::kValue, 0},
    {"[\"\\x\"]", Break::kEscape, 2},
    {"[\"ab\\u12G4\"]", Break::kEscape, 4},
    {"{\"\\u12\":1}", Break::kEscape, 2},
    {"\"\\'\"", Break::kEscape, 1},
    {"\"\\u0000\\'\"", Break::kEscape, 7},
    {"{\"\\ud800\\u12\":1}", Break::kEscape, 8},
    {"[1]x", Break::kMore, 3},
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
    Maker maker(builtin_plan(), static_cast<std::uint64_t>(i), kNow);
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
  CHECK(read(nested(65), false).why == Break::kDepth);
  CHECK(read(nested(65), false).where == 64);
  CHECK(read(nested(100'000), false).why == Break::kDepth);
}

TEST_CASE("Keys, strings and scalars come with their places", "[json_cursor]") {
  const Padded padded("{ \"a\\u0062\" : [ 12 , \"x\" ] }");
  JsonIndex index;
  REQUIRE(index.build(padded.text()));
  JsonCursor cursor(padded.text(), index, 1000);
  REQUIRE(cursor.kind() == Kind::kObject);
  REQUIRE(cursor.enter_object());
  const Text key = cursor.key();
  CHECK(key.bytes == "a\\u0062");
  CHECK(key.has_escape());
  CHECK(key.span.begin == 1002);
  CHECK(key.span.end == 1011);
  REQUIRE(cursor.kind() == Kind::kArray);
  REQUIRE(cursor.enter_array());
  const Text number = cursor.scalar();
  CHECK(number.bytes == "12");
  CHECK(number.span.begin == 1016);
  CHECK(number.span.end == 1018);
  REQUIRE(cursor.next_element());
  const Text text = cursor.string();
  CHECK(text.bytes == "x");
  CHECK(text.span.end - text.span.begin == 3);
  CHECK_FALSE(cursor.next_element());
  CHECK_FALSE(cursor.next_member());
  CHECK(cursor.at_end());
  CHECK(cursor.end_of_last() == 1000 + padded.text().size());
}

TEST_CASE("A broken value is stepped over by its brackets, or its one token", "[json_cursor]") {
  struct Row {
    std::string_view text;
    bool resumes;
    std::uint64_t place;  // of the token that follows
  };
  const Row rows[] = {{"{\"a\":tru}, 1", true, 9}, {"[1 2 {]}], 1", false, 0}, {"tru, 1", true, 3},
                      {"01 ]", true, 3},           {"tru 1", false, 0},        {", 1", true, 0},
                      {"{\"a\" 1", false, 0},      {": 1", false, 0},          {"] , 1", false, 0}};
  for (const Row& row : rows) {
    const Padded padded(row.text);
    JsonIndex index;
    REQUIRE(index.build(padded.text()));
    const JsonCursor before(padded.text(), index, 0);
    JsonCursor cursor = before;
    cursor.skip(64);
    INFO(row.text);
    REQUIRE(cursor.failed());
    REQUIRE(cursor.resume_behind(before) == row.resumes);
    if (!row.resumes) continue;
    CHECK_FALSE(cursor.failed());
    CHECK(cursor.place() == row.place);
  }
}

namespace {

// A cursor with the text and the index that it reads.
struct Held {
  explicit Held(std::string_view of, char behind = '"') : text(of, behind) {
    if (!index.build(text.text())) index.build_slowly(text.text());
  }
  JsonCursor cursor(std::uint64_t origin = 1000) const { return {text.text(), index, origin}; }

  Padded text;
  JsonIndex index;
};

QuickText letters(std::uint32_t least, std::uint32_t most) {
  QuickText quick;
  for (char c = 'a'; c <= 'z'; ++c) quick.bytes.add(static_cast<unsigned char>(c));
  quick.bytes.seal();
  quick.min_bytes = least;
  quick.max_bytes = most;
  return quick;
}

}  // namespace

TEST_CASE("A name is taken where it stands, with its colon", "[json_cursor]") {
  struct Row {
    std::string_view text;  // of an object
    bool taken;
    std::uint64_t end;    // behind the colon
    std::uint64_t place;  // of the value
  };
  const Row rows[] = {
      {R"({"name":1})", true, 1008, 1008}, {R"({ "name" : 1})", true, 1010, 1011},
      {R"({"nama":1})", false, 0, 0},      {R"({"name2":1})", false, 0, 0},
      {R"({"nam":1})", false, 0, 0},       {R"({"name",1})", false, 0, 0},
      {R"({"name" 1})", false, 0, 0},      {R"({"name"})", false, 0, 0},
      {R"({"name")", false, 0, 0},         {R"({"name":)", true, 1008, 1008},
      {R"({"n\u0061me":1})", false, 0, 0},
  };
  const ShortText name("name");
  for (const Row& row : rows) {
    const Held held(row.text, ':');
    JsonCursor cursor = held.cursor();
    INFO(row.text);
    REQUIRE(cursor.enter_object());
    const std::uint64_t before = cursor.place();
    const std::uint64_t end_before = cursor.end_of_last();
    CHECK(cursor.take_name(name) == row.taken);
    CHECK(cursor.place() == (row.taken ? row.place : before));
    CHECK(cursor.end_of_last() == (row.taken ? row.end : end_before));
    CHECK_FALSE(cursor.failed());
  }
}

TEST_CASE("An entry is passed over if its key and its value are as they are asked for",
          "[json_cursor]") {
  struct Row {
    std::string_view text;  // of an object
    bool passed;
    std::uint64_t end;    // behind the value
    std::uint64_t place;  // of what follows
  };
  const Row rows[] = {
      {R"({"name":"abc"})", true, 1013, 1013},
      {R"({ "name" : "abc" , "b":1})", true, 1016, 1017},
      {R"({"name":"ab"})", true, 1012, 1012},
      {R"({"name":"abcd"})", true, 1014, 1014},
      {R"({"name":"abcde"})", false, 0, 0},
      {R"({"name":"a"})", false, 0, 0},
      {R"({"name":"ab1"})", false, 0, 0},
      {R"({"name":"ab\n"})", false, 0, 0},
      {R"({"nama":"abc"})", false, 0, 0},
      {R"({"name2":"abc"})", false, 0, 0},
      {R"({"name","abc"})", false, 0, 0},
      {R"({"name":abc})", false, 0, 0},
      {R"({"name":123})", false, 0, 0},
      {R"({"name":)", false, 0, 0},
      {R"({"name")", false, 0, 0},
      {R"({"name":"abc")", true, 1013, 1013},
  };
  const ShortText name("name");
  const QuickText quick = letters(2, 4);
  for (const Row& row : rows) {
    const Held held(row.text);
    JsonCursor cursor = held.cursor();
    INFO(row.text);
    REQUIRE(cursor.enter_object());
    const std::uint64_t before = cursor.place();
    const std::uint64_t end_before = cursor.end_of_last();
    const auto bytes = cursor.pass_entry(name, quick);
    REQUIRE(bytes.has_value() == row.passed);
    CHECK(cursor.place() == (row.passed ? row.place : before));
    CHECK(cursor.end_of_last() == (row.passed ? row.end : end_before));
    const std::size_t value = row.text.find(':') + 1;
    if (row.passed) CHECK(*bytes == row.end - 1000 - row.text.find('"', value) - 2);
    CHECK_FALSE(cursor.failed());
  }
}

TEST_CASE("What was taken last has its end", "[json_cursor]") {
  const Held held(R"({ "a" : [ { } , [ ] , "bc" , 12 , true ] , "d" : { "e" : null } } )");
  JsonCursor cursor = held.cursor();
  const std::string_view text = held.text.text();
  const auto end_of = [&](std::string_view piece) {
    return 1000 + text.find(piece) + piece.size();
  };
  REQUIRE(cursor.enter_object());
  CHECK(cursor.end_of_last() == 1001);
  CHECK(cursor.place() == 1002);
  cursor.key();
  CHECK(cursor.end_of_last() == end_of(":"));
  REQUIRE(cursor.enter_array());
  CHECK(cursor.end_of_last() == end_of("["));
  CHECK_FALSE(cursor.enter_object());
  CHECK(cursor.end_of_last() == end_of("{ }"));
  REQUIRE(cursor.next_element());
  CHECK(cursor.end_of_last() == end_of("{ } ,"));
  CHECK_FALSE(cursor.enter_array());
  CHECK(cursor.end_of_last() == end_of("[ ]"));
  REQUIRE(cursor.next_element());
  CHECK(cursor.string().span.end == end_of("\"bc\""));
  CHECK(cursor.end_of_last() == end_of("\"bc\""));
  REQUIRE(cursor.next_element());
  CHECK(cursor.scalar().span.end == end_of("12"));
  CHECK(cursor.end_of_last() == end_of("12"));
  REQUIRE(cursor.next_element());
  CHECK(cursor.scalar().span.end == end_of("true"));
  CHECK_FALSE(cursor.next_element());
  CHECK(cursor.end_of_last() == end_of("true ]"));
  REQUIRE(cursor.next_member());
  CHECK(cursor.end_of_last() == end_of("true ] ,"));
  cursor.key();
  CHECK(cursor.skip(1));
  CHECK(cursor.end_of_last() == end_of("null }"));
  CHECK_FALSE(cursor.next_member());
  CHECK(cursor.end_of_last() == 1000 + text.size() - 1);
  CHECK(cursor.at_end());
  CHECK(cursor.place() == 1000 + text.size());
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
      const Held held(text);
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
    Break why;
  };
  const Row rows[] = {
      {"a", Break::kLiteral},    {"z", Break::kLiteral},    {"A", Break::kLiteral},
      {"Z", Break::kLiteral},    {"`", Break::kValue},      {"{", Break::kEnd},
      {"@", Break::kValue},      {"_", Break::kValue},      {"~", Break::kValue},
      {"+", Break::kNumber},     {".", Break::kNumber},     {"+1", Break::kNumber},
      {"*", Break::kValue},      {"/", Break::kValue},      {";", Break::kValue},
      {"t", Break::kLiteral},    {"f", Break::kLiteral},    {"n", Break::kLiteral},
      {"trux", Break::kLiteral}, {"fals", Break::kLiteral}, {"[\x7F]", Break::kValue},
      {"[;]", Break::kValue},    {"[|]", Break::kValue}};
  for (const Row& row : rows) {
    for (const bool slowly : {false, true}) {
      INFO(Catch::Detail::stringify(std::string(row.text)) << slowly);
      CHECK(static_cast<int>(read(row.text, slowly).why) == static_cast<int>(row.why));
    }
  }
}

TEST_CASE("Numbers, whole", "[json_cursor]") {
  for (const char* text : {"0", "-0", "9", "10", "-10", "0.0", "0.9", "1.5e9", "1e0", "1E0", "1e+1",
                           "1e-1", "0e0", "0.1E-09", "19", "-9.9"}) {
    INFO(text);
    CHECK(is_json_number(text));
    CHECK_FALSE(is_json_number(std::string(text) + "x"));
    CHECK_FALSE(is_json_number(std::string(text) + " "));
    CHECK_FALSE(is_json_number(std::string(text) + "-"));
    CHECK_FALSE(is_json_number(std::string("+") + text));
  }
  for (const char* text :
       {"",   "-",   "--1", "00",    "01",  "-00",  "-01",   "1.",   ".1", "1.e1",
        "1e", "1e+", "1e-", "1e+-1", "1d1", "1f1",  "1.5.5", "/",    ":",  "1/",
        "1:", "1./", "1e:", "0x1",   "1,5", "1.-5", "a",     "1e5e5"}) {
    INFO(text);
    CHECK_FALSE(is_json_number(text));
  }
}

TEST_CASE("A cursor seeks, and ends, at the token that is named", "[json_cursor]") {
  const Held held("[1]\n [2]\n");  // tokens at 0, 1, 2, 5, 6, 7
  for (const auto& [to, place] : {std::pair{1000U, 1000U},
                                  {1001U, 1001U},
                                  {1002U, 1002U},
                                  {1003U, 1005U},
                                  {1005U, 1005U},
                                  {1006U, 1006U},
                                  {1007U, 1007U},
                                  {1008U, 1009U},
                                  {2000U, 1009U}}) {
    JsonCursor cursor = held.cursor();
    INFO(to);
    cursor.seek(to);
    CHECK(cursor.place() == place);
    CHECK(cursor.at_end() == (place == 1009U));
    JsonCursor ended = held.cursor();
    ended.end_at(to);
    CHECK(ended.at_end() == (to == 1000U));
    while (!ended.at_end()) ended.seek(ended.place() + 1);
    CHECK(ended.place() == place);
  }
}

TEST_CASE("What stops a cursor first is what stopped it", "[json_cursor]") {
  const Held held("[1 2]");
  JsonCursor cursor = held.cursor();
  cursor.fail(Break::kDepth, 1003);
  cursor.fail(Break::kMore, 1001);
  CHECK(cursor.why() == Break::kDepth);
  CHECK(cursor.where() == 1003);
  CHECK_FALSE(cursor.next_element());
  CHECK(cursor.why() == Break::kDepth);
}

TEST_CASE("What a break is resumed behind, and where", "[json_cursor]") {
  struct Row {
    std::string_view text;  // of the items of an array, from the broken one on
    bool resumes;
    std::uint64_t end;    // behind the broken item
    std::uint64_t place;  // of what follows
  };
  const Row rows[] = {
      // A bracket closes its item, whatever follows.
      {"[1 2] 3, 2]", true, 1005, 1006},
      {"{1} x, 2]", true, 1003, 1004},
      {"{\"a\" 1} , 2]", true, 1007, 1008},
      {"[1 2]\t, 2]", true, 1005, 1006},
      {"[1 2]\n]", true, 1005, 1006},
      {"[1 2]\r]", true, 1005, 1006},
      {"[1 2] ]", true, 1005, 1006},
      {"tru , 2]", true, 1003, 1004},
      {"tru\t\n\r ]", true, 1003, 1007},
      {"tru}", true, 1003, 1003},
      {"tru]", true, 1003, 1003},
      {"tru 2]", false, 0, 0},
      {"tru [", false, 0, 0},
      {"tru {", false, 0, 0},
      {"tru : 1", false, 0, 0},
      {"tru", false, 0, 0},
      {", 2]", true, 1000, 1000},
      {": , 2]", false, 0, 0},
      {"x , 2]", true, 1001, 1002},
      {"[{]} , 2]", false, 0, 0},
      {"[{} , 2", false, 0, 0},
      {"{\"a\":[1 2]} ,", true, 1011, 1012},
      {"{] , 2", false, 0, 0},
      {"[} , 2", false, 0, 0},
      {"} , 2", false, 0, 0},
      {"[[1 2]] , 2", true, 1007, 1008},
      {"{{}} , 2", true, 1004, 1005},
      {"[[1 2] , 2", false, 0, 0},
  };
  for (const Row& row : rows) {
    for (const char behind : {'"', ']', '}', ','}) {  // whatever stands behind the text
      const Held held(row.text, behind);
      const JsonCursor before = held.cursor();
      JsonCursor cursor = before;
      cursor.skip(64);
      INFO(row.text << " before " << behind);
      if (!cursor.failed()) cursor.fail(Break::kMore, 1000);
      REQUIRE(cursor.resume_behind(before) == row.resumes);
      if (!row.resumes) continue;
      CHECK_FALSE(cursor.failed());
      CHECK(cursor.end_of_last() == row.end);
      CHECK(cursor.place() == row.place);
    }
  }
}

TEST_CASE("A string ends at its own quote", "[json_cursor]") {
  const Held held(R"(["a" "b" : "c"])");
  JsonCursor cursor = held.cursor();
  REQUIRE(cursor.enter_array());
  CHECK(cursor.string().bytes == "a");
  CHECK(cursor.end_of_last() == 1004);
  CHECK(cursor.key().bytes == "b");
  CHECK(cursor.string().bytes == "c");
}

TEST_CASE("Digits behind a number are none of it", "[json_cursor]") {
  for (const std::string text : {"1", "10", "1.5", "1e5", "1e+5", "-1.5e-5"}) {
    for (const char* behind : {"5", ".5", "e5", "x"}) {
      const std::string amid = text + behind;
      INFO(amid);
      CHECK(is_json_number(std::string_view(amid).substr(0, text.size())));
    }
  }
  CHECK_FALSE(is_json_number(std::string_view("1.5").substr(0, 2)));
  CHECK_FALSE(is_json_number(std::string_view("1e5").substr(0, 2)));
  CHECK_FALSE(is_json_number(std::string_view("-5").substr(0, 1)));
}

TEST_CASE("A value is stepped over to the depth that is given, and no further", "[json_cursor]") {
  for (const std::string_view value :
       {"[[1],[2,[]]]", R"({"a":{"b":[]},"c":[]})", R"([{"a":1},{"b":{"c":{}}}])"}) {
    const Held held(value);
    unsigned deepest = 0;
    unsigned depth = 0;
    for (const char c : value) {
      if (c == '[' || c == '{') deepest = std::max(deepest, ++depth);
      if (c == ']' || c == '}') --depth;
    }
    for (unsigned given = 0; given <= deepest + 1; ++given) {
      JsonCursor cursor = held.cursor();
      INFO(value << " " << given);
      CHECK(cursor.skip(given));
      // An empty one needs no level of its own, but asks for it.
      CHECK(cursor.failed() == (given < deepest));
      if (cursor.failed()) CHECK(cursor.why() == Break::kDepth);
      CHECK(cursor.at_end());
    }
  }
}

}  // namespace diallint::test
