// Numbers by region: noted with their unit, counted once that is sound.
#include "phone/region_counts.h"

#include <catch2/catch.hpp>

namespace diallint::test {

TEST_CASE("A region is counted unless what noted it is taken back", "[region_counts]") {
  RegionTally tally;
  tally.note("GB");
  tally.note("001");
  const std::size_t mark = tally.noted();
  tally.note("GB");
  tally.note("");
  tally.go_back(mark);
  CHECK(tally.by_region().empty());
  tally.settle();
  CHECK(tally.noted() == 0);
  tally.note("GB");
  tally.settle();
  CHECK(tally.by_region() == std::map<std::string, std::uint64_t>{{"001", 1}, {"GB", 2}});
  tally.clear();
  tally.settle();
  CHECK(tally.by_region().empty());
}

}  // namespace diallint::test
