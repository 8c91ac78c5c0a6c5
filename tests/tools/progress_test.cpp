// What a terminal shows of a long run.
#include "diallint/progress.h"

#include <catch2/catch.hpp>

namespace diallint::test {

TEST_CASE("progress says how much, how fast and how long") {
  struct Row {
    std::uint64_t done;
    std::uint64_t expected;
    double seconds;
    const char* text;
  };
  constexpr std::uint64_t kMega = 1'000'000;
  const Row rows[] = {
      {120 * kMega, 500 * kMega, 0.5, "list.csv: 120 of 500 MB, 240 MB/s, 2 s left"},
      {500 * kMega, 500 * kMega, 2, "list.csv: 500 of 500 MB, 250 MB/s, 0 s left"},
      // Nobody knows how much a pipe has, and a file may grow.
      {120 * kMega, 0, 2, "list.csv: 120 MB, 60 MB/s"},
      {120 * kMega, 119 * kMega, 2, "list.csv: 120 MB, 60 MB/s"},
      {kMega, 61 * kMega, 1, "list.csv: 1 of 61 MB, 1 MB/s, 1 min 0 s left"},
      {kMega, 201 * kMega, 1, "list.csv: 1 of 201 MB, 1 MB/s, 3 min 20 s left"},
      {kMega, 7501 * kMega, 1, "list.csv: 1 of 7501 MB, 1 MB/s, 2 h 5 min left"},
      {1, kMega, 0.001, "list.csv: 0 of 1 MB, 0 MB/s, 16 min 40 s left"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    CHECK(progress_text("list.csv", row.done, row.expected,
                        std::chrono::duration<double>(row.seconds)) == row.text);
  }
}

}  // namespace diallint::test
