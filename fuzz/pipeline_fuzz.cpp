// Any bytes, through every reader, the checker and the reports: no crash, no lost record, no
// finding outside its input.
#include <algorithm>
#include <cstdlib>
#include <string>
#include <vector>

#include "embedded.h"
#include "report.h"
#include "run.h"
#include "text_source.h"

namespace {

using namespace diallint;

const Plan& plan() {
  static const PlanResult kResult = [] {
    std::vector<SchemaText> texts;
    for (const EmbeddedFile& file : embedded_schemas()) {
      if (file.text.find("\"x-shape\"") == std::string_view::npos) continue;
      texts.push_back({std::string(file.name), std::string(file.text)});
    }
    return compile_plan(texts);
  }();
  if (!kResult.plan) std::abort();
  return *kResult.plan;
}

class Nowhere final : public Output {
 public:
  void write(std::string_view bytes) override { written_ += bytes.size(); }

 private:
  std::size_t written_ = 0;
};

// Passes findings on, and holds each to its input.
class Checked final : public Sink {
 public:
  Checked(std::size_t size, Sink& next) : size_(size), next_(next) {}
  void take(const Window& window, std::span<const Finding> findings) override {
    for (const Finding& finding : findings) {
      if (finding.span.begin > size_ || finding.span.begin < window.origin) std::abort();
    }
    next_.take(window, findings);
  }

 private:
  std::size_t size_;
  Sink& next_;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  if (size < 2) return 0;
  // The first two bytes choose the format, the report and how the input is cut.
  static constexpr InputFormat kFormats[] = {InputFormat::kAuto, InputFormat::kJson,
                                             InputFormat::kNdjson, InputFormat::kCsv};
  static constexpr std::string_view kReports[] = {"text", "json", "ndjson"};
  const std::string_view text(reinterpret_cast<const char*>(data) + 2, size - 2);
  RunOptions options;
  options.format = kFormats[data[0] % 4];
  Settings settings;
  settings.now = parse_rfc3339("2026-11-20T12:00:00Z");
  settings.max_record_bytes = 4096;
  Nowhere output;
  std::vector<std::string> names = {"input"};
  const auto reporter = make_reporter(kReports[data[0] / 4 % 3], output, {}, names);
  Checked sink(text.size(), *reporter);
  Run run(plan(), settings, options, sink);
  reporter->begin(settings.now);
  TextSource source(text, 1 + data[1]);
  try {
    run.check(source, "input");
  } catch (const ReadError&) {
    return 0;
  }
  reporter->end(run.summary());
  const Counts& counts = run.summary().counts;
  if (counts.records != counts.valid + counts.invalid + counts.unreadable) std::abort();
  return 0;
}
