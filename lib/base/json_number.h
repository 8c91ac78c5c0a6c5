// JSON numbers as they are written.
#pragma once
#include <string_view>

namespace diallint {

/// Whether a JSON number has no fraction, by its value: 1.0 and 1e1 have none. Exact for any
/// length.
bool is_integer(std::string_view number) noexcept;

/// Its value, rounded to the nearest double; past the ends, infinity.
double value_of(std::string_view number) noexcept;

}  // namespace diallint
