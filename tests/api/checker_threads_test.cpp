// One Ruleset, shared by threads that each have a Checker: under ThreadSanitizer this is the proof
// that a Ruleset is immutable. DIALLINT_BATCHES says how many batches all threads check together;
// `./dev threads` runs a million of them under ThreadSanitizer.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <string>
#include <string_view>
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

// Lines of which each tenth breaks something, and each third has the token of an earlier one.
std::string many_lines() {
  std::string text;
  for (int n = 0; n < 20'000; ++n)
    text += fmt::format(
        R"({{"clientToken":"t{}","phoneNumber":"{}","expirationTime":"2026-11-20T12:10:00.000Z",)"
        R"("attributes":{{}}}}
)",
        n % 3 == 0 ? n / 2 : n, n % 10 == 0 ? "12" : fmt::format("+1206555{:04}", n % 10'000));
  return text;
}

ByteReader reader_of(std::string_view text) {
  return [text](char* out, std::size_t size) mutable {
    const std::size_t got = text.copy(out, std::min<std::size_t>(size, 10'000));
    text.remove_prefix(got);
    return static_cast<std::ptrdiff_t>(got);
  };
}

std::vector<std::string> told(const CheckResult& result) {
  std::vector<std::string> lines = {fmt::format("{} {}", result.error.message, result.found)};
  for (const Finding& finding : result.findings)
    lines.push_back(fmt::format("{} {} {} {}", finding.span.begin, finding.rule, finding.path,
                                finding.message));
  return lines;
}

}  // namespace

TEST_CASE("Several threads check one stream, and find the same", "[threads][api]") {
  const Ruleset rules = *Ruleset::builtin().with(test_settings());
  const std::string text = many_lines();
  Checker alone(rules, {.memory = Memory::kChecker});
  Checker several(rules, {.memory = Memory::kChecker});
  StreamOptions jobs;
  jobs.jobs = 3;
  const auto first = told(alone.check_stream(reader_of(text), kNow));
  CHECK(first.size() > 1'000);
  CHECK(told(several.check_stream(reader_of(text), kNow, jobs)) == first);
  // All tokens stood in the first stream.
  CHECK(told(several.check_stream(reader_of(text), kNow, jobs)) ==
        told(alone.check_stream(reader_of(text), kNow)));
}

TEST_CASE("A callback that throws in another thread ends the check", "[threads][api]") {
  const std::string text = many_lines();
  Checker checker(*Ruleset::builtin().with(test_settings()));
  StreamOptions options;
  options.jobs = 3;
  std::uint64_t taken = 0;
  options.on_finding = [&](const Finding&) -> bool {
    if (++taken == 1'000) throw std::string("enough");
    return true;
  };
  CHECK(checker.check_stream(reader_of(text), kNow, options).error.code == ErrorCode::kCallback);
  CHECK(taken == 1'000);
  options.on_finding = {};
  CHECK(checker.check_stream(reader_of(text), kNow, options).error.code == ErrorCode::kNone);
  options.jobs = kMaxJobs + 1;
  CHECK(checker.check_stream(reader_of(text), kNow, options).error.message ==
        "jobs must be at most 256, and is 257");
  options.jobs = kMaxJobs;
  CHECK(checker.check_stream(reader_of({}), kNow, options).error.code == ErrorCode::kNone);
}

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
