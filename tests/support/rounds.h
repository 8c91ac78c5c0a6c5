// How much of what a test can try it tries.
#pragma once
#include <algorithm>
#include <cstddef>
#include <cstdlib>

namespace diallint::test {

/// Whether every round is asked for: ./dev test --all.
inline bool all_rounds() { return std::getenv("DIALLINT_ALL") != nullptr; }

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)  // by g++
#define DIALLINT_WATCHED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define DIALLINT_WATCHED 1
#endif
#endif
#ifdef DIALLINT_WATCHED
/// Whether a sanitizer watches, which has to see each path and takes ten times as long for each
/// round, or each mutant does: for each of them a test runs again.
constexpr bool kWatched = true;
#else
constexpr bool kWatched = false;
#endif

/// How often a test repeats itself, unless every round is asked for: a tenth of `count`, or a
/// fortieth where a sanitizer watches.
inline int rounds(int count) {
  return all_rounds() ? count : std::max(1, count / (kWatched ? 40 : 10));
}

/// How far apart the cases are that a test of all cases takes: it takes each, or where a sanitizer
/// watches one of `watched`. A number that is prime, or has no divisor in common with the sizes of
/// nested tables, takes of each of them.
inline std::size_t every(std::size_t watched) { return kWatched && !all_rounds() ? watched : 1; }

}  // namespace diallint::test
