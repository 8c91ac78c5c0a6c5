#include "base/json_number.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <limits>

namespace diallint {

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

}  // namespace diallint
