// One Ruleset, shared by threads that each have a Checker: under ThreadSanitizer this is the proof
// that a Ruleset is immutable. DIALLINT_BATCHES says how many batches all threads check together;
// `./dev threads` runs a million of them under ThreadSanitizer.
#include <catch2/catch.hpp>
#include <cstdlib>
#include <string>
#include <thread>
#include <vector>

#include "diallint/checker.h"
#include "diallint/diallint.h"
#include "support/lint.h"

namespace diallint::test {
namespace {

constexpr std::size_t kThreads = 8;

std::size_t batches_a_thread() {
  const char* all = std::getenv("DIALLINT_BATCHES");
  return (all != nullptr ? std::strtoull(all, nullptr, 10) : 20'000) / kThreads;
}

// A clean batch of 25, which points into texts of its own.
struct Batch {
  Batch() {
    for (int i = 0; i < 25; ++i) {
      tokens.push_back(fmt::format("token-{}", i));
      phones.push_back(fmt::format("+120655501{:02}", i));
    }
    for (std::size_t i = 0; i < tokens.size(); ++i) {
      requests.push_back({.client_token = tokens[i],
                          .phone_number = phones[i],
                          .expiration_time = "2026-11-20T12:10:00.000Z",
                          .attributes = attributes});
    }
  }
  Batch(const Batch&) = delete;
  Batch& operator=(const Batch&) = delete;

  const Attribute attributes[2] = {{"name", "Zo\xC3\xAB"}, {"plan", "basic"}};
  std::vector<std::string> tokens;
  std::vector<std::string> phones;
  std::vector<DialRequest> requests;
};

struct Tally {
  std::uint64_t valid = 0;
  std::uint64_t found = 0;
};

Tally check_many(const Ruleset& rules, const Batch& batch) {
  Tally tally;
  Checker checker(rules);
  for (std::size_t i = 0; i < batches_a_thread(); ++i) {
    const auto result = checker.check(DialRequestBatch{.dial_requests = batch.requests}, kNow);
    tally.valid += result.counts.valid;
    tally.found += result.found;
  }
  // Rules of its own as well: the built-in schemas are compiled by the first who asks.
  Checker other(Ruleset::builtin());
  tally.found += other.check_json("{}", kNow).found;
  return tally;
}

// As a binding does that keeps no checker between calls.
std::uint64_t checked_through_c(const diallint_ruleset* rules) {
  constexpr std::string_view kText = R"([{"clientToken":"a b"},{"clientToken":"a b"}])";
  std::uint64_t found = 0;
  for (int i = 0; i < 50; ++i) {
    diallint_checker* checker = nullptr;
    diallint_result result = {};
    result.struct_size = sizeof result;
    if (diallint_checker_new(rules, nullptr, &checker, nullptr) == DIALLINT_OK)
      diallint_check_json(checker, kText.data(), kText.size(), nullptr, &result);
    found += result.found;
    diallint_checker_free(checker);
  }
  return found;
}

/// Runs `body` with the number of the thread, on all threads at once.
template <typename Body>
void on_all_threads(const Body& body) {
  std::vector<std::thread> threads;
  for (std::size_t t = 0; t < kThreads; ++t) threads.emplace_back([&body, t] { body(t); });
  for (std::thread& thread : threads) thread.join();
}

}  // namespace

TEST_CASE("Threads share a ruleset", "[threads][api]") {
  const Ruleset rules = *Ruleset::builtin().with(test_settings());
  const Batch batch;
  std::vector<Tally> tallies(kThreads);
  on_all_threads([&](std::size_t t) { tallies[t] = check_many(rules, batch); });
  for (const Tally& tally : tallies) {
    CHECK(tally.valid == batches_a_thread() * batch.requests.size());
    CHECK(tally.found == 1);  // `shape`, of the empty object
  }
}

TEST_CASE("Threads share a ruleset through the C interface", "[threads][api]") {
  diallint_ruleset* rules = nullptr;
  REQUIRE(diallint_ruleset_new(nullptr, &rules, nullptr) == DIALLINT_OK);
  std::vector<std::uint64_t> found(kThreads);
  on_all_threads([&](std::size_t t) { found[t] = checked_through_c(rules); });
  diallint_ruleset_free(rules);
  CHECK(found[0] >= 50);
  for (const std::uint64_t count : found) CHECK(count == found[0]);
}

}  // namespace diallint::test
