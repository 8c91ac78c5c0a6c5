#include "diallint/fictional_numbers.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "phone/fictional_ranges.h"

using namespace diallint;

TEST_CASE("numbers kept for fiction are found, their neighbours are not", "[fictional]") {
  struct Case {
    std::string_view number;
    std::string_view document;  // how the document's name begins; empty where not fictional
  };
  for (const auto& [number, document] : std::vector<Case>{{"+12125550100", "NANPA"},
                                                          {"+12125550199", "NANPA"},
                                                          {"+12125550099", ""},
                                                          {"+12125550200", ""},
                                                          {"+14165550123", "NANPA"},
                                                          {"+18005550123", "NANPA"},
                                                          {"+11125550123", ""},
                                                          {"+121255501234", ""},
                                                          {"+1212555012", ""},
                                                          {"+442079460000", "Ofcom"},
                                                          {"+442079460999", "Ofcom"},
                                                          {"+442079461000", ""},
                                                          {"+447700900123", "Ofcom"},
                                                          {"+4477009001234", ""},
                                                          {"+44770090012", ""},
                                                          {"+61255501234", "ACMA"},
                                                          {"+61491570006", "ACMA"},
                                                          {"+61491570007", ""},
                                                          {"+611800975711", "ACMA"},
                                                          {"+33199000000", "Arcep"},
                                                          {"+33639981234", "Arcep"},
                                                          {"+33639990000", ""},
                                                          {"+493023125999", "Bundes"},
                                                          {"+4915228817386", "Bundes"},
                                                          {"+353209101234", "ComReg"},
                                                          {"+353209200000", ""},
                                                          {"+46701740605", "PTS"},
                                                          {"+46701740604", ""},
                                                          {"+46701740699", "PTS"},
                                                          {"+46980319250", "PTS"},
                                                          {"+0", ""},
                                                          {"+", ""},
                                                          {"", ""},
                                                          {"12125550123", ""},
                                                          {"+1212555012x", ""},
                                                          {"+1212x550123", ""},
                                                          {"112125550123", ""},
                                                          {"+44770090009:", ""},
                                                          {"+44770090012/", ""},
                                                          {"+12005550100", "NANPA"},
                                                          {"+19995550199", "NANPA"},
                                                          {"+11995550100", ""},
                                                          {"+9999999999999999", ""},
                                                          {"+999999999999999", ""}}) {
    INFO(number);
    const auto found = fictional(number);
    CHECK(found.has_value() == !document.empty());
    if (found) CHECK(found->document.starts_with(document));
  }
}

TEST_CASE("the table's ranges are found to their ends, and no further", "[fictional]") {
  const auto& rows = fiction::kRows;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const fiction::Row& row = rows[i];
    INFO(row.first);
    for (const std::uint64_t number :
         {row.first, row.last, row.first + (row.last - row.first) / 2}) {
      const auto found = fictional("+" + std::to_string(number));
      REQUIRE(found);
      CHECK(found->source == row.origin->source);
      CHECK(found->region == row.origin->region);
    }
    const bool joins_before = i > 0 && rows[i - 1].last + 1 == row.first;
    const bool joins_behind = i + 1 < rows.size() && rows[i + 1].first == row.last + 1;
    CHECK(fictional("+" + std::to_string(row.first - 1)).has_value() == joins_before);
    CHECK(fictional("+" + std::to_string(row.last + 1)).has_value() == joins_behind);
  }
}

TEST_CASE("every area code of North America has a hundred numbers", "[fictional]") {
  const FictionalNumbers numbers(NumberingPlan::builtin());
  std::size_t ranges = 0;
  for (const FictionalRange& range : numbers.ranges()) {
    if (range.origin.document != fiction::kNorthAmerica.document) continue;
    ++ranges;
    INFO(range.first);
    CHECK(range.count == 100);
    CHECK(range.first / 10'000'000'000 == 1);
    CHECK(range.first % 10'000'000 == 555'0100);
    CHECK(fictional(number_in(range, 0).data())->document == fiction::kNorthAmerica.document);
    CHECK(fictional(number_in(range, 99).data())->document == fiction::kNorthAmerica.document);
    CHECK(NumberingPlan::builtin().lookup(number_in(range, 0).data()).calling_code == 1);
  }
  CHECK(ranges > 300);
}

TEST_CASE("every row of the table is a range, and a region has its ranges in order",
          "[fictional]") {
  const FictionalNumbers numbers(NumberingPlan::builtin());
  const auto all = numbers.ranges();
  for (const fiction::Row& row : fiction::kRows) {
    INFO(row.first);
    CHECK(std::count_if(all.begin(), all.end(), [&](const FictionalRange& range) {
            return range.first == row.first && range.count == row.last - row.first + 1;
          }) == 1);
  }
  for (const std::string_view region : {"US", "CA", "GB", "AU", "FR"}) {
    const auto own = numbers.ranges(region);
    INFO(region);
    CHECK(std::is_sorted(own.begin(), own.end(),
                         [](const auto& a, const auto& b) { return a.first < b.first; }));
  }
}

TEST_CASE("every range names a page", "[fictional]") {
  for (const fiction::Row& row : fiction::kRows) {
    INFO(row.first);
    CHECK(row.first <= row.last);
    CHECK(row.origin->source.starts_with("https://"));
    CHECK(row.origin->region.size() == 2);
    FictionalRange first;
    first.first = row.first;
    const auto facts = NumberingPlan::builtin().lookup(number_in(first, 0).data());
    CHECK((facts.region == row.origin->region || facts.region.empty()));
    CHECK(facts.verdict != NumberVerdict::kNotE164);
    CHECK(facts.verdict != NumberVerdict::kUnknownCallingCode);
  }
}

TEST_CASE("a fixture generator can draw by region", "[fictional]") {
  const NumberingPlan& plan = NumberingPlan::builtin();
  const FictionalNumbers numbers(plan);
  std::set<std::string_view> regions;
  for (const FictionalRange& range : numbers.ranges()) {
    regions.insert(range.region);
    for (const std::uint64_t index : {std::uint64_t{0}, range.count - 1, range.count * 3 + 1}) {
      const std::string copy(number_in(range, index).data());
      INFO(copy);
      const auto found = fictional(copy);
      REQUIRE(found);
      CHECK(found->source == range.origin.source);
      const NumberFacts facts = plan.lookup(copy);
      CHECK((facts.region == range.region || range.type == NumberType::kNone));
      CHECK(facts.type == range.type);
    }
  }
  for (const std::string_view region : {"US", "CA", "GB", "AU", "FR", "DE", "IE", "SE"}) {
    INFO(region);
    CHECK(regions.count(region) == 1);
    CHECK_FALSE(numbers.ranges(region).empty());
  }
  CHECK(numbers.ranges("XX").empty());
  CHECK(numbers.ranges("").empty());
  CHECK(number_in({}, 5).data() == std::string_view("+0"));
}
