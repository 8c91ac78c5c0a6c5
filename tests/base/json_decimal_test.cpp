// JSON numbers as decimals: equal values, and multiples.
#include <catch2/catch.hpp>
#include <string>

#include "base/json_number.h"

namespace diallint::test {

TEST_CASE("Numbers of one value have one text", "[numbers]") {
  const auto same = [](const char* a, const char* b) {
    return canonical_number(a) == canonical_number(b);
  };
  CHECK(same("0", "-0.0e5"));
  CHECK(same("1", "1.000"));
  CHECK(same("1", "10e-1"));
  CHECK(same("1200", "1.2E+3"));
  CHECK(same("0.05", "5e-2"));
  CHECK_FALSE(same("1", "-1"));
  CHECK_FALSE(same("9007199254740993", "9007199254740992"));
  CHECK(same("9223372036854775807", "9223372036854775807.0"));
  CHECK_FALSE(same("9223372036854775807", "9223372036854775806"));
  // Past what a double holds, the nearest one counts.
  CHECK(same("0.1000000000000000055511151231257827", "0.1"));
  CHECK(same("123456789012345678901", "123456789012345680000"));
  CHECK_FALSE(same("1e400", "1e401"));
  CHECK(same("1e99999999999999999999", "1e99999999999999999998"));
  CHECK_FALSE(same("1e99999999999999999999", "1e-99999999999999999999"));
  // Up to seventeen digits are told apart one by one, and those of an integer of 64 bits.
  CHECK_FALSE(same("0.10000000000000001", "0.1"));
  CHECK(same("0.100000000000000001", "0.1"));
  CHECK(same("12345678901234567891", "12345678901234567168"));
  CHECK(canonical_number("-12.50E+3") == "-125e2");
  CHECK(canonical_number("7") == "7e0");
  const std::string many(400, '1');
  CHECK(canonical_number(many) == canonical_number(many + ".0"));
}

TEST_CASE("A number is a multiple of another, exactly", "[numbers]") {
  CHECK(is_multiple("0", "3"));
  CHECK(is_multiple("-9", "3"));
  CHECK(is_multiple("4.5", "1.5"));
  CHECK(is_multiple("0.0075", "0.0001"));
  CHECK(is_multiple("19.99", "0.01"));
  CHECK(is_multiple("12391239123", "1e-08"));
  CHECK(is_multiple("1e308", "0.5"));
  CHECK(is_multiple("1e4", "16"));
  CHECK_FALSE(is_multiple("1e3", "16"));
  CHECK(is_multiple("1e6", "64"));
  CHECK_FALSE(is_multiple("1e5", "64"));
  CHECK(is_multiple("1e99999999999999999999", "1"));
  CHECK_FALSE(is_multiple("1e-99999999999999999999", "1"));
  CHECK(is_multiple("36893488147419103230", "18446744073709551615"));
  CHECK_FALSE(is_multiple("36893488147419103231", "18446744073709551615"));
  CHECK_FALSE(is_multiple("7", "2"));
  CHECK_FALSE(is_multiple("35", "1.5e1"));
  CHECK_FALSE(is_multiple("0.00751", "0.0001"));
  CHECK_FALSE(is_multiple("1e308", "0.123456789"));
  CHECK_FALSE(is_multiple("5", "10"));
}

}  // namespace diallint::test
