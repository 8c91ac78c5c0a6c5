// UTF-8 and JSON escapes.
#include "utf8.h"

#include <simdjson.h>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "lint.h"
#include "random.h"

namespace diallint::test {

TEST_CASE("Every code point is encoded, counted and decoded", "[utf8]") {
  std::uint64_t wrong = 0;
  for (char32_t c = 0; c <= 0x10FFFF; ++c) {
    if (c >= 0xD800 && c <= 0xDFFF) continue;
    std::string text;
    append_utf8(text, c);
    std::size_t at = 0;
    wrong += next_code_point(text, at) == c && at == text.size() ? 0 : 1;
    wrong += count_code_points(text) == 1 ? 0 : 1;
    wrong += find_invalid_utf8(text) == std::string_view::npos ? 0 : 1;
    wrong += text.size() == (c < 0x80 ? 1U : c < 0x800 ? 2U : c < 0x10000 ? 3U : 4U) ? 0 : 1;
    std::string json;
    append_json_string(json, text);
    wrong += nlohmann::json::parse(json) == text ? 0 : 1;
    std::string back;
    wrong += unescape_json(std::string_view(json).substr(1, json.size() - 2), back).fault ==
                         EscapeFault::kNone ||
                     c == 0
                 ? 0
                 : 1;
    wrong += back == text || c == 0 ? 0 : 1;
  }
  CHECK(wrong == 0);
}

TEST_CASE("What is no code point is encoded as U+FFFD", "[utf8]") {
  for (const char32_t c :
       {U'\xD800', U'\xDFFF', static_cast<char32_t>(0x110000), static_cast<char32_t>(0xFFFFFFFF)}) {
    std::string text;
    append_utf8(text, c);
    CHECK(text == "\xEF\xBF\xBD");
  }
}

TEST_CASE("Validity is what simdjson says it is", "[utf8]") {
  const auto agree = [](const std::string& text) {
    return (find_invalid_utf8(text) == std::string_view::npos) ==
           simdjson::validate_utf8(text.data(), text.size());
  };
  std::uint64_t wrong = 0;
  for (unsigned pair = 0; pair < 0x10000; ++pair) {
    const std::string text{static_cast<char>(pair >> 8), static_cast<char>(pair)};
    wrong += agree(text) ? 0 : 1;
    // Lead and second byte decide what three and four bytes are; the others only continue.
    for (const char third : {'\x7F', '\x80', '\xBF', '\xC0'}) {
      wrong += agree(text + third) ? 0 : 1;
      for (const char fourth : {'\x7F', '\x80', '\xBF', '\xC0'}) {
        wrong += agree(text + third + fourth) ? 0 : 1;
      }
    }
  }
  CHECK(wrong == 0);
}

TEST_CASE("The first invalid byte is found", "[utf8]") {
  struct Row {
    std::string_view text;
    std::size_t at;
  };
  const Row rows[] = {{"abc\xFF", 3},
                      {"\xC3\xA9\xC3", 2},
                      {"\xE2\x82", 0},
                      {"a\xED\xA0\x80", 1},
                      {"\xC0\x80", 0},
                      {"\xF4\x90\x80\x80", 0},
                      {"ab\x80", 2},
                      {"\xF0\x9F\x98\x80", std::string_view::npos},
                      {"", std::string_view::npos}};
  for (const Row& row : rows) CHECK(find_invalid_utf8(row.text) == row.at);
}

TEST_CASE("Invalid sequences give U+FFFD and one byte", "[utf8]") {
  const std::string_view text = "\xFF\xC3(\xE2\x82";
  std::size_t at = 0;
  std::u32string decoded;
  while (at < text.size()) decoded += next_code_point(text, at);
  CHECK(decoded == U"\xFFFD\xFFFD(\xFFFD\xFFFD");
}

TEST_CASE("Escapes", "[utf8]") {
  struct Row {
    std::string_view raw;
    std::string_view value;
    EscapeFault fault;
    std::size_t at;
  };
  const Row rows[] = {
      {R"(plain)", "plain", EscapeFault::kNone, 0},
      {R"(\"\\\/\b\f\n\r\t)", "\"\\/\b\f\n\r\t", EscapeFault::kNone, 0},
      {R"(\u00e9\u00E9)", "\xC3\xA9\xC3\xA9", EscapeFault::kNone, 0},
      {R"(\ud83d\ude00!)", "\xF0\x9F\x98\x80!", EscapeFault::kNone, 0},
      {R"(\uDBFF\uDFFF)", "\xF4\x8F\xBF\xBF", EscapeFault::kNone, 0},
      {R"(a\ud83d)", "a", EscapeFault::kLoneSurrogate, 1},
      {R"(a\ud83dx)", "a", EscapeFault::kLoneSurrogate, 1},
      {R"(a\ud83d\n)", "a", EscapeFault::kLoneSurrogate, 1},
      {R"(a\ud83d\ud83d)", "a", EscapeFault::kLoneSurrogate, 1},
      {R"(\ude00)", "", EscapeFault::kLoneSurrogate, 0},
      {R"(ab\u0000)", "ab", EscapeFault::kNul, 2},
      {R"(\x)", "", EscapeFault::kBadEscape, 0},
      {R"(ab\)", "ab", EscapeFault::kBadEscape, 2},
      {R"(\u12)", "", EscapeFault::kBadEscape, 0},
      {R"(\u12g4)", "", EscapeFault::kBadEscape, 0},
      {R"(\U0041)", "", EscapeFault::kBadEscape, 0},
      {R"(\ud83d\\x)", "", EscapeFault::kLoneSurrogate, 0},
      {R"(a\u0000\n\u0041\\)", "a", EscapeFault::kNul, 1},
      // What is no JSON is the worse of two faults, wherever it stands.
      {R"(\ud83d\u12)", "", EscapeFault::kBadEscape, 6},
      {R"(a\u0000\n\u0041\x)", "a", EscapeFault::kBadEscape, 15},
      {R"(\ude00\)", "", EscapeFault::kBadEscape, 6},
      {R"(\x\u0000)", "", EscapeFault::kBadEscape, 0},
  };
  for (const Row& row : rows) {
    std::string value = "left over";
    const EscapeError error = unescape_json(row.raw, value);
    INFO(row.raw);
    CHECK(static_cast<int>(error.fault) == static_cast<int>(row.fault));
    CHECK(error.at == row.at);
    CHECK(value == row.value);
  }
}

TEST_CASE("Whatever is written as JSON is valid JSON", "[utf8]") {
  Random random(7);
  for (int i = 0; i < rounds(20'000); ++i) {
    std::string text;
    for (std::uint64_t n = random.below(12); n > 0; --n)
      text += static_cast<char>(random.below(256));
    std::string json;
    append_json_string(json, text);
    REQUIRE(nlohmann::json::accept(json));
    REQUIRE(json.find_first_of("\n\r\x7F") == std::string::npos);
  }
}

}  // namespace diallint::test
