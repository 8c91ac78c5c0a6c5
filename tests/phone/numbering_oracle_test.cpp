// Two engines must agree: the automaton, and the libraries that its plans were taken from.
#include <unistd.h>

#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <cstdio>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "diallint/numbering_plan.h"
#include "phone/tables.h"
#include "support/build_paths.h"
#include "support/lint.h"
#include "support/numbering_numbers.h"
#include "support/numbering_oracle.h"

using namespace diallint;
using namespace diallint::testing;

namespace {

// libphonenumber takes some 10,000 ns for a number, and more under a sanitizer, which looks for
// other faults than disagreement. ./dev test --all asks for a million.
const std::size_t kNumbers = test::all_rounds() ? 1'000'000 : test::kWatched ? 10'000 : 50'000;

std::string shown(const Opinion& opinion) {
  return opinion.region + (opinion.valid ? " valid " : " invalid ") +
         std::string(to_string(opinion.type));
}

// Compares and counts; says the first few disagreements only.
class Comparison {
 public:
  void add(const std::string& number, const Opinion& ours, const Opinion& theirs) {
    ++numbers_;
    valid_ += theirs.valid ? 1 : 0;
    if (ours == theirs || ++disagreements_ > 10) return;
    UNSCOPED_INFO(number << ": " << shown(ours) << ", oracle: " << shown(theirs));
  }
  std::size_t numbers() const { return numbers_; }
  std::size_t valid() const { return valid_; }
  std::size_t disagreements() const { return disagreements_; }

 private:
  std::size_t numbers_ = 0;
  std::size_t valid_ = 0;
  std::size_t disagreements_ = 0;
};

class Libphonenumber {
 public:
  // A number without a calling code, or with nothing after it, cannot be put to the library.
  void add(const std::string& number) {
    const NumberFacts facts = plan_.lookup(number);
    if (facts.calling_code == 0 || national(facts, number).empty()) {
      ++not_put_;
      if (facts.verdict == NumberVerdict::kAssignable) ++wrong_;
      return;
    }
    comparison_.add(number, opinion_of(facts),
                    ask_libphonenumber(facts.calling_code, national(facts, number)));
  }
  const NumberingPlan& plan() const { return plan_; }
  const Comparison& comparison() const { return comparison_; }
  std::size_t not_put() const { return not_put_; }
  std::size_t wrong() const { return wrong_; }

 private:
  NumberingPlan plan_ = plan_from(installed_table());
  Comparison comparison_;
  std::size_t not_put_ = 0;
  std::size_t wrong_ = 0;
};

void check(const Libphonenumber& oracle, std::size_t numbers) {
  CHECK(oracle.comparison().disagreements() == 0);
  CHECK(oracle.comparison().numbers() + oracle.not_put() == numbers);
  CHECK(oracle.comparison().valid() > oracle.comparison().numbers() / 5);
  CHECK(oracle.wrong() == 0);
}

}  // namespace

TEST_CASE("libphonenumber agrees on random, mutated and example numbers", "[numbering][oracle]") {
  Libphonenumber oracle;
  std::size_t asked = 0;
  const auto add = [&](const std::string& number) {
    oracle.add(number);
    ++asked;
  };
  NumberSource source(oracle.plan(), 1);
  for (const std::string& example : installed_examples()) {
    REQUIRE(oracle.plan().lookup(example).verdict == NumberVerdict::kAssignable);
    add(example);
    for (int i = 0; i < 20; ++i) add(source.mutated(example));
  }
  while (asked < kNumbers) add(source.any());
  check(oracle, asked);
}

TEST_CASE("libphonenumber agrees on every transition", "[numbering][oracle]") {
  Libphonenumber oracle;
  const std::vector<std::string> numbers = transition_numbers(oracle.plan());
  CHECK(numbers.size() > oracle.plan().states() * 9);
  for (const std::string& number : numbers) oracle.add(number);
  check(oracle, numbers.size());
}

namespace {

// One line a number: `VALID REGION TYPE`, as tools/numbering_plan/oracle.mjs writes it.
Opinion read_opinion(const std::string& line) {
  std::istringstream words(line);
  std::string valid, region, type;
  words >> valid >> region >> type;
  if (!words || (valid != "0" && valid != "1")) FAIL("the oracle wrote: " << line);
  const auto known = parse_number_type(type);
  if (!known && type != "none") FAIL("the oracle wrote: " << line);
  return {valid == "1", region == "-" ? "" : region, known.value_or(NumberType::kNone)};
}

// The source package itself, run by node on a file of numbers.
std::vector<Opinion> ask_package(const std::vector<std::string>& numbers) {
  const std::string file = "numbering-plan-" + std::to_string(getpid()) + ".tmp";
  {
    std::ofstream out(file);
    for (const std::string& number : numbers) out << number << "\n";
  }
  const std::string command =
      test::quoted(test::node_path()) + " " +
      test::quoted(test::source_dir() + "/tools/numbering_plan/oracle.mjs") + " " + file;
  FILE* pipe = popen(command.c_str(), "r");
  REQUIRE(pipe != nullptr);
  std::vector<Opinion> opinions;
  std::array<char, 64> line{};
  while (std::fgets(line.data(), line.size(), pipe) != nullptr) {
    opinions.push_back(read_opinion(line.data()));
  }
  INFO("without its packages the oracle cannot run; `npm ci` in tools/numbering_plan gets them");
  REQUIRE(pclose(pipe) == 0);
  std::remove(file.c_str());
  return opinions;
}

Comparison compare_with_package(const std::vector<std::string>& numbers) {
  const std::vector<Opinion> opinions = ask_package(numbers);
  REQUIRE(opinions.size() == numbers.size());
  Comparison comparison;
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    comparison.add(numbers[i], opinion_of(NumberingPlan::builtin().lookup(numbers[i])),
                   opinions[i]);
  }
  return comparison;
}

}  // namespace

TEST_CASE("the source package agrees on a million numbers", "[numbering][oracle]") {
  NumberSource source(NumberingPlan::builtin(), 2);
  std::vector<std::string> numbers;
  const std::size_t count = 1'000'000 / test::every(20);
  while (numbers.size() < count) numbers.push_back(source.any());
  const Comparison comparison = compare_with_package(numbers);
  CHECK(comparison.numbers() == count);
  CHECK(comparison.valid() > comparison.numbers() / 5);
  CHECK(comparison.disagreements() == 0);
}

TEST_CASE("the source package agrees on every transition", "[numbering][oracle]") {
  const std::vector<std::string> numbers = transition_numbers(NumberingPlan::builtin());
  CHECK(numbers.size() > NumberingPlan::builtin().states() * 9);
  const Comparison comparison = compare_with_package(numbers);
  CHECK(comparison.numbers() == numbers.size());
  CHECK(comparison.disagreements() == 0);
}
