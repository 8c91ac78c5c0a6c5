// Any bytes, through every reader, the checker and the reports: no crash, no lost record, no
// finding outside its input.
#include <string>
#include <vector>

#include "harness.h"
#include "input/byte_source.h"
#include "report/reporter.h"
#include "support/lint.h"

using namespace diallint;
using namespace diallint::fuzz;

namespace {

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
  void take(const SourceChunk& chunk, std::span<const Finding> findings) override {
    for (const Finding& finding : findings) {
      expect(finding.span.begin >= chunk.origin && finding.span.begin <= size_,
             "findings lie within their window");
    }
    next_.take(chunk, findings);
  }

 private:
  std::size_t size_;
  Sink& next_;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static constexpr InputFormat kFormats[] = {InputFormat::kAuto, InputFormat::kJson,
                                             InputFormat::kNdjson, InputFormat::kCsv};
  Bytes bytes(data, size);
  RunOptions options;
  options.format = kFormats[bytes.choose(4)];
  const std::string_view report = report_formats()[bytes.choose(report_formats().size())];
  const std::size_t step = 1 + bytes.byte();
  const std::string_view text = bytes.rest();
  Settings settings;
  settings.now = test::kNow;
  settings.max_record_bytes = 2048;
  Nowhere output;
  const std::vector<std::string> names = {"input"};
  const auto reporter = make_reporter(report, output, {}, names);
  Checked sink(text.size(), *reporter);
  Run run(test::builtin_plan(), settings, options, sink);
  reporter->begin(settings.now);
  TextSource source(text, step);
  try {
    run.check(source, "input");
  } catch (const ReadError&) {
    return 0;
  }
  reporter->end(run.summary());
  const Counts& counts = run.summary().counts;
  expect(counts.records == counts.valid + counts.invalid + counts.unreadable, "records add up");
  return 0;
}
