// A checker as one writes it by hand in an afternoon: parse, then a regular expression, a date and
// a telephone number a member. What diallint is compared with.
#pragma once
#include <cstddef>
#include <string_view>

namespace diallint::bench {

/// Number of requests of an NDJSON text that hold every constraint the hand-written checker knows.
std::size_t count_valid_by_hand(std::string_view ndjson);

}  // namespace diallint::bench
