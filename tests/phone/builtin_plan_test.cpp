// The plan that is built in, and what holds of every plan object.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "diallint/numbering_plan.h"
#include "phone/tables.h"
#include "support/build_paths.h"
#include "support/numbering_numbers.h"

using namespace diallint;
using diallint::testing::plan_from;

namespace {

constexpr std::string_view kSmallTable =
    "version 1\ndate 2026-01-02\ncalling-code 88\nregion DD\n"
    "general 4\n  \\d{4}\npremium\n  1\\d{3}\n";

std::string read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  REQUIRE(in);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

TEST_CASE("the builtin plan is the table that is checked in", "[numbering]") {
  const NumberingPlan& builtin = NumberingPlan::builtin();
  const NumberingPlan compiled =
      plan_from(read_file(test::source_dir() + "/data/numbering-plan.txt"));
  const numbering::Tables& a = numbering::Access::tables(builtin);
  const numbering::Tables& b = numbering::Access::tables(compiled);
  REQUIRE(builtin.states() == compiled.states());
  CHECK(std::equal(a.next, a.next + a.states, b.next));
  CHECK(std::equal(a.labels, a.labels + a.states, b.labels));
  CHECK(std::equal(a.entry, a.entry + numbering::kEntries, b.entry));
  CHECK(builtin.bytes() == compiled.bytes());
  CHECK(builtin.bytes() > builtin.states() * (sizeof(numbering::Row) + sizeof(numbering::Label)));
  CHECK(builtin.version() == compiled.version());
  CHECK(builtin.date() == compiled.date());
  CHECK(builtin.date().size() == 10);
  CHECK(builtin.has_region("GB"));
  CHECK(builtin.has_region("001"));
  CHECK_FALSE(builtin.has_region("XX"));
  CHECK_FALSE(builtin.has_region(""));
}

// Needs node and the package of tools/numbering_plan.
TEST_CASE("the table that is checked in is what the generator writes", "[numbering]") {
  INFO("run ./dev generate numbering-plan");
  CHECK(std::system((test::quoted(test::node_path()) + " " +
                     test::quoted(test::source_dir() + "/tools/numbering_plan/generate.mjs") +
                     " --check")
                        .c_str()) == 0);
}

TEST_CASE("copies share a plan and outlive its source", "[numbering]") {
  const auto copy = [] {
    const NumberingPlan plan = plan_from(kSmallTable);
    return NumberingPlan(plan);
  }();
  CHECK(copy.lookup("+881000").region == "DD");
  CHECK(copy.version() == "1");
}

TEST_CASE("threads look up in one plan", "[numbering]") {
  const NumberingPlan& plan = NumberingPlan::builtin();
  testing::NumberSource source(plan, 4);
  std::vector<std::string> numbers;
  std::vector<NumberFacts> expected;
  for (int i = 0; i < 2000; ++i) {
    numbers.push_back(source.any());
    expected.push_back(plan.lookup(numbers.back()));
  }
  std::vector<std::size_t> same(4);
  std::vector<std::thread> threads;
  for (std::size_t t = 0; t < same.size(); ++t) {
    threads.emplace_back([&, t] {
      for (std::size_t i = 0; i < numbers.size(); ++i) {
        same[t] += plan.lookup(numbers[i]) == expected[i] ? 1 : 0;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const std::size_t count : same) CHECK(count == numbers.size());
}

TEST_CASE("names of verdicts and types", "[numbering]") {
  CHECK(to_string(NumberVerdict::kRangeNotInUse) == "range not in use");
  for (int i = 1; i <= static_cast<int>(NumberType::kMobile); ++i) {
    const auto type = static_cast<NumberType>(i);
    CHECK(parse_number_type(to_string(type)) == type);
  }
  CHECK_FALSE(parse_number_type("none"));
  CHECK_FALSE(parse_number_type("Mobile"));
  CHECK_FALSE(parse_number_type(""));
}
