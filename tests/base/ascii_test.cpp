// What a byte is: each function against a list of what it takes.
#include <catch2/catch.hpp>
#include <string_view>

#include "base/ascii.h"

namespace diallint::test {
namespace {

using namespace std::string_view_literals;

constexpr std::string_view kUpper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
constexpr std::string_view kLower = "abcdefghijklmnopqrstuvwxyz";

bool holds(std::string_view all, char c) { return all.find(c) != std::string_view::npos; }

}  // namespace

TEST_CASE("Every byte is of the kinds that lists of characters say", "[ascii]") {
  for (int byte = -128; byte < 128; ++byte) {
    const char c = static_cast<char>(byte);
    INFO(byte);
    CHECK(is_digit(c) == holds("0123456789", c));
    CHECK(is_upper(c) == holds(kUpper, c));
    CHECK(is_letter(c) == (holds(kUpper, c) || holds(kLower, c)));
    CHECK(is_json_space(c) == holds(" \t\r\n", c));
    CHECK(is_continuation(c) == (static_cast<unsigned char>(c) / 64 == 2));
    CHECK(to_lower(c) == (holds(kUpper, c) ? kLower[kUpper.find(c)] : c));
    CHECK(to_upper(c) == (holds(kLower, c) ? kUpper[kLower.find(c)] : c));
    const std::size_t value = "0123456789abcdef"sv.find(to_lower(c));
    CHECK(hex_digit(c) == (value == std::string_view::npos ? -1 : static_cast<int>(value)));
  }
}

TEST_CASE("Code points outside ASCII are neither digits nor letters", "[ascii]") {
  for (const char32_t c : {U'\u0660', U'\u00e9', U'\uff21', char32_t{0x10030}, char32_t{0x141}}) {
    CHECK_FALSE(is_digit(c));
    CHECK_FALSE(is_letter(c));
  }
}

TEST_CASE("A text ends with another in any case of its letters", "[ascii]") {
  for (const auto text : {"a.csv", "a.CSV", ".cSv"}) CHECK(ends_with_any_case(text, ".csv"));
  for (const auto text : {"", "csv", "a.csv2", "a.c\x13v", "a.c3v"})
    CHECK_FALSE(ends_with_any_case(text, ".csv"));
  CHECK(ends_with_any_case("", ""));
  CHECK(to_lower("Straße ÉA"sv) == "straße Éa");
}

}  // namespace diallint::test
