// One check of one input, for whoever counts what it takes, and its requests for others.
#pragma once
#include <string_view>

namespace diallint::bench {

/// Checks requests that are made as for the benchmarks, in one thread. `what` is a kind of input
/// and how many requests it has: "ordinary:2000", "csv:2000". False where it is neither, or where
/// not all of them are valid.
bool check_once(std::string_view what);

/// Prints so many ordinary requests as NDJSON: others are measured with the same. False where
/// `count` is no number.
bool write_requests(std::string_view count);

}  // namespace diallint::bench
