// Nanoseconds a batch of 25 dial requests through the library's API: from a program's own structs,
// and from JSON. One thread, one Checker, as a service calls it.
#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <stdexcept>
#include <string>
#include <vector>

#include "bench/dial_requests.h"
#include "diallint/checker.h"
#include "support/struct_batches.h"

namespace diallint::bench {
namespace {

// Few, so that a cache holds them: a program has just made the batch that it checks.
constexpr std::size_t kBatches = 4;

const std::vector<test::OwnedBatch>& batches() {
  static const std::vector<test::OwnedBatch> kAll =
      test::batches_of(make_ndjson(kBatches * test::kBatchSize, Variety::kOrdinary));
  return kAll;
}

template <typename Check>
void each_batch(benchmark::State& state, const Check& check) {
  Checker checker(Ruleset::builtin());
  const auto now = parse_rfc3339(kNow);
  std::size_t next = 0;
  for (auto _ : state) {
    const CheckResult result = check(checker, batches()[next], now);
    if (!result.ok() || result.found != 0) throw std::runtime_error("a batch is not clean");
    next = (next + 1) % kBatches;
  }
  state.SetItemsProcessed(state.iterations());
}

void structs(benchmark::State& state) {
  each_batch(state, [](Checker& checker, const test::OwnedBatch& batch, const auto& now) {
    return checker.check(batch.view(), now);
  });
}

void json(benchmark::State& state) {
  each_batch(state, [](Checker& checker, const test::OwnedBatch& batch, const auto& now) {
    return checker.check_json(batch.json(), now);
  });
}

BENCHMARK(structs)->Name("api/structs/batch-of-25");
BENCHMARK(json)->Name("api/json/batch-of-25");

}  // namespace
}  // namespace diallint::bench
