// A whole run over texts, from bytes to findings, as the tests want to look at it.
#pragma once
#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <iterator>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/embedded_files.h"
#include "base/plural.h"
#include "engine/run.h"
#include "input/byte_source.h"
#include "plan/plan.h"
#include "report/source_location.h"
#include "schema/schema_compiler.h"
#include "support/rounds.h"

namespace diallint::test {

/// 2026-11-20T12:00:00Z, the moment of all tests.
inline constexpr Instant kNow{1795176000, 0, false};

/// One line of `size` bytes, and no end of it; says how much was asked for at once.
class LongLine final : public ByteSource {
 public:
  explicit LongLine(std::size_t size) : left_(size) {}
  std::size_t read(char* out, std::size_t size) override {
    const std::size_t count = std::min(size, left_);
    std::memset(out, 'x', count);
    left_ -= count;
    largest_ = std::max(largest_, size);
    return count;
  }
  std::size_t largest() const { return largest_; }

 private:
  std::size_t left_;
  std::size_t largest_ = 0;
};

/// A plan of the schemas that the program has built in.
inline Plan compile_builtin_plan() {
  std::vector<SchemaText> texts;
  for (const EmbeddedFile& file : embedded_schemas()) {
    if (file.text.find("\"x-shape\"") == std::string_view::npos) continue;
    texts.push_back({std::string(file.name), std::string(file.text)});
  }
  PlanResult result = compile_plan(texts);
  if (!result.plan) throw std::runtime_error(result.error);
  return std::move(*result.plan);
}
inline const Plan& builtin_plan() {
  static const Plan plan = compile_builtin_plan();
  return plan;
}

struct Located {
  Finding finding;
  Location location;
};

/// "token-empty /clientToken", one a line.
inline std::string brief(std::span<const Finding> findings) {
  std::string text;
  for (const Finding& f : findings) text += fmt::format("{} {}\n", f.rule, f.path);
  return text;
}

struct LintResult {
  std::vector<Located> findings;
  Summary summary;

  std::string brief() const {
    std::string text;
    for (const Located& l : findings) text += test::brief({&l.finding, 1});
    return text;
  }
  /// "3 records: 1 valid, 2 invalid, 0 unreadable".
  std::string counts() const {
    const Counts& c = summary.counts;
    return fmt::format("{}: {} valid, {} invalid, {} unreadable", counted(c.records, "record"),
                       c.valid, c.invalid, c.unreadable);
  }
};

class Collector final : public Sink {
 public:
  explicit Collector(std::vector<Located>& out) : out_(out) {}
  void take(const SourceChunk& chunk, std::span<const Finding> findings) override {
    locator_.open(chunk);
    for (const Finding& finding : findings) {
      out_.push_back({finding, locator_.locate(finding.span)});
    }
  }

 private:
  std::vector<Located>& out_;
  Locator locator_;
};

/// The numbers of tests are of ranges kept for fiction, as they have to be: that is found only
/// where a test asks for it. Numbers of types that cost are found.
inline Settings test_settings() {
  Settings settings;
  settings.now = kNow;
  settings.severity["phone-fictional"] = Severity::kOff;
  // What these say of is said of valid requests.
  for (const char* rule : {"campaign-traffic-quota", "outbound-strategy-principal"})
    settings.severity[rule] = Severity::kOff;
  settings.phone_policy.denied_types.emplace(std::begin(kDeniedTypes), std::end(kDeniedTypes));
  return settings;
}

struct LintOptions {
  InputFormat format = InputFormat::kAuto;
  std::string shape = "auto";
  std::string name = "input";
  std::size_t step = SIZE_MAX;
  unsigned jobs = 1;
  std::uint64_t max_findings = 0;
  Settings settings = test_settings();
};

inline LintResult lint(std::string_view text, const LintOptions& options = {},
                       const Plan& plan = builtin_plan()) {
  LintResult result;
  Collector collector(result.findings);
  RunOptions run_options;
  run_options.format = options.format;
  run_options.shape = options.shape;
  run_options.jobs = options.jobs;
  run_options.max_findings = options.max_findings;
  Run run(plan, options.settings, run_options, collector);
  TextSource source(text, options.step);
  run.check(source, options.name);
  result.summary = run.summary();
  return result;
}

inline LintResult lint(std::string_view text, InputFormat format) {
  LintOptions options;
  options.format = format;
  return lint(text, options);
}

}  // namespace diallint::test
