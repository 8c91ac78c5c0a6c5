// The steps of the cursor over JSON, one at a time: where each ends, what it takes, what stops it.
#include <algorithm>
#include <catch2/catch.hpp>
#include <string_view>
#include <vector>

#include "base/fast_accept.h"
#include "base/short_string.h"
#include "support/indexed.h"

namespace diallint::test {
namespace {

FastAccept letters(std::uint32_t least, std::uint32_t most) {
  FastAccept fast_accept;
  for (char c = 'a'; c <= 'z'; ++c) fast_accept.bytes.add(static_cast<unsigned char>(c));
  fast_accept.bytes.seal();
  fast_accept.min_bytes = least;
  fast_accept.max_bytes = most;
  return fast_accept;
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
    const Indexed held(row.text, ':');
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

TEST_CASE("Entries are passed over while their keys and values are as they are asked for",
          "[json_cursor]") {
  // A name and, as it is written, a long one; then any number of them.
  struct Keys {
    std::vector<ShortText> names;
    std::vector<std::size_t> taken;
    const ShortText* next() {
      return taken.size() == names.size() ? nullptr : &names[taken.size()];
    }
    void take(std::size_t bytes) { taken.push_back(bytes); }
  };
  struct Row {
    std::string_view text;  // of an object
    Passed passed;
    std::vector<std::size_t> taken;
    std::uint64_t end;    // behind what was taken last
    std::uint64_t place;  // of what follows
  };
  const Row rows[] = {
      {R"({"name":"abc"})", Passed::kBehindObject, {3}, 1014, 1014},
      {R"({ "name" : "abc" , "b":1})", Passed::kToKey, {3}, 1018, 1019},
      {R"({"name":"ab","a name of many bytes":"abcd"} )",
       Passed::kBehindObject,
       {2, 4},
       1043,
       1044},
      {R"({"name":"ab","a name of many bytes":"abcde"})", Passed::kToKey, {2}, 1013, 1013},
      {R"({"name":"ab","a name of many bytes":"ab","c":"ab"})", Passed::kToKey, {2, 2}, 1041, 1041},
      {R"({"name":"abcd" })", Passed::kBehindObject, {4}, 1016, 1016},
      {R"({"name":"abcde"})", Passed::kToKey, {}, 1001, 1001},
      {R"({"name":"a"})", Passed::kToKey, {}, 1001, 1001},
      {R"({"name":"ab1"})", Passed::kToKey, {}, 1001, 1001},
      {R"({"name":"ab\n"})", Passed::kToKey, {}, 1001, 1001},
      {R"({"nama":"abc"})", Passed::kToKey, {}, 1001, 1001},
      {R"({"name2":"abc"})", Passed::kToKey, {}, 1001, 1001},
      {R"({"nam":"abc"})", Passed::kToKey, {}, 1001, 1001},
      {R"({"name","abc"})", Passed::kToKey, {}, 1001, 1001},
      {R"({"name":abc})", Passed::kToKey, {}, 1001, 1001},
      {R"({"name":123})", Passed::kToKey, {}, 1001, 1001},
      {R"({"name":)", Passed::kToKey, {}, 1001, 1001},
      {R"({"name")", Passed::kToKey, {}, 1001, 1001},
      {R"({"name":"abc")", Passed::kToKey, {}, 1001, 1001},
      {R"({"name":"abc",)", Passed::kBehindValue, {3}, 1013, 1013},
      {R"({"name":"abc",})", Passed::kBehindValue, {3}, 1013, 1013},
      {R"({"name":"abc" "name":"abc"})", Passed::kBehindValue, {3}, 1013, 1014},
      {R"({"name":"abc"])", Passed::kBehindValue, {3}, 1013, 1013},
  };
  const FastAccept fast_accept = letters(2, 4);
  for (const Row& row : rows) {
    const Indexed held(row.text);
    JsonCursor cursor = held.cursor();
    Keys keys{{ShortText("name"), ShortText("a name of many bytes")}, {}};
    INFO(row.text);
    REQUIRE(cursor.enter_object());
    CHECK(cursor.pass_entries(keys, fast_accept) == row.passed);
    CHECK(keys.taken == row.taken);
    CHECK(cursor.place() == row.place);
    CHECK(cursor.end_of_last() == row.end);
    CHECK_FALSE(cursor.failed());
  }
}

TEST_CASE("A key of several names is none of them", "[json_cursor]") {
  // Written behind each other, name, mark and all, these are what the name is.
  const ShortText name(R"(a":"b)");
  CHECK_FALSE(name.is_quotable());
  const Indexed held(R"({"a":"b":1})");
  JsonCursor cursor = held.cursor();
  REQUIRE(cursor.enter_object());
  CHECK_FALSE(cursor.take_name(name));
}

TEST_CASE("What was taken last has its end", "[json_cursor]") {
  const Indexed held(R"({ "a" : [ { } , [ ] , "bc" , 12 , true ] , "d" : { "e" : null } } )");
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
  const Indexed held("[1]\n [2]\n");  // tokens at 0, 1, 2, 5, 6, 7
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
  const Indexed held("[1 2]");
  JsonCursor cursor = held.cursor();
  cursor.fail(SyntaxError::kTooDeep, 1003);
  cursor.fail(SyntaxError::kTrailingData, 1001);
  CHECK(cursor.why() == SyntaxError::kTooDeep);
  CHECK(cursor.where() == 1003);
  CHECK_FALSE(cursor.next_element());
  CHECK(cursor.why() == SyntaxError::kTooDeep);
}

TEST_CASE("A cursor steps over tokens and takes a seat in another index", "[json_cursor]") {
  const Indexed held(R"( {"a" : [1, "b c" ] })");
  JsonCursor cursor = held.cursor();
  std::string seen;
  for (; !cursor.at_end(); cursor.step()) seen += cursor.here();
  CHECK(seen == "{\":[1,\"]}");
  CHECK(cursor.here() == '\0');
  CHECK(cursor.end_of_last() == 1021);
  cursor.fail(SyntaxError::kTrailingData, 1003);
  Indexed other(R"( {"a" : [1, "b c" ] })");
  other.index.build_mended(other.text.text(), [](std::size_t) { return false; });
  cursor.seat(other.index, 1009);
  CHECK_FALSE(cursor.failed());
  CHECK(cursor.place() == 1009);
  CHECK(cursor.end_of_last() == 1009);
  cursor.seat(other.index, 1000);
  CHECK(cursor.place() == 1001);
  CHECK(cursor.end_of_last() == 1000);
}

TEST_CASE("A string ends at its own quote", "[json_cursor]") {
  const Indexed held(R"(["a" "b" : "c"])");
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
    const Indexed held(value);
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
      if (cursor.failed()) CHECK(cursor.why() == SyntaxError::kTooDeep);
      CHECK(cursor.at_end());
    }
  }
}

}  // namespace diallint::test
