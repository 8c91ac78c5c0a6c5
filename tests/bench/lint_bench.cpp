// Nanoseconds a dial request: the JSON parser's own pass (the floor), diallint, and a checker
// written by hand, over the same bytes.
#include <benchmark/benchmark.h>
#include <simdjson.h>

#include <map>
#include <stdexcept>

#include "base/embedded_files.h"
#include "bench/dial_requests.h"
#include "bench/handwritten.h"
#include "engine/run.h"
#include "input/byte_source.h"
#include "schema/schema_compiler.h"

namespace diallint::bench {
namespace {

constexpr std::size_t kRequests = 100'000;

const std::string& input(Variety variety) {
  static std::map<Variety, std::string> inputs;
  std::string& text = inputs[variety];
  if (text.empty()) text = make_ndjson(kRequests, variety);
  return text;
}

// Every key and every value is got, as whoever wants to look at them gets them; none is kept.
std::uint64_t visit(simdjson::ondemand::value value) {
  std::uint64_t sum = 0;
  switch (value.type()) {
    case simdjson::ondemand::json_type::object:
      for (auto field : value.get_object()) {
        sum += field.unescaped_key().value().size();
        sum += visit(field.value());
      }
      break;
    case simdjson::ondemand::json_type::array:
      for (auto item : value.get_array()) sum += visit(item.value());
      break;
    case simdjson::ondemand::json_type::string:
      sum += value.get_string().value().size();
      break;
    default:
      sum += value.raw_json_token().size();
  }
  return sum;
}

// The same with the tokens as they stand in the text: nothing unescaped, so nothing that could be
// checked. How low a parser's pass can be.
std::uint64_t visit_raw(simdjson::ondemand::value value) {
  std::uint64_t sum = 0;
  switch (value.type()) {
    case simdjson::ondemand::json_type::object:
      for (auto field : value.get_object()) {
        sum += field.key().value().raw()[0];
        sum += visit_raw(field.value());
      }
      break;
    case simdjson::ondemand::json_type::array:
      for (auto item : value.get_array()) sum += visit_raw(item.value());
      break;
    case simdjson::ondemand::json_type::string:
      sum += value.get_raw_json_string().value().raw()[0];
      break;
    default:
      sum += value.raw_json_token().size();
  }
  return sum;
}

template <class Visit>
void parse_only(benchmark::State& state, Variety variety, Visit visit_value) {
  const std::string& text = input(variety);
  simdjson::ondemand::parser parser;
  parser.threaded = false;  // the floor is one thread's work, as the checker's is
  // One size of batch for all runs: reallocation would slow the floor down.
  constexpr std::size_t kBatch = std::size_t{1} << 20;
  for (auto _ : state) {
    std::uint64_t sum = 0;
    simdjson::ondemand::document_stream stream;
    if (parser.iterate_many(text.data(), text.size(), kBatch).get(stream)) {
      throw std::runtime_error("the floor cannot read its input");
    }
    std::size_t documents = 0;
    for (auto document : stream) {
      sum += visit_value(document.get_value());
      ++documents;
    }
    if (documents != kRequests) throw std::runtime_error("the floor lost documents");
    benchmark::DoNotOptimize(sum);
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(kRequests));
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(text.size()));
}

void floor(benchmark::State& state, Variety variety) {
  parse_only(state, variety, [](simdjson::ondemand::value value) { return visit(value); });
}
void raw_tokens(benchmark::State& state, Variety variety) {
  parse_only(state, variety, [](simdjson::ondemand::value value) { return visit_raw(value); });
}

class NoSink final : public Sink {
 public:
  void take(const SourceChunk&, std::span<const Finding>) override {}
};

const Plan& plan() {
  static const Plan kPlan = [] {
    std::vector<SchemaText> texts;
    for (const EmbeddedFile& file : embedded_schemas()) {
      if (file.name != "report.schema.json")
        texts.push_back({std::string(file.name), std::string(file.text)});
    }
    return std::move(*compile_plan(texts).plan);
  }();
  return kPlan;
}

void check(benchmark::State& state, const std::string& text, InputFormat format,
           unsigned jobs = 1) {
  Settings settings;
  settings.now = parse_rfc3339(kNow);
  for (auto _ : state) {
    NoSink sink;
    RunOptions options;
    options.format = format;
    options.jobs = jobs;
    Run run(plan(), settings, options, sink);
    TextSource source(text);
    run.check(source, "bench");
    if (run.summary().counts.records != kRequests) throw std::runtime_error("records were lost");
    if (run.summary().counts.invalid != 0) throw std::runtime_error("the input is not valid");
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(kRequests));
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(text.size()));
}

void diallint_ndjson(benchmark::State& state, Variety variety) {
  check(state, input(variety), InputFormat::kNdjson);
}

void two_threads(benchmark::State& state) {
  check(state, input(Variety::kOrdinary), InputFormat::kNdjson, 2);
}

// Two runs that share nothing but the plan and the text: what two threads could be at most on this
// machine, whose processors may share more than they say.
void side_by_side(benchmark::State& state) {
  static const std::string& text = input(Variety::kOrdinary);
  check(state, text, InputFormat::kNdjson);
}

const std::string& table() {
  static const std::string kText = make_csv(kRequests);
  return kText;
}
void diallint_csv(benchmark::State& state) { check(state, table(), InputFormat::kCsv); }
void csv_two_threads(benchmark::State& state) { check(state, table(), InputFormat::kCsv, 2); }

void by_hand(benchmark::State& state, Variety variety) {
  const std::string& text = input(variety);
  for (auto _ : state) {
    if (count_valid_by_hand(text) != kRequests) throw std::runtime_error("the input is not valid");
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(kRequests));
}

BENCHMARK_CAPTURE(floor, ordinary, Variety::kOrdinary)->Name("lint/floor/ordinary");
BENCHMARK_CAPTURE(diallint_ndjson, ordinary, Variety::kOrdinary)->Name("lint/diallint/ordinary");
BENCHMARK_CAPTURE(floor, shuffled, Variety::kShuffled)->Name("lint/floor/shuffled");
BENCHMARK_CAPTURE(diallint_ndjson, shuffled, Variety::kShuffled)->Name("lint/diallint/shuffled");
BENCHMARK_CAPTURE(floor, new_keys, Variety::kNewKeys)->Name("lint/floor/new-keys");
BENCHMARK_CAPTURE(diallint_ndjson, new_keys, Variety::kNewKeys)->Name("lint/diallint/new-keys");
BENCHMARK_CAPTURE(floor, escaped, Variety::kEscaped)->Name("lint/floor/escaped");
BENCHMARK_CAPTURE(diallint_ndjson, escaped, Variety::kEscaped)->Name("lint/diallint/escaped");
BENCHMARK_CAPTURE(raw_tokens, ordinary, Variety::kOrdinary)->Name("lint/raw-tokens/ordinary");
BENCHMARK(diallint_csv)->Name("lint/diallint-csv/ordinary");
// Of threads the time on the clock counts.
BENCHMARK(two_threads)->Name("lint/diallint-2-threads/ordinary")->UseRealTime();
BENCHMARK(side_by_side)->Name("lint/diallint-side-by-side/ordinary")->Threads(2)->UseRealTime();
BENCHMARK(csv_two_threads)->Name("lint/diallint-csv-2-threads/ordinary")->UseRealTime();
BENCHMARK_CAPTURE(by_hand, ordinary, Variety::kOrdinary)->Name("lint/by-hand/ordinary");

}  // namespace
}  // namespace diallint::bench
