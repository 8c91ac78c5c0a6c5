// What dialgen makes is what it promises: whatever the seed, the shape, the regions and the form, a
// check finds nothing in it, and the same options give the same bytes.
#include "generate/generator_access.h"

#include "generate/recipe.h"
#include "harness.h"
#include "support/lint.h"
#include "support/spoiled.h"

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
  // Mostly a few regions: all of them have hundreds of ranges to look at.
  const std::size_t choice = bytes.choose(64);
  for (std::size_t left = choice == 63 ? 0 : 1 + choice % 3; left > 0; --left) {
    options.regions.push_back(kRegions[bytes.choose(kRegions.size())]);
  }
  options.seed = 0;
  for (int i = 0; i < 8; ++i) options.seed = options.seed << 8 | bytes.byte();
  return options;
}

// Each input makes templates of its own: a few, since many inputs see more than one input with
// many.
RecipeSizes read_sizes(Bytes& bytes) {
  return {.ordinary = 1 + bytes.choose(4), .large = 1, .rounds = 8, .texts = 16};
}

struct Made {
  std::string text;
  bool repeats_numbers = false;
};

Made make(const GeneratorOptions& options, const RecipeSizes& sizes, std::uint64_t documents) {
  Generator generator = generator_from(test::builtin_plan(), options, sizes);
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
  return {std::move(text), generator.repeats_numbers()};
}

void check(const Made& made, const GeneratorOptions& from) {
  test::LintOptions options;
  options.format = from.form == GeneratedForm::kRows ? InputFormat::kCsv : InputFormat::kNdjson;
  if (from.form != GeneratedForm::kBatches) options.shape = from.shape;
  test::turn_off_explanations(options.settings);
  const test::LintResult result = test::lint(made.text, options);
  for (const test::Located& one : result.findings) {
    // A region may have fewer numbers than there are requests; the generator says when that was so.
    expect(made.repeats_numbers && one.finding.rule == "phone-duplicate",
           "nothing is found in what is made");
  }
  expect(result.summary.counts.valid == result.summary.counts.records, "all of it is valid");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Bytes bytes(data, size);
  const GeneratorOptions options = read_options(bytes);
  const RecipeSizes sizes = read_sizes(bytes);
  const std::uint64_t documents = 1 + bytes.choose(6);
  Made made;
  try {
    made = make(options, sizes, documents);
  } catch (const GeneratorError& error) {
    expect(is_one_line(error.what()), "an error is one line");
    return 0;
  }
  // To make them again takes half of the time, and is the same code.
  if (bytes.choose(4) == 3) {
    expect(make(options, sizes, documents).text == made.text,
           "the same options give the same bytes");
  }
  check(made, options);
  return 0;
}
