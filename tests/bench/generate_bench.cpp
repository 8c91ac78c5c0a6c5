// What dialgen makes on one thread: bytes a second, and nanoseconds a request.
#include <benchmark/benchmark.h>

#include "diallint/generate.h"

namespace diallint::bench {
namespace {

constexpr int kRequests = 20'000;

Generator make_generator(const char* shape, GeneratedForm form) {
  GeneratorOptions options;
  options.shape = shape;
  options.now = {1795176000, 0, false};
  options.form = form;
  return *Generator::make(options);
}

void write_all(Generator& generator, std::string& text) {
  text.clear();
  for (int i = 0; i < kRequests; ++i) {
    generator.append(text);
    text += '\n';
  }
}

void generate(benchmark::State& state, const char* shape, GeneratedForm form) {
  Generator generator = make_generator(shape, form);
  std::string text;
  write_all(generator, text);  // the buffer has its size before time is taken
  std::int64_t bytes = 0;
  for (auto _ : state) {
    write_all(generator, text);
    benchmark::DoNotOptimize(text.data());
    bytes += static_cast<std::int64_t>(text.size());
  }
  state.SetItemsProcessed(state.iterations() * kRequests);
  state.SetBytesProcessed(bytes);
}

BENCHMARK_CAPTURE(generate, json, "dial-request", GeneratedForm::kDocuments)
    ->Name("generate/dialgen/dial-request");
BENCHMARK_CAPTURE(generate, csv, "dial-request", GeneratedForm::kRows)
    ->Name("generate/dialgen/dial-request-csv");
BENCHMARK_CAPTURE(generate, voice, "start-outbound-voice-contact", GeneratedForm::kDocuments)
    ->Name("generate/dialgen/start-outbound-voice-contact");

}  // namespace
}  // namespace diallint::bench
