#include "diallint/generate.h"

#include <fmt/format.h>

#include "base/embedded_files.h"
#include "base/out_of_memory.h"
#include "base/random.h"
#include "base/seed_stream.h"
#include "generate/recipe.h"
#include "generate/submission_times.h"
#include "generate/time_text.h"
#include "generate/token_maker.h"
#include "schema/schema_compiler.h"

namespace diallint {
namespace {

// A large template is drawn once in so many.
constexpr std::uint64_t kLargeOnceIn = 2048;
// An expiry at the very end of what is allowed, and one in whole seconds.
constexpr std::uint64_t kEdgeOnceIn = 64;

const Plan& builtin_plan() {
  static const PlanResult kResult = [] {
    std::vector<SchemaText> texts;
    for (const EmbeddedFile& file : embedded_schemas()) {
      if (file.text.find("\"x-shape\"") == std::string_view::npos) continue;
      texts.push_back({std::string(file.name), std::string(file.text)});
    }
    return compile_plan(texts);
  }();
  if (!kResult.plan) throw GeneratorError(kResult.error);
  return *kResult.plan;
}

Error error_of(const GeneratorError& error) { return {ErrorCode::kSetting, error.what()}; }

// What a body says by exceptions, as an error; `out` is then as it was.
template <typename Body>
Error guarded(std::string& out, const Body& body) noexcept {
  const std::size_t size = out.size();
  const auto to_its_end = [&] {
    body();
    return Error{};
  };
  Error error = value_or_error<GeneratorError>(to_its_end, error_of);
  if (error) out.resize(size);
  return error;
}

void append_number(std::string& out, std::uint64_t number) {
  char text[21];
  char* end = text + sizeof text;
  for (; number > 0; number /= 10) *--end = static_cast<char>('0' + number % 10);
  *--end = '+';
  out.append(end, static_cast<std::size_t>(text + sizeof text - end));
}

}  // namespace

struct Generator::Parts {
  Parts(const Plan& plan, const GeneratorOptions& options_in, const RecipeSizes& sizes)
      : options(options_in),
        submission(options),
        recipe(compile_recipe(plan, options, sizes)),
        random(stream_seed(options.seed, kChoiceStream)),
        drawn(recipe.numbers.size(), 0) {
    expect_use_of_options();
    // At the last one rather than in the middle of what is made.
    for (const ExpiryRange& form : recipe.times) {
      submission.bounds(form, {});
      if (options.count > 0) submission.bounds(form, {options.count - 1, options.count - 1});
    }
  }

  // What has no effect on the shape was meant for another.
  void expect_use_of_options() const {
    if (!options.regions.empty() && recipe.numbers.empty()) {
      throw GeneratorError(
          fmt::format("'{}' has no telephone number; leave out the regions", options.shape));
    }
    if ((options.rate > 0 || options.submit_over > 0) && recipe.times.empty()) {
      throw GeneratorError(fmt::format(
          "'{}' has no time of expiry; leave out the rate or submission period", options.shape));
    }
  }

  void time(std::string& out, const ExpiryRange& form) {
    const SubmissionTimes::Bounds bounds = submission.bounds(form, made);
    const std::uint64_t draw = random.below(kEdgeOnceIn);
    if (draw == 0) return text_of_time.append(out, bounds.earliest, false);
    if (draw == 1) return text_of_time.append(out, bounds.usual_end, false);
    const std::int64_t millis = random.between(bounds.earliest, bounds.usual_end);
    std::int64_t fraction = millis % 1000;
    if (fraction < 0) fraction += 1000;  // before 1970
    const bool seconds = draw < 10 && millis - fraction >= bounds.earliest;
    text_of_time.append(out, seconds ? millis - fraction : millis, seconds);
  }

  void number(std::string& out, std::uint32_t source) {
    const NumberSource& from = recipe.numbers[source];
    const std::uint64_t count = from.count();
    const std::uint64_t k = drawn[source]++ % count;
    append_number(out, from.at((from.first + k * from.step) % count));
  }

  void token(std::string& out, TokenForm form) {
    const std::uint64_t all = tokens_of(form);
    if (all != 0 && tokens >= all) {
      throw GeneratorError(fmt::format("only {} different tokens fit the schema", all));
    }
    append_token(out, form, options.seed, tokens++);
  }

  const Template& draw(const Templates& templates) {
    if (!templates.large.empty() && random.once_in(kLargeOnceIn)) {
      return templates.large[random.below(templates.large.size())];
    }
    return templates.ordinary[random.below(templates.ordinary.size())];
  }

  void list(std::string& out, const ListForm& form) {
    // Full ones now and then; mostly any number.
    std::uint64_t items = wanted;
    if (items == 0) {
      items = random.once_in(8) ? form.most : form.least + random.below(form.most - form.least + 1);
    }
    for (std::uint64_t i = 0; i < items; ++i) {
      if (i > 0) out += ',';
      write(out, draw(form.items));
      ++made.records;
    }
  }

  void write(std::string& out, const Template& from) {
    std::uint32_t begin = 0;
    for (const TemplatePiece& piece : from.pieces) {
      out.append(from.text, begin, piece.text_end - begin);
      begin = piece.text_end;
      place(out, piece);
    }
  }

  void place(std::string& out, const TemplatePiece& piece) {
    switch (piece.kind) {
      case TemplatePiece::Kind::kToken:
        return token(out, recipe.tokens[piece.source]);
      case TemplatePiece::Kind::kNumber:
        return number(out, piece.source);
      case TemplatePiece::Kind::kTime:
        return time(out, recipe.times[piece.source]);
      case TemplatePiece::Kind::kText: {
        const TextPool& pool = recipe.texts[piece.source];
        out += pool.text(random.below(pool.ends.size()));
        return;
      }
      case TemplatePiece::Kind::kList:
        return list(out, recipe.lists[piece.source]);
      case TemplatePiece::Kind::kEnd:
        return;
    }
  }

  GeneratorOptions options;
  SubmissionTimes submission;
  Recipe recipe;
  Random random;
  TimeText text_of_time;
  std::vector<std::uint64_t> drawn;  // by source of numbers
  std::uint64_t tokens = 0;
  MadeSoFar made;
  std::uint64_t wanted = 0;  // records of the batch at hand; 0: any number
};

Generator::Generator(const GeneratorOptions& options) : Generator(builtin_plan(), options) {}

Generator::Generator(const Plan& plan, const GeneratorOptions& options)
    : Generator(plan, options, RecipeSizes{}) {}

Generator::Generator(const Plan& plan, const GeneratorOptions& options, const RecipeSizes& sizes)
    : parts_(std::make_unique<Parts>(plan, options, sizes)) {}

Result<Generator> Generator::make(const GeneratorOptions& options) noexcept {
  return value_or_error<GeneratorError>(
      [&]() -> Result<Generator> { return Generator(builtin_plan(), options); }, error_of);
}

Generator::~Generator() = default;
Generator::Generator(Generator&&) noexcept = default;
Generator& Generator::operator=(Generator&&) noexcept = default;

void Generator::append(std::string& out) {
  Parts& parts = *parts_;
  parts.wanted = 0;
  const std::uint64_t records = parts.made.records;
  parts.write(out, parts.draw(parts.recipe.documents));
  if (parts.made.records == records) ++parts.made.records;  // a document without a list is one
  ++parts.made.documents;
}

void Generator::append_batch(std::string& out, std::uint64_t records) {
  Parts& parts = *parts_;
  if (records == 0 || records > parts.recipe.batch_size) {
    throw GeneratorError(fmt::format("a batch holds 1 to {} requests", parts.recipe.batch_size));
  }
  parts.wanted = records;
  const std::uint64_t before = parts.made.documents;
  parts.write(out, parts.draw(parts.recipe.documents));
  parts.wanted = 0;
  parts.made.documents = before + records;
}

Error Generator::write(std::string& out) noexcept {
  return guarded(out, [&] { append(out); });
}

Error Generator::write_batch(std::string& out, std::uint64_t records) noexcept {
  return guarded(out, [&] { append_batch(out, records); });
}

std::uint64_t Generator::batch_size() const noexcept { return parts_->recipe.batch_size; }

const std::string& Generator::header() const noexcept { return parts_->recipe.header; }

std::uint64_t Generator::numbers() const noexcept {
  std::uint64_t fewest = 0;
  for (const NumberSource& source : parts_->recipe.numbers) {
    if (source.unique && (fewest == 0 || source.count() < fewest)) fewest = source.count();
  }
  return fewest;
}

bool Generator::repeats_numbers() const noexcept {
  const Parts& parts = *parts_;
  for (std::size_t i = 0; i < parts.drawn.size(); ++i) {
    const NumberSource& source = parts.recipe.numbers[i];
    if (source.unique && parts.drawn[i] > source.count()) return true;
  }
  return false;
}

}  // namespace diallint
