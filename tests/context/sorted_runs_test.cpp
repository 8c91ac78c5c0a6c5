// Sorting in little memory: all that was added comes back in order, whatever fits at once.
#include "context/sorted_runs.h"

#include <algorithm>
#include <catch2/catch.hpp>

#include "base/random.h"
#include "support/memory_spill.h"
#include "support/rounds.h"

namespace diallint::test {

TEST_CASE("What is sorted in runs comes back in order, each entry once", "[sorted_runs]") {
  Random random(7);
  for (int round = 0; round < rounds(200); ++round) {
    const std::uint64_t count = random.below(3000);
    const std::uint64_t bytes = random.below(round % 2 == 0 ? 512 : 65'536);
    SpillUse use;
    SortedRuns runs(bytes, memory_spill(use));
    std::vector<SortedRuns::Entry> expected;
    for (std::uint64_t n = 0; n < count; ++n) {
      const SortedRuns::Entry entry{random.below(50), random.below(1000), random.below(3)};
      expected.push_back(entry);
      runs.add(entry);
    }
    runs.end();
    std::sort(expected.begin(), expected.end());
    std::vector<SortedRuns::Entry> sorted;
    while (const SortedRuns::Entry* entry = runs.next()) sorted.push_back(*entry);
    INFO("round " << round << ": " << count << " entries in " << bytes << " bytes");
    CHECK(sorted == expected);
    CHECK((use.stores > 0) == (count >= std::max<std::uint64_t>(bytes / 24, 2)));
  }
}

TEST_CASE("A store that fails is an error wherever it fails", "[sorted_runs]") {
  std::uint64_t failed = 0;
  for (std::uint64_t calls = 0;; ++calls) {
    SpillUse use;
    use.calls_left = calls;
    SortedRuns runs(100, memory_spill(use));
    try {
      for (std::uint64_t n = 0; n < 40; ++n) runs.add({40 - n, 0, 0});
      runs.end();
      while (runs.next() != nullptr) continue;
      break;
    } catch (const SpillError& error) {
      CHECK(error.what == "no space");
      ++failed;
    }
  }
  CHECK(failed > 20);
}

}  // namespace diallint::test
