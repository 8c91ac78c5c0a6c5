// What dialgen makes is what it promises: whatever the seed, the shape, the regions and the form, a
// check finds nothing in it, and the same options give the same bytes.
#include "diallint/generate.h"

#include "harness.h"
#include "lint.h"

using namespace diallint;
using namespace diallint::fuzz;

namespace {

GeneratorOptions read_options(Bytes& bytes) {
  const auto& shapes = test::builtin_plan().shapes;
  GeneratorOptions options;
  options.now = test::kNow;
  options.form = static_cast<GeneratedForm>(bytes.choose(3));
  options.shape = shapes[bytes.choose(shapes.size())].id;
  static const std::vector<std::string> kRegions = generator_regions();
  for (std::size_t count = bytes.choose(4); count > 0; --count) {
    options.regions.push_back(kRegions[bytes.choose(kRegions.size())]);
  }
  options.seed = 0;
  for (int i = 0; i < 8; ++i) options.seed = options.seed << 8 | bytes.byte();
  return options;
}

std::string make(const GeneratorOptions& options, std::uint64_t documents) {
  Generator generator(test::builtin_plan(), options);
  std::string text;
  if (options.form == GeneratedForm::kRows) text = generator.header() + "\r\n";
  for (std::uint64_t i = 0; i < documents; ++i) {
    if (options.form == GeneratedForm::kBatches) {
      generator.append_batch(text, 1 + i % generator.batch_size());
    } else {
      generator.append(text);
    }
    text += options.form == GeneratedForm::kRows ? "\r\n" : "\n";
  }
  return text;
}

void check(const std::string& text, const GeneratorOptions& made) {
  test::LintOptions options;
  options.format = made.form == GeneratedForm::kRows ? InputFormat::kCsv : InputFormat::kNdjson;
  if (made.form != GeneratedForm::kBatches) options.shape = made.shape;
  // What explains an answer of the service has something to say on valid ones, and few regions have
  // few numbers.
  for (const Rule* rule : all_rules()) {
    if (rule->severity == Severity::kInfo && rule->spoil == nullptr)
      options.settings.severity[std::string(rule->id)] = Severity::kOff;
  }
  const test::LintResult result = test::lint(text, options);
  expect(result.findings.empty(), "nothing is found in what is made");
  expect(result.summary.counts.valid == result.summary.counts.records, "all of it is valid");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Bytes bytes(data, size);
  const GeneratorOptions options = read_options(bytes);
  const std::uint64_t documents = 1 + bytes.choose(6);
  std::string text;
  try {
    text = make(options, documents);
  } catch (const GeneratorError& error) {
    const std::string_view what = error.what();
    expect(!what.empty() && what.find('\n') == std::string_view::npos, "an error is one line");
    return 0;
  }
  expect(make(options, documents) == text, "the same options give the same bytes");
  check(text, options);
  return 0;
}
