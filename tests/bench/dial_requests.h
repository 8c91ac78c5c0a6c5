// Dial requests to measure with: varied, about 300 bytes each, made on the spot from a seed.
#pragma once
#include <cstddef>
#include <string>

namespace diallint::bench {

/// How the requests of one input differ from each other.
enum class Variety {
  kOrdinary,  ///< members and attributes in one order
  kShuffled,  ///< members in a random order on every line
  kNewKeys,   ///< attribute names that no other request has
  kEscaped,   ///< every character outside ASCII as \u escapes
};

inline constexpr char kNow[] = "2026-11-20T12:00:00Z";

/// `count` valid requests as NDJSON, judged at kNow, with padding behind them for simdjson.
std::string make_ndjson(std::size_t count, Variety variety);

/// The same as CSV.
std::string make_csv(std::size_t count);

}  // namespace diallint::bench
