// UTF-8 and JSON escapes.
#include "base/utf8.h"

#include <simdjson.h>

#include <catch2/catch.hpp>
#include <memory>
#include <nlohmann/json.hpp>
#include <vector>

#include "base/json_string.h"
#include "base/printable.h"
#include "base/random.h"
#include "support/lint.h"

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
                         EscapeErrorCode::kNone ||
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
    EscapeErrorCode fault;
    std::size_t at;
  };
  const Row rows[] = {
      {R"(plain)", "plain", EscapeErrorCode::kNone, 0},
      {R"(\"\\\/\b\f\n\r\t)", "\"\\/\b\f\n\r\t", EscapeErrorCode::kNone, 0},
      {R"(\u00e9\u00E9)", "\xC3\xA9\xC3\xA9", EscapeErrorCode::kNone, 0},
      {R"(\ud83d\ude00!)", "\xF0\x9F\x98\x80!", EscapeErrorCode::kNone, 0},
      {R"(\uDBFF\uDFFF)", "\xF4\x8F\xBF\xBF", EscapeErrorCode::kNone, 0},
      {R"(a\ud83d)", "a", EscapeErrorCode::kLoneSurrogate, 1},
      {R"(a\ud83dx)", "a", EscapeErrorCode::kLoneSurrogate, 1},
      {R"(a\ud83d\n)", "a", EscapeErrorCode::kLoneSurrogate, 1},
      {R"(a\ud83d\ud83d)", "a", EscapeErrorCode::kLoneSurrogate, 1},
      {R"(\ude00)", "", EscapeErrorCode::kLoneSurrogate, 0},
      {R"(ab\u0000)", "ab", EscapeErrorCode::kNul, 2},
      {R"(\x)", "", EscapeErrorCode::kBadEscape, 0},
      {R"(ab\)", "ab", EscapeErrorCode::kBadEscape, 2},
      {R"(\u12)", "", EscapeErrorCode::kBadEscape, 0},
      {R"(\u12g4)", "", EscapeErrorCode::kBadEscape, 0},
      {R"(\U0041)", "", EscapeErrorCode::kBadEscape, 0},
      {R"(\ud83d\\x)", "", EscapeErrorCode::kLoneSurrogate, 0},
      {R"(a\u0000\n\u0041\\)", "a", EscapeErrorCode::kNul, 1},
      // What is no JSON is the worse of two faults, wherever it stands.
      {R"(\ud83d\u12)", "", EscapeErrorCode::kBadEscape, 6},
      {R"(a\u0000\n\u0041\x)", "a", EscapeErrorCode::kBadEscape, 15},
      {R"(\ude00\)", "", EscapeErrorCode::kBadEscape, 6},
      {R"(\x\u0000)", "", EscapeErrorCode::kBadEscape, 0},
      {R"(\u0000\\\q)", "", EscapeErrorCode::kBadEscape, 8},
      {R"(\u0000\\q)", "", EscapeErrorCode::kNul, 0},
      {R"(\u0000\u0041\u004)", "", EscapeErrorCode::kBadEscape, 12},
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

// The tests of every code point take seconds; these hold the same at the edges of what is told
// apart, in no time.
TEST_CASE("Code points at the ends of each length, with their bytes", "[utf8]") {
  struct Row {
    char32_t code_point;
    std::string_view bytes;
    std::string_view json;  // where it is not the bytes themselves
  };
  const Row rows[] = {
      {0x00, std::string_view("\0", 1), "\\u0000"},
      {0x01, "\x01", "\\u0001"},
      {0x09, "\t", "\\u0009"},
      {0x0A, "\n", "\\n"},
      {0x1F, "\x1F", "\\u001f"},
      {0x20, " ", ""},
      {0x21, "!", ""},
      {0x22, "\"", "\\\""},
      {0x5B, "[", ""},
      {0x5C, "\\", "\\\\"},
      {0x5D, "]", ""},
      {0x7E, "~", ""},
      {0x7F, "\x7F", "\\u007f"},
      {0x80, "\xC2\x80", ""},
      {0xBF, "\xC2\xBF", ""},
      {0xC0, "\xC3\x80", ""},
      {0x7FF, "\xDF\xBF", ""},
      {0x800, "\xE0\xA0\x80", ""},
      {0xFFF, "\xE0\xBF\xBF", ""},
      {0x1000, "\xE1\x80\x80", ""},
      {0x2027, "\xE2\x80\xA7", ""},
      {0x2028, "\xE2\x80\xA8", "\\u2028"},
      {0x2029, "\xE2\x80\xA9", "\\u2029"},
      {0x202A, "\xE2\x80\xAA", ""},
      {0xD7FF, "\xED\x9F\xBF", ""},
      {0xE000, "\xEE\x80\x80", ""},
      {0xFFFC, "\xEF\xBF\xBC", ""},
      {0xFFFD, "\xEF\xBF\xBD", ""},
      {0xFFFF, "\xEF\xBF\xBF", ""},
      {0x10000, "\xF0\x90\x80\x80", ""},
      {0x1F601, "\xF0\x9F\x98\x81", ""},
      {0x1FFFF, "\xF0\x9F\xBF\xBF", ""},
      {0x3FFFF, "\xF0\xBF\xBF\xBF", ""},
      {0x40000, "\xF1\x80\x80\x80", ""},
      {0xFFFFF, "\xF3\xBF\xBF\xBF", ""},
      {0x100000, "\xF4\x80\x80\x80", ""},
      {0x10FFFF, "\xF4\x8F\xBF\xBF", ""},
  };
  for (const Row& row : rows) {
    INFO(static_cast<unsigned>(row.code_point));
    std::string text;
    append_utf8(text, row.code_point);
    CHECK(text == row.bytes);
    std::size_t at = 0;
    CHECK(next_code_point(row.bytes, at) == row.code_point);
    CHECK(at == row.bytes.size());
    CHECK(count_code_points(row.bytes) == 1);
    CHECK(find_invalid_utf8(row.bytes) == std::string_view::npos);
    std::string json;
    append_json_string(json, row.bytes);
    CHECK(json == fmt::format("\"{}\"", row.json.empty() ? row.bytes : row.json));
  }
}

TEST_CASE("Sequences at the ends of what is valid, as simdjson says", "[utf8]") {
  constexpr std::string_view kContinuations = "\x7F\x80\x8F\x90\x9F\xA0\xBF\xC0";
  std::string first;
  const auto compare = [&](const std::string& text) {
    const bool valid = find_invalid_utf8(text) == std::string_view::npos;
    if (valid == simdjson::validate_utf8(text.data(), text.size())) return;
    if (first.empty()) first = text;
  };
  for (unsigned lead = 0; lead < 256; ++lead) {
    const std::string one(1, static_cast<char>(lead));
    compare(one);
    for (const char second : kContinuations) {
      const std::string two = one + second;
      compare(two);
      for (const char third : std::string_view("\x7F\x80\xBF\xC0")) {
        compare(two + third);
        for (const char fourth : std::string_view("\x7F\x80\xBF\xC0")) {
          compare(two + third + fourth);
        }
      }
    }
  }
  CHECK(Catch::Detail::stringify(first) == Catch::Detail::stringify(std::string()));
}

TEST_CASE("Digits of an escape, and the halves of a pair, at their ends", "[utf8]") {
  std::string value;
  const auto fault_of = [&](const std::string& raw) { return unescape_json(raw, value).fault; };
  for (int c = 0; c < 256; ++c) {
    for (std::size_t place = 2; place < 6; ++place) {
      std::string raw = "\\u0041";
      raw[place] = static_cast<char>(c);
      INFO(c << " at " << place);
      const bool hex =
          c != 0 && std::string_view("0123456789abcdefABCDEF").find(static_cast<char>(c)) !=
                        std::string_view::npos;
      CHECK((fault_of(raw) == EscapeErrorCode::kBadEscape) == !hex);
    }
  }
  const auto pair = [](unsigned high, unsigned low) {
    return fmt::format("\\u{:04x}\\u{:04X}", high, low);
  };
  for (const unsigned high : {0xD800U, 0xDBFFU}) {
    CHECK(fault_of(pair(high, 0xDBFF)) == EscapeErrorCode::kLoneSurrogate);
    CHECK(fault_of(pair(high, 0xE000)) == EscapeErrorCode::kLoneSurrogate);
    for (const unsigned low : {0xDC00U, 0xDFFFU}) {
      CHECK(fault_of(pair(high, low)) == EscapeErrorCode::kNone);
      std::size_t at = 0;
      CHECK(next_code_point(value, at) == 0x10000 + (high - 0xD800) * 0x400 + (low - 0xDC00));
      CHECK(at == value.size());
    }
  }
  CHECK(fault_of("\\uD7FF") == EscapeErrorCode::kNone);
  CHECK(value == "\xED\x9F\xBF");
  CHECK(fault_of("\\uDC00") == EscapeErrorCode::kLoneSurrogate);
  CHECK(fault_of("\\uDFFF") == EscapeErrorCode::kLoneSurrogate);
  CHECK(fault_of("\\uE000") == EscapeErrorCode::kNone);
  CHECK(value == "\xEE\x80\x80");
  CHECK(fault_of("\\u0001") == EscapeErrorCode::kNone);
  CHECK(value == "\x01");
}

TEST_CASE("An escape ends where its text does, whatever stands behind", "[utf8]") {
  // Cut off at each place, with the rest left standing behind the end.
  const std::string whole = "ab\\u00e9\\ud83d\\ude00\\n!";
  for (std::size_t size = 0; size <= whole.size(); ++size) {
    std::string amid_value;
    std::string alone_value;
    const EscapeError amid = unescape_json(std::string_view(whole).substr(0, size), amid_value);
    // In an allocation of just its size, for AddressSanitizer.
    const std::vector<char> exactly(whole.begin(),
                                    whole.begin() + static_cast<std::ptrdiff_t>(size));
    const EscapeError alone = unescape_json({exactly.data(), exactly.size()}, alone_value);
    INFO(size);
    CHECK(amid.fault == alone.fault);
    CHECK(amid.at == alone.at);
    CHECK(amid_value == alone_value);
    // Of a pair, half is a lone surrogate, unless the other escape is broken itself.
    const EscapeErrorCode expected = size == 14 ? EscapeErrorCode::kLoneSurrogate
                                     : size == 20 || size < 3 || size == 8 || size >= 22
                                         ? EscapeErrorCode::kNone
                                         : EscapeErrorCode::kBadEscape;
    CHECK(static_cast<int>(amid.fault) ==
          static_cast<int>(size == 21 ? EscapeErrorCode::kBadEscape : expected));
  }
  // The same where another fault came first.
  const EscapeError error =
      unescape_json(std::string_view("\\u0000\\n").substr(0, 7), *std::make_unique<std::string>());
  CHECK(error.fault == EscapeErrorCode::kBadEscape);
  CHECK(error.at == 6);
  CHECK(find_invalid_utf8(std::string_view("ab\xC3\xA9").substr(0, 2)) == std::string_view::npos);
  CHECK(find_invalid_utf8(std::string_view("ab\xC3\xA9").substr(0, 3)) == 2);
  // The second half of a pair needs its backslash and its letter.
  for (const char* raw : {"\\ud83dxude00", "\\ud83d\\\\de00", "\\ud83dx"}) {
    INFO(raw);
    CHECK(unescape_json(raw, *std::make_unique<std::string>()).fault ==
          EscapeErrorCode::kLoneSurrogate);
  }
}

TEST_CASE("Each code point is written as itself, or as an escape that is read as it", "[utf8]") {
  std::string text;
  std::string json;
  std::string value;
  std::uint64_t wrong = 0;
  const auto try_one = [&](char32_t c) {
    if (c >= 0xD800 && c <= 0xDFFF) return;
    text.clear();
    append_utf8(text, c);
    for (const bool is_printed : {false, true}) {
      json.clear();
      is_printed ? append_printable_json(json, text) : append_json_string(json, text);
      const bool ends_line = c < 0x20 || c == 0x7F || c == 0x2028 || c == 0x2029;
      const bool is_escaped = json.find("\\u") == 1;
      const bool is_right =
          is_escaped == ((is_printed ? is_unprintable(c) : ends_line) && c != '\n');
      const auto inside = std::string_view(json).substr(1, json.size() - 2);
      const bool is_read = unescape_json(inside, value).fault == EscapeErrorCode::kNone;
      wrong += is_right && is_read && value == text ? 0 : 1;
    }
  };
  for (char32_t c = 1; c < 0x3000; ++c) try_one(c);
  for (char32_t c = 0x3000; c <= 0x10FFFF; c += static_cast<char32_t>(every(13))) try_one(c);
  for (char32_t c = 0xFFF0; c < 0x10010; ++c) try_one(c);
  try_one(0x10FFFF);
  CHECK(wrong == 0);
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
