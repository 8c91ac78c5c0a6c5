// Nanoseconds a number: the automaton beside libphonenumber, on valid, invalid and mixed streams of
// 10 and of all (more than 200) calling codes.
#include <benchmark/benchmark.h>
#include <fmt/format.h>
#include <phonenumbers/phonenumberutil.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "diallint/fictional_numbers.h"
#include "diallint/numbering_plan.h"
#include "phone/tables.h"
#include "support/build_paths.h"
#include "support/numbering_numbers.h"

namespace {

using diallint::NumberFacts;
using diallint::NumberingPlan;
using diallint::NumberVerdict;
using diallint::testing::NumberSource;

enum class Kind { kValid, kInvalid, kMixed };

// So many that neither caches nor the branch predictor can learn them.
constexpr std::size_t kNumbers = 1U << 17U;

std::string draw(NumberSource& source, Kind kind, std::size_t i) {
  const bool valid = kind == Kind::kValid || (kind == Kind::kMixed && i % 2 == 0);
  if (valid) return source.assignable();
  for (;;) {
    std::string number = source.mutated(source.assignable());
    if (NumberingPlan::builtin().lookup(number).verdict != NumberVerdict::kAssignable) {
      return number;
    }
  }
}

// The numbers stand one after the other, as in a file.
class Stream {
 public:
  Stream(Kind kind, bool ten_countries) {
    std::vector<std::string> codes;
    if (ten_countries) {
      codes = {"+1", "+44", "+49", "+33", "+61", "+46", "+353", "+55", "+91", "+81"};
    }
    NumberSource source(NumberingPlan::builtin(), 3, codes);
    std::vector<std::size_t> sizes;
    for (std::size_t i = 0; i < kNumbers; ++i) {
      const std::string number = draw(source, kind, i + i / 7);
      sizes.push_back(number.size());
      text_ += number;
    }
    for (std::size_t i = 0, at = 0; i < kNumbers; at += sizes[i++]) {
      numbers_.push_back(std::string_view(text_).substr(at, sizes[i]));
    }
  }
  const std::vector<std::string_view>& numbers() const { return numbers_; }

 private:
  std::string text_;
  std::vector<std::string_view> numbers_;
};

struct Input {
  const char* name;
  Kind kind;
  bool ten_countries;
};
constexpr Input kInputs[] = {{"valid-10-countries", Kind::kValid, true},
                             {"invalid-10-countries", Kind::kInvalid, true},
                             {"mixed-10-countries", Kind::kMixed, true},
                             {"valid-200-countries", Kind::kValid, false},
                             {"invalid-200-countries", Kind::kInvalid, false},
                             {"mixed-200-countries", Kind::kMixed, false}};

const Stream& stream(const Input& input) {
  static std::map<std::string, Stream> streams;
  return streams.try_emplace(input.name, input.kind, input.ten_countries).first->second;
}

void finish(benchmark::State& state, std::size_t numbers) {
  state.SetItemsProcessed(static_cast<std::int64_t>(numbers));
}

// Takes pages of constants out of this process; they come back from the program's file.
void forget(const void* data, std::size_t size) {
  const auto page = static_cast<std::uintptr_t>(sysconf(_SC_PAGESIZE));
  const auto from = (reinterpret_cast<std::uintptr_t>(data) + page - 1) / page * page;
  const auto to = (reinterpret_cast<std::uintptr_t>(data) + size) / page * page;
  if (from < to) madvise(reinterpret_cast<void*>(from), to - from, MADV_DONTNEED);
}

void lookup(benchmark::State& state, const Input& input) {
  const auto& numbers = stream(input).numbers();
  const NumberingPlan& plan = NumberingPlan::builtin();
  std::size_t done = 0;
  for (auto _ : state) {
    for (const std::string_view number : numbers) benchmark::DoNotOptimize(plan.lookup(number));
    done += numbers.size();
  }
  finish(state, done);
}

void fictional(benchmark::State& state, const Input& input) {
  const auto& numbers = stream(input).numbers();
  std::size_t done = 0;
  for (auto _ : state) {
    for (const std::string_view number : numbers) {
      benchmark::DoNotOptimize(diallint::fictional(number));
    }
    done += numbers.size();
  }
  finish(state, done);
}

// What a service does that has just the string.
void libphonenumber(benchmark::State& state, const Input& input) {
  const auto& numbers = stream(input).numbers();
  const auto& util = *i18n::phonenumbers::PhoneNumberUtil::GetInstance();
  std::size_t done = 0;
  std::size_t i = 0;
  for (auto _ : state) {
    i18n::phonenumbers::PhoneNumber parsed;
    const std::string number(numbers[i++ % numbers.size()]);
    const auto error = util.Parse(number, "ZZ", &parsed);
    const bool valid = error == i18n::phonenumbers::PhoneNumberUtil::NO_PARSING_ERROR &&
                       util.IsValidNumber(parsed);
    benchmark::DoNotOptimize(valid);
    ++done;
  }
  finish(state, done);
}

// What a process pays that has just started: the tables are in no cache of it, and their pages are
// not mapped. A thousand numbers of all countries are looked up.
void cold_start(benchmark::State& state, const Input& input) {
  const auto& numbers = stream(input).numbers();
  const NumberingPlan& plan = NumberingPlan::builtin();
  for (auto _ : state) {
    state.PauseTiming();
    forget(diallint::numbering::Access::tables(plan).next,
           plan.states() * sizeof *diallint::numbering::Access::tables(plan).next);
    forget(diallint::numbering::Access::tables(plan).labels,
           plan.states() * sizeof *diallint::numbering::Access::tables(plan).labels);
    state.ResumeTiming();
    for (std::size_t i = 0; i < 1000; ++i) benchmark::DoNotOptimize(plan.lookup(numbers[i]));
  }
  state.SetLabel("1000 numbers, from a cold start");
}

// What it would pay if the plan were compiled at start, as `--numbering-plan` does.
void compile(benchmark::State& state) {
  std::ifstream in(diallint::test::source_dir() + "/data/numbering-plan.txt", std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  for (auto _ : state) benchmark::DoNotOptimize(NumberingPlan::parse(text));
}

void add(const char* what, void (*run)(benchmark::State&, const Input&), const Input& input) {
  benchmark::RegisterBenchmark(fmt::format("numbering_plan/{}/{}", what, input.name).c_str(), run,
                               input);
}

const bool kAdded = [] {
  for (const Input& input : kInputs) {
    add("libphonenumber", libphonenumber, input);
    add("lookup", lookup, input);
    add("fictional", fictional, input);
  }
  benchmark::RegisterBenchmark("numbering_plan/cold_start", cold_start, kInputs[5])
      ->Unit(benchmark::kMicrosecond);
  return true;
}();
BENCHMARK(compile)->Name("numbering_plan/compile")->Unit(benchmark::kMicrosecond);

}  // namespace
