// JSON numbers as they are written.
#pragma once
#include <string>
#include <string_view>

namespace diallint {

/// Whether a JSON number has no fraction, by its value: 1.0 and 1e1 have none. Exact for any
/// length.
bool is_integer(std::string_view number) noexcept;

/// Its value, rounded to the nearest double; past the ends, infinity.
double value_of(std::string_view number) noexcept;

/// The same text for numbers of the same value: 1, 1.0 and 10e-1. Of more digits than a double or a
/// whole number of 64 bits can hold, the nearest double counts.
std::string canonical_number(std::string_view number);

/// Whether a number is a whole multiple of `divisor`, which is no more than 20 digits long and not
/// zero. Exact for any length.
bool is_multiple(std::string_view number, std::string_view divisor);

}  // namespace diallint
