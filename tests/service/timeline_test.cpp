// Counts over time: as fine as their span allows, and never more than there may be.
#include "service/timeline.h"

#include <catch2/catch.hpp>
#include <numeric>
#include <string>

namespace diallint::test {
namespace {

std::uint64_t sum(const Timeline& timeline, Mark mark) {
  std::uint64_t all = 0;
  for (const auto& [at, counts] : timeline.counts()) all += counts[static_cast<std::size_t>(mark)];
  return all;
}

std::int64_t span(const Timeline& timeline) {
  return timeline.counts().rbegin()->first - timeline.counts().begin()->first + 1;
}

}  // namespace

TEST_CASE("Steps get longer as times lie further apart", "[timeline]") {
  Timeline timeline;
  timeline.add(0, Mark::kReceived);
  timeline.add(999, Mark::kReceived);
  timeline.add(-1, Mark::kReceived);
  CHECK(timeline.counts().size() == 2);
  CHECK(timeline.counts().at(-1)[0] == 1);
  CHECK(timeline.counts().at(0)[0] == 2);
  struct Case {
    Millis last;
    Millis seconds;
  };
  for (const Case& one :
       {Case{118'999, 1}, Case{119'000, 5}, Case{594'999, 5}, Case{595'000, 15},
        Case{1'785'000, 60}, Case{7'140'000, 300}, Case{35'700'000, 900}, Case{107'100'000, 3600},
        Case{428'400'000, 21'600}, Case{2'570'400'000, 86'400}, Case{10'281'600'000, 604'800},
        Case{253'402'300'799'000, 604'800LL * 7 * 7 * 7 * 7 * 7}}) {
    CAPTURE(one.last);
    timeline.add(one.last, Mark::kExpired);
    CHECK(timeline.step() == one.seconds * kMillisInSecond);
    CHECK(span(timeline) <= Timeline::kMostSteps);
  }
  CHECK(sum(timeline, Mark::kReceived) == 3);
  CHECK(sum(timeline, Mark::kExpired) == 12);
  timeline.clear();
  CHECK(timeline.counts().empty());
  CHECK(timeline.step() == kMillisInSecond);
}

TEST_CASE("What is taken back is not counted any more, whatever the steps have become",
          "[timeline]") {
  Timeline timeline;
  for (Millis at = 0; at < 1000; ++at) timeline.add(at * 1000, Mark::kDue);
  for (Millis at = 0; at < 999; ++at) timeline.take_back(at * 1000, Mark::kDue);
  CHECK(sum(timeline, Mark::kDue) == 1);
  CHECK(timeline.counts().size() == 1);
  timeline.take_back(999'000, Mark::kDue);
  CHECK(timeline.counts().empty());
}

}  // namespace diallint::test
