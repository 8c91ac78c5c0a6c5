// Tokens: none twice in the stream of a seed, and none of them in the stream of another.
#include "generate/token_maker.h"

#include <catch2/catch.hpp>
#include <map>
#include <set>
#include <vector>

#include "generate/generator_access.h"
#include "support/lint.h"

namespace diallint::test {
namespace {

std::string token(TokenForm form, std::uint64_t seed, std::uint64_t place) {
  std::string text;
  append_token(text, form, seed, place);
  return text;
}

}  // namespace

TEST_CASE("A hundred seeds have no token in common", "[token_maker]") {
  for (const std::uint32_t letters : {0U, 16U}) {
    std::set<std::string> seen;
    constexpr std::uint64_t kSeeds = 100;
    constexpr std::uint64_t kEach = 200;
    for (std::uint64_t seed = 0; seed < kSeeds; ++seed) {
      for (std::uint64_t place = 0; place < kEach; ++place) {
        seen.insert(token({letters}, seed, place));
      }
    }
    CHECK(seen.size() == kSeeds * kEach);
  }
}

TEST_CASE("Few letters give every token once, in another order for each seed", "[token_maker]") {
  for (const std::uint32_t letters : {1U, 2U, 3U}) {
    const std::uint64_t all = tokens_of({letters});
    REQUIRE(all == std::uint64_t{1} << (4 * letters));
    std::set<std::vector<std::string>> orders;
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
      std::vector<std::string> order;
      for (std::uint64_t place = 0; place < all; ++place) {
        order.push_back(token({letters}, seed, place));
      }
      CHECK(std::set<std::string>(order.begin(), order.end()).size() == all);
      orders.insert(std::move(order));
    }
    CHECK(orders.size() == 20);
  }
  CHECK(tokens_of({0}) == 0);
  CHECK(tokens_of({16}) == 0);
}

TEST_CASE("Files of a hundred seeds can be joined", "[token_maker]") {
  RecipeSizes few;
  few.ordinary = 4;
  few.large = 0;
  few.rounds = 8;
  few.texts = few.texts_of_key = 8;
  std::string text;
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    GeneratorOptions options;
    options.seed = seed;
    options.now = kNow;
    Generator generator = generator_from(builtin_plan(), options, few);
    for (int i = 0; i < 20; ++i) {
      generator.append(text);
      text += '\n';
    }
  }
  LintOptions options;
  options.format = InputFormat::kNdjson;
  options.settings.severity["phone-duplicate"] = Severity::kOff;
  const LintResult result = lint(text, options);
  CHECK(result.brief() == "");
  CHECK(result.summary.counts.valid == 2000);
}

}  // namespace diallint::test
