// One plan, shared by threads that each check on their own: under ThreadSanitizer this is the proof
// that a plan is immutable.
#include <catch2/catch.hpp>
#include <string>
#include <thread>
#include <vector>

#include "support/lint.h"

namespace diallint::test {

TEST_CASE("Threads share a plan and find the same", "[threads]") {
  const std::string text =
      R"({"clientToken":"a1","phoneNumber":"+12025550147","expirationTime":"2026-11-20T12:10:00.000Z","attributes":{"name":"Zo\u00eb"}})"
      "\n"
      R"({"client_token":"a1","phoneNumber":"+1 202 555 0147","expirationTime":"2026-11-20T13:10:00Z","attributes":{"a b":"x"}})"
      "\n"
      R"({"id":"c","dialRequests":[{"clientToken":"b"},]})"
      "\n";
  constexpr std::size_t kThreads = 4;
  std::vector<std::vector<std::string>> found(kThreads);
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < kThreads; ++i) {
    threads.emplace_back([&, i] {
      for (int round = 0; round < 20; ++round) {
        found[i].clear();
        for (const auto& [finding, location] : lint(text, InputFormat::kNdjson).findings) {
          found[i].push_back(std::string(finding.rule) + finding.path + finding.message);
        }
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(found[0].size() >= 5);
  for (std::size_t i = 1; i < kThreads; ++i) CHECK(found[i] == found[0]);
}

}  // namespace diallint::test
