// Runs every benchmark, interleaved and repeated, and prints each family as ratios to its floor:
// machines drift, ratios within one run do not.
#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <cstring>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "bench/check_once.h"

namespace {

// A benchmark named "lint/…/INPUT" is compared with "lint/floor/INPUT", and so on; numbering plans
// have no floor, so theirs are compared with libphonenumber.
constexpr std::string_view kYardsticks[] = {"/floor", "/libphonenumber"};

struct Median {
  std::string name;
  double nanos_per_item;
};

class RatioReporter final : public benchmark::ConsoleReporter {
 public:
  void ReportRuns(const std::vector<Run>& runs) override {
    benchmark::ConsoleReporter::ReportRuns(runs);
    for (const Run& run : runs) {
      if (run.error_occurred || run.aggregate_name != "median") continue;
      const auto items = run.counters.find("items_per_second");
      if (items == run.counters.end()) continue;
      medians_.push_back({without_clock(run.run_name.str()), 1e9 / items->second.value});
    }
  }

  void Finalize() override {
    benchmark::ConsoleReporter::Finalize();
    fmt::print("\n{:<52} {:>12} {:>10}\n", "median of the repetitions", "ns an item", "x floor");
    for (const Median& median : medians_) {
      const double floor = floor_of(median.name);
      fmt::print("{:<52} {:>12.1f} {:>10}\n", median.name, median.nanos_per_item,
                 floor > 0 ? in_words(median.nanos_per_item / floor) : "");
    }
  }

 private:
  // Which time is measured is a part of the name that Google Benchmark gives.
  static std::string without_clock(std::string name) {
    constexpr std::string_view kClock = "/real_time";
    if (name.ends_with(kClock)) name.resize(name.size() - kClock.size());
    return name;
  }

  static std::string in_words(double ratio) {
    return ratio < 0.1 ? fmt::format("{:.5f}", ratio) : fmt::format("{:.2f}", ratio);
  }

  double floor_of(const std::string& name) const {
    const std::string family = name.substr(0, name.find('/'));
    const std::string input = name.substr(name.rfind('/'));
    for (const Median& median : medians_) {
      for (const std::string_view yardstick : kYardsticks) {
        if (median.name == family + std::string(yardstick) + input) return median.nanos_per_item;
      }
    }
    return 0;
  }

  std::vector<Median> medians_;
};

}  // namespace

// ./dev bench count runs one check under a counter of instructions, and nothing else; ./dev bench
// has others measured with the same requests.
int main(int argc, char** argv) {
  constexpr std::string_view kOnce = "--check-once=";
  constexpr std::string_view kWrite = "--write-requests=";
  if (argc == 2 && std::string_view(argv[1]).starts_with(kWrite)) {
    return diallint::bench::write_requests(std::string_view(argv[1]).substr(kWrite.size())) ? 0 : 2;
  }
  if (argc == 2 && std::string_view(argv[1]).starts_with(kOnce)) {
    return diallint::bench::check_once(std::string_view(argv[1]).substr(kOnce.size())) ? 0 : 2;
  }
  std::vector<char*> arguments(argv, argv + argc);
  std::vector<std::string> defaults = {
      "--benchmark_repetitions=7", "--benchmark_enable_random_interleaving=true",
      "--benchmark_report_aggregates_only=true", "--benchmark_min_time=0.1"};
  // In front, so that what the user gives wins.
  for (std::string& option : defaults) arguments.insert(arguments.begin() + 1, option.data());
  int count = static_cast<int>(arguments.size());
  benchmark::Initialize(&count, arguments.data());
  if (benchmark::ReportUnrecognizedArguments(count, arguments.data())) return 2;
  RatioReporter reporter;
  benchmark::RunSpecifiedBenchmarks(&reporter);
  benchmark::Shutdown();
  return 0;
}
