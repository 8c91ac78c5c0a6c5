// A shape of the tests' own, and a run over CSV text with it.
#pragma once
#include <fmt/format.h>

#include <string>
#include <string_view>
#include <vector>

#include "engine/run.h"
#include "schema/schema_compiler.h"
#include "support/csv_text.h"

namespace diallint {

/// Two strings that every record has, one that it may have, and a map with its own rule on keys.
inline constexpr std::string_view kCallSchema = R"({
  "$id": "urn:test:call", "x-shape": "call", "x-record": true, "title": "call",
  "type": "object", "required": ["number", "callToken", "tags"], "additionalProperties": false,
  "properties": {
    "number": {"type": "string", "pattern": "^\\+[0-9]+$"},
    "callToken": {"type": "string", "maxLength": 8},
    "note": {"type": "string"},
    "tags": {"type": "object",
             "propertyNames": {"pattern": "^[a-z]+$"},
             "additionalProperties": {"type": "string", "maxLength": 5}}
  }
})";

/// A list of calls: its records stand one level down.
inline constexpr std::string_view kCallsSchema = R"({
  "$id": "urn:test:calls", "x-shape": "calls", "title": "list of calls", "type": "object",
  "properties": {"calls": {"type": "array", "items": {"$ref": "urn:test:call"}}}
})";

inline const Plan& call_plan() {
  static const PlanResult kResult =
      compile_plan({{"call", std::string(kCallSchema)}, {"calls", std::string(kCallsSchema)}});
  if (!kResult.plan) throw kResult.error;
  return *kResult.plan;
}

/// What a run has found, and the bytes its findings are about.
struct Outcome {
  std::string findings;  ///< a line each: rule, place, record, path
  std::vector<std::string> messages;
  Counts counts;
  Summary summary;
  std::string error;
};

class CollectingSink final : public Sink {
 public:
  explicit CollectingSink(Outcome& outcome) : outcome_(outcome) {}

  void take(const SourceChunk& chunk, std::span<const Finding> findings) override {
    for (const Finding& f : findings) {
      outcome_.findings +=
          fmt::format("{} {}-{} {} {}\n", f.rule, f.span.begin, f.span.end, f.record, f.path);
      outcome_.messages.push_back(f.message);
      const std::uint64_t end = chunk.origin + chunk.bytes.size();
      if (f.span.begin < chunk.origin || f.span.begin > end || f.span.end < f.span.begin) {
        outcome_.findings += "outside its window\n";
      }
    }
  }

 private:
  Outcome& outcome_;
};

struct CsvOptions {
  Settings settings = {};
  std::vector<std::string> csv_map = {};
  std::string name = "calls.csv";
  std::string shape = "auto";
  std::size_t step = ~std::size_t{0};
};

inline Outcome check_csv(std::string_view text, const CsvOptions& options = {}) {
  Outcome outcome;
  CollectingSink sink(outcome);
  RunOptions run_options;
  run_options.format = InputFormat::kCsv;
  run_options.shape = options.shape;
  for (const std::string& mapping : options.csv_map) {
    outcome.error = add_csv_mapping(mapping, run_options.csv_map);
    if (!outcome.error.empty()) return outcome;
  }
  Run run(call_plan(), options.settings, run_options, sink);
  TextSource source(text, options.step);
  try {
    run.check(source, options.name);
  } catch (const ReadError& error) {
    outcome.error = error.what;
  }
  outcome.summary = run.summary();
  outcome.counts = outcome.summary.counts;
  return outcome;
}

/// "records valid invalid unreadable".
inline std::string describe(const Counts& c) {
  return fmt::format("{} {} {} {}", c.records, c.valid, c.invalid, c.unreadable);
}

}  // namespace diallint
