// A diallint.toml is written by strangers: whatever its bytes are, it says something or one line
// says why not. Tried with every byte, and with pairs of those that mean something to TOML, behind
// each beginning that takes its parser to another place.
#include "diallint/config.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "shared/failure.h"
#include "support/rounds.h"

namespace diallint::test {
namespace {

using namespace std::literals;

/// Where a parser of TOML can stand.
const std::vector<std::string_view>& beginnings() {
  static const std::vector<std::string_view> kBeginnings = {
      "",
      "\n",
      "# a",
      "\xEF\xBB\xBF",
      "now",
      "now ",
      "now.",
      "now . ",
      "now =",
      "now = ",
      "now = \"a",
      "now = \"\\",
      "now = \"\"",
      "now = \"\"\"",
      "now = '",
      "now = ''",
      "now = '''",
      "now = \"a\" ",
      "now = 1",
      "now = +",
      "now = 0x1",
      "now = 1.",
      "now = 1e",
      "now = 1_",
      "now = i",
      "now = t",
      "now = tru",
      "now = 2026",
      "now = 2026-",
      "now = 2026-11-20T",
      "now = 12:",
      "now = [",
      "now = [1",
      "now = [1,",
      "now = [[",
      "now = {",
      "now = {a",
      "now = {a=",
      "now = {a=1",
      "now = {a=1,",
      "[",
      "[ ",
      "[[",
      "[[ ",
      "[phone",
      "[phone.",
      "[\"",
      "[phone]",
      "[phone]\n",
      "[phone] a",
      "[[phone]",
      "[[phone]]",
      "\"",
      "\"a\"",
      "'a",
      "\"a\".",
      "now = \"\\u",
      "now = \"\\U0010",
      "a.b = 1\n[a",
      "a = 1\na",
  };
  return kBeginnings;
}

/// The bytes that mean something to TOML, one of each kind of the others, and parts of characters.
constexpr std::string_view kTelling =
    "[]{}=.,#\"'\\_-+:019abeftnuxzTZ%!~\0\x01\x7F \t\r\n\xC3\xA9\xE2\x80\xA8\xEF\xBB\xBF\xF0\xFF"sv;

/// Whether the text says something, or one line says why not.
bool is_answered(const std::string& text) {
  try {
    parse_config("diallint.toml", text);
    return true;
  } catch (const FatalError& failure) {
    return failure.message.starts_with("diallint.toml:") &&
           std::ranges::none_of(failure.message, [](char c) { return c == '\n' || c == '\0'; });
  }
}

}  // namespace

TEST_CASE("every byte of a configuration is answered, wherever it stands") {
  std::size_t turn = 0;
  for (const std::string_view beginning : beginnings()) {
    for (int byte = 0; byte < 256; ++byte) {
      for (const std::string_view end : {"", "\n", "a\n", "]\n", " = 1\n"}) {
        if (turn++ % every(3) != 0) continue;
        const std::string text =
            std::string(beginning) + static_cast<char>(byte) + std::string(end);
        INFO("text: " << Catch::StringMaker<std::string>::convert(text));
        REQUIRE(is_answered(text));
      }
    }
  }
}

TEST_CASE("every pair of bytes that TOML gives a meaning is answered") {
  std::size_t turn = 0;
  for (const std::string_view beginning : beginnings()) {
    for (const char first : kTelling) {
      for (const char second : kTelling) {
        if (turn++ % every(13) != 0) continue;
        const std::string text = std::string(beginning) + first + second;
        INFO("text: " << Catch::StringMaker<std::string>::convert(text));
        REQUIRE(is_answered(text));
      }
    }
  }
}

}  // namespace diallint::test
