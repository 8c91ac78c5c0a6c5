#include "base/json_number.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <limits>

#include "base/uint128.h"

namespace diallint {
namespace {

// digits * 10^exponent, without zeros at either end of the digits; zero has none.
struct Decimal {
  bool negative = false;
  std::string digits;
  std::int64_t exponent = 0;
};

// Behind these, an exponent means nothing more.
constexpr std::int64_t kFarExponent = INT64_MAX / 4;

std::int64_t exponent_of(std::string_view digits) {
  if (digits.starts_with('+')) digits.remove_prefix(1);
  std::int64_t exponent = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), exponent);
  if (error == std::errc::result_out_of_range) exponent = digits[0] == '-' ? INT64_MIN : INT64_MAX;
  return std::clamp(exponent, -kFarExponent, kFarExponent);
}

Decimal decimal_of(std::string_view number) {
  Decimal decimal;
  decimal.negative = number.starts_with('-');
  if (decimal.negative) number.remove_prefix(1);
  const std::size_t e = number.find_first_of("eE");
  if (e != std::string_view::npos) decimal.exponent = exponent_of(number.substr(e + 1));
  const std::string_view mantissa = number.substr(0, e);
  const std::size_t point = std::min(mantissa.find('.'), mantissa.size());
  decimal.digits = mantissa.substr(0, point);
  if (point < mantissa.size()) {
    decimal.digits += mantissa.substr(point + 1);
    decimal.exponent -= static_cast<std::int64_t>(mantissa.size() - point - 1);
  }
  const std::size_t last = decimal.digits.find_last_not_of('0');
  if (last == std::string::npos) return {};
  decimal.exponent += static_cast<std::int64_t>(decimal.digits.size() - last - 1);
  decimal.digits.resize(last + 1);
  decimal.digits.erase(0, decimal.digits.find_first_not_of('0'));
  return decimal;
}

// Up to so many digits numbers are told apart one by one: two doubles never share them, and whole
// ones of 64 bits have no more.
constexpr std::size_t kDigitsOfDouble = 17;
constexpr std::int64_t kDigitsOfInteger = 19;

bool is_held_exactly(const Decimal& decimal) {
  const auto digits = static_cast<std::int64_t>(decimal.digits.size());
  return decimal.digits.size() <= kDigitsOfDouble ||
         (decimal.exponent >= 0 && digits + decimal.exponent <= kDigitsOfInteger);
}

std::string written(const Decimal& decimal) {
  return fmt::format("{}{}e{}", decimal.negative ? "-" : "", decimal.digits, decimal.exponent);
}

std::uint64_t product_modulo(std::uint64_t a, std::uint64_t b, std::uint64_t modulus) {
  return static_cast<std::uint64_t>(static_cast<Uint128>(a) * b % modulus);
}

}  // namespace

bool is_integer(std::string_view number) noexcept {
  const std::size_t e = number.find_first_of("eE");
  const std::string_view mantissa = number.substr(0, e);
  const std::size_t last = mantissa.find_last_of("123456789");
  if (last == std::string_view::npos) return true;  // zero, however it is written
  std::int64_t exponent = 0;
  if (e != std::string_view::npos) {
    std::string_view digits = number.substr(e + 1);
    if (digits.starts_with('+')) digits.remove_prefix(1);
    const auto [end, error] =
        std::from_chars(digits.data(), digits.data() + digits.size(), exponent);
    if (error == std::errc::result_out_of_range) return digits[0] != '-';
  }
  // The last digit that counts stands for this power of ten, the exponent aside.
  const std::size_t point = std::min(mantissa.find('.'), mantissa.size());
  const auto distance = static_cast<std::int64_t>(point) - static_cast<std::int64_t>(last);
  const std::int64_t power = distance > 0 ? distance - 1 : distance;
  return exponent >= -power;
}

double value_of(std::string_view number) noexcept {
  double value = 0;
  const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), value);
  if (error != std::errc::result_out_of_range) return value;
  // Too great, or too near zero: the sign of the exponent tells.
  const std::size_t e = number.find_first_of("eE");
  const bool tiny = e != std::string_view::npos && number.substr(e + 1).starts_with('-');
  const double end_of_range = tiny ? 0 : std::numeric_limits<double>::infinity();
  return number.starts_with('-') ? -end_of_range : end_of_range;
}

std::string canonical_number(std::string_view number) {
  const Decimal decimal = decimal_of(number);
  if (is_held_exactly(decimal)) return written(decimal);
  const double nearest = value_of(number);
  return written(std::isfinite(nearest) ? decimal_of(fmt::format("{}", nearest)) : decimal);
}

bool is_multiple(std::string_view number, std::string_view divisor) {
  const Decimal a = decimal_of(number);
  const Decimal b = decimal_of(divisor);
  if (a.digits.empty()) return true;
  // The digits of a do not end with a zero, so no power of ten divides them.
  if (a.exponent < b.exponent) return false;
  std::uint64_t modulus = 0;
  std::from_chars(b.digits.data(), b.digits.data() + b.digits.size(), modulus);
  std::uint64_t rest = 0;
  for (const char digit : a.digits) {
    const Uint128 longer = static_cast<Uint128>(rest) * 10 + static_cast<unsigned>(digit - '0');
    rest = static_cast<std::uint64_t>(longer % modulus);
  }
  std::uint64_t power = 10 % modulus;
  for (auto left = static_cast<std::uint64_t>(a.exponent - b.exponent); left > 0; left >>= 1) {
    if ((left & 1) != 0) rest = product_modulo(rest, power, modulus);
    power = product_modulo(power, power, modulus);
  }
  return rest == 0;
}

}  // namespace diallint
