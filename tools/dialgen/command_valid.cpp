#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "base/printable.h"
#include "dialgen/commands.h"
#include "generate/generator_access.h"
#include "shared/did_you_mean.h"
#include "shared/failure.h"
#include "shared/option_values.h"
#include "shared/output_file.h"
#include "shared/program.h"
#include "shared/schema_loading.h"

namespace diallint {
namespace {

constexpr std::size_t kPiece = std::size_t{64} << 10;

GeneratorOptions options_for(const RawDialgenOptions& raw, const Plan& plan) {
  GeneratorOptions options;
  if (!raw.shape.empty()) options.shape = raw.shape;
  if (plan.shape(options.shape) == nullptr) {
    std::vector<std::string_view> ids;
    for (const Shape& shape : plan.shapes) ids.emplace_back(shape.id);
    throw FatalError{fmt::format("unknown shape '{}'{}", printable(options.shape),
                                 did_you_mean(options.shape, ids, "'diallint schema' lists them"))};
  }
  options.seed = seed_of(raw);
  options.now = now_of(raw);
  options.regions = regions_of(raw);
  options.count = raw.count.empty() ? 1 : whole_number("--count", raw.count);
  if (!raw.rate.empty()) options.rate = whole_number("--rate", raw.rate);
  if (!raw.submit_over.empty()) {
    options.submit_over = whole_number("--submit-over", raw.submit_over);
  }
  if (raw.format == "csv") options.form = GeneratedForm::kRows;
  if (raw.format == "batch") options.form = GeneratedForm::kBatches;
  return options;
}

/// Writes in pieces, so that memory does not grow with what is made.
class Stream {
 public:
  Stream(Generator& generator, const GeneratorOptions& options, DescriptorOutput& output)
      : generator_(generator), options_(options), output_(output) {}

  void lines() {
    for (std::uint64_t i = 0; i < options_.count; ++i) {
      generator_.append(text_);
      end_line("\n");
    }
  }

  void table() {
    text_ += generator_.header();
    end_line("\n");
    lines();
  }

  void array() {
    end_line("[\n");
    for (std::uint64_t i = 0; i < options_.count; ++i) {
      generator_.append(text_);
      end_line(i + 1 < options_.count ? ",\n" : "\n");
    }
    end_line("]\n");
  }

  void batches() {
    for (std::uint64_t left = options_.count; left > 0;) {
      const std::uint64_t records = std::min(left, generator_.batch_size());
      generator_.append_batch(text_, records);
      end_line("\n");
      left -= records;
    }
  }

  void finish() {
    output_.write(text_);
    output_.finish();
  }

 private:
  void end_line(std::string_view end) {
    text_ += end;
    if (text_.size() < kPiece) return;
    output_.write(text_);
    text_.clear();
  }

  Generator& generator_;
  const GeneratorOptions& options_;
  DescriptorOutput& output_;
  std::string text_;
};

void write_all(Stream& stream, const std::string& format) {
  if (format == "csv") {
    stream.table();
  } else if (format == "json") {
    stream.array();
  } else if (format == "batch") {
    stream.batches();
  } else {
    stream.lines();
  }
  stream.finish();
}

std::unique_ptr<DescriptorOutput> output_for(const std::string& file) {
  if (file.empty() || file == "-") return std::make_unique<StandardOutput>();
  return std::make_unique<OutputFile>(file);
}

}  // namespace

int make_valid(const RawDialgenOptions& raw) {
  expect_one_of("--format", raw.format, kGeneratedFormats);
  const Plan plan = load_plan(raw.schemas);
  const GeneratorOptions options = options_for(raw, plan);
  Generator generator = generator_from(plan, options);
  const auto output = output_for(raw.output);
  Stream stream(generator, options, *output);
  write_all(stream, raw.format);
  if (generator.repeats_numbers()) {
    print_error(
        fmt::format("only {} numbers are reserved for fictional use here, so some appear twice; "
                    "diallint reports them as phone-duplicate",
                    generator.numbers()));
  }
  return kExitOk;
}

}  // namespace diallint
