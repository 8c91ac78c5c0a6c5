// What became of rows by time and by country, in memory that does not grow with them.
#include "campaign/outcome_tally.h"

#include <catch2/catch.hpp>
#include <string>

#include "campaign/batch_requests.h"

namespace diallint::test {
namespace {

Millis at(std::string_view text) { return floor_millis(*parse_rfc3339(text)); }

constexpr Millis kHour = 3600 * kMillisInSecond;

ReconcileSummary summary_of(const OutcomeTally& tally) {
  ReconcileSummary summary;
  tally.hand_to(summary);
  return summary;
}

/// A row in each of so many hours from a moment on.
OutcomeTally hourly(std::string_view first, int hours) {
  OutcomeTally tally;
  for (int i = 0; i < hours; ++i) tally.note_time(RowOutcome::kTaken, at(first) + i * kHour);
  return tally;
}

std::string phones_of(std::string_view requests) {
  BatchRequests batch;
  REQUIRE(batch.read("{\"id\":\"c\"," + std::string(requests) + "}"));
  std::string out;
  for (std::size_t i = 0; i < batch.size(); ++i) out += batch.phone(i) + ";";
  return out;
}

}  // namespace

TEST_CASE("Rows are counted by the hour of their submission", "[reconcile]") {
  OutcomeTally tally;
  tally.note_time(RowOutcome::kFailed, at("2026-11-20T13:00:00Z"));
  tally.note_time(RowOutcome::kTaken, at("2026-11-20T12:00:00Z"));
  tally.note_time(RowOutcome::kTaken, at("2026-11-20T12:59:59.999Z"));
  tally.note_time(RowOutcome::kUnanswered, at("2026-11-20T12:30:00Z"));
  tally.note_time(RowOutcome::kTaken, at("1969-12-31T23:59:59Z"));
  const ReconcileSummary summary = summary_of(tally);
  CHECK(summary.period_hours == 1);
  REQUIRE(summary.by_period.size() == 3);
  CHECK(to_rfc3339(summary.by_period[0].from) == "1969-12-31T23:00:00Z");
  CHECK(to_rfc3339(summary.by_period[1].from) == "2026-11-20T12:00:00Z");
  CHECK(summary.by_period[1].counts.taken == 2);
  CHECK(summary.by_period[1].counts.failed == 0);
  CHECK(summary.by_period[1].counts.unanswered == 1);
  CHECK(to_rfc3339(summary.by_period[2].from) == "2026-11-20T13:00:00Z");
  CHECK(summary.by_period[2].counts.failed == 1);
}

TEST_CASE("Periods grow where there would be more than 48", "[reconcile]") {
  struct Row {
    int hours;
    std::uint64_t of_each;
    std::size_t periods;
  };
  for (const Row& row : {Row{48, 1, 48},
                         {49, 2, 25},
                         {96, 2, 48},
                         {97, 6, 17},
                         {288, 6, 48},
                         {289, 12, 25},
                         {577, 24, 25},
                         {1153, 48, 25},
                         {100'000, 2 * 24 * 64, 33}}) {
    CAPTURE(row.hours);
    const ReconcileSummary summary = summary_of(hourly("2026-11-20T00:00:00Z", row.hours));
    CHECK(summary.period_hours == row.of_each);
    CHECK(summary.by_period.size() == row.periods);
    std::uint64_t rows = 0;
    for (const OutcomePeriod& period : summary.by_period) rows += period.counts.taken;
    CHECK(rows == static_cast<std::uint64_t>(row.hours));
  }
  // Parts of a day begin with it.
  const ReconcileSummary summary = summary_of(hourly("2026-11-20T05:00:00Z", 97));
  CHECK(to_rfc3339(summary.by_period[0].from) == "2026-11-20T00:00:00Z");
  CHECK(to_rfc3339(summary.by_period[1].from) == "2026-11-20T06:00:00Z");
}

TEST_CASE("The earliest and the latest moment of a manifest are counted", "[reconcile]") {
  OutcomeTally tally;
  for (int i = 0; i < 60; ++i)
    tally.note_time(RowOutcome::kTaken, at("0000-01-01T00:00:00Z") + i * kHour);
  for (int i = 0; i < 60; ++i)
    tally.note_time(RowOutcome::kFailed, at("9998-12-31T23:59:59Z") - i * kHour);
  std::uint64_t taken = 0;
  std::uint64_t failed = 0;
  for (const OutcomePeriod& period : summary_of(tally).by_period) {
    taken += period.counts.taken;
    failed += period.counts.failed;
  }
  CHECK(taken == 60);
  CHECK(failed == 60);
}

TEST_CASE("Rows are counted by region and outcome", "[reconcile]") {
  OutcomeTally tally;
  tally.note_region(RowOutcome::kTaken, "GB");
  tally.note_region(RowOutcome::kTaken, "GB");
  tally.note_region(RowOutcome::kFailed, "GB");
  tally.note_region(RowOutcome::kUnanswered, "001");
  tally.note_region(RowOutcome::kFailed, "");
  const ReconcileSummary summary = summary_of(tally);
  REQUIRE(summary.by_region.size() == 3);
  CHECK(summary.by_region.at("GB").taken == 2);
  CHECK(summary.by_region.at("GB").failed == 1);
  CHECK(summary.by_region.at("001").unanswered == 1);
  CHECK(summary.by_region.at("").failed == 1);
}

TEST_CASE("The number of a request is where its campaign has it", "[reconcile]") {
  CHECK(phones_of(R"("dialRequests":[{"clientToken":"a","phoneNumber":"+12025550101"},)"
                  R"({"phoneNumber":17},{"attributes":{"phoneNumber":"x"}},17])") ==
        "+12025550101;;;;");
  CHECK(phones_of(R"("outboundRequests":[{"channelSubtypeParameters":{"telephony":)"
                  R"({"destinationPhoneNumber":"+1202555\u0030102","attributes":{"a":"b"}}}},)"
                  R"({"channelSubtypeParameters":{"destinationPhoneNumber":"x","telephony":)"
                  R"({"telephony":{"destinationPhoneNumber":"y"}}}},)"
                  R"({"channelSubtypeParameters":[]}])") == "+12025550102;;;");
}

}  // namespace diallint::test
