#include "diallint/generate.h"

#include <fmt/format.h>

#include <algorithm>
#include <new>

#include "base/embedded_files.h"
#include "base/out_of_memory.h"
#include "base/random.h"
#include "base/uint128.h"
#include "generate/recipe.h"
#include "generate/recipe_values.h"
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

// What a body says by exceptions, as an error; `out` is then as it was.
template <typename Body>
Error guarded(std::string& out, const Body& body) noexcept {
  const std::size_t size = out.size();
  try {
    try {
      body();
      return {};
    } catch (const GeneratorError& error) {
      out.resize(size);
      return {ErrorCode::kSetting, error.what()};
    }
  } catch (const std::bad_alloc&) {
    out.resize(size);
    return out_of_memory();
  }
}

// UTC times in the form of the documented example, 2024-12-05T19:35:00.000Z.
class TimeText {
 public:
  void append(std::string& out, std::int64_t millis, bool whole_seconds) {
    constexpr std::int64_t kDay = 86'400'000;
    std::int64_t day = millis / kDay;
    if (millis % kDay < 0) --day;
    if (day != day_ || prefix_.empty()) {
      day_ = day;
      prefix_ = to_rfc3339({day * (kDay / 1000), 0, false}).substr(0, 11);
    }
    out += prefix_;
    auto left = static_cast<unsigned>(millis - day * kDay);
    char text[13];
    char* end = text + sizeof text;
    *--end = 'Z';
    const unsigned fraction = left % 1000;
    left /= 1000;
    if (!whole_seconds) {
      end[-1] = static_cast<char>('0' + fraction % 10);
      end[-2] = static_cast<char>('0' + fraction / 10 % 10);
      end[-3] = static_cast<char>('0' + fraction / 100);
      end[-4] = '.';
      end -= 4;
    }
    two(end, left % 60);
    *--end = ':';
    two(end, left / 60 % 60);
    *--end = ':';
    two(end, left / 3600);
    out.append(end, static_cast<std::size_t>(text + sizeof text - end));
  }

 private:
  static void two(char*& end, unsigned value) {
    *--end = static_cast<char>('0' + value % 10);
    *--end = static_cast<char>('0' + value / 10);
  }

  std::int64_t day_ = 0;
  std::string prefix_;
};

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
        recipe(compile_recipe(plan, options, sizes)),
        random(options.seed ^ 0x5D1A11E7),
        drawn(recipe.numbers.size(), 0) {
    if (options.rate > 0 && options.submit_over > 0) {
      throw GeneratorError("a rate and a submission period exclude each other; give one of them");
    }
    if (options.submit_over > 0 && options.count == 0) {
      throw GeneratorError("a submission period needs a count");
    }
    constexpr std::uint64_t kYear = 31'622'400;
    if (options.submit_over > kYear) {
      throw GeneratorError(fmt::format("a submission period is at most {} seconds, a year", kYear));
    }
    now_millis = options.now.seconds * 1000 + options.now.nanos / 1'000'000;
    // A part of a millisecond counts for the earliest moment, not for the latest.
    late_millis = options.now.nanos % 1'000'000 != 0 || options.now.finer ? 1 : 0;
  }

  // Milliseconds from now to the moment at which the document at hand is submitted.
  std::int64_t submitted_after() const {
    if (options.rate > 0) return static_cast<std::int64_t>(records * 1000 / options.rate);
    if (options.submit_over == 0) return 0;
    const std::uint64_t last = std::max<std::uint64_t>(options.count, 2) - 1;
    const Uint128 millis =
        static_cast<Uint128>(std::min(documents, last)) * options.submit_over * 1000;
    return static_cast<std::int64_t>(millis / last);
  }

  void time(std::string& out, const TimeForm& form) {
    const std::int64_t after = submitted_after();
    const std::int64_t earliest = now_millis + late_millis + after + form.least;
    // As long as it can be, the time fits the moment of submission and that of the first one too.
    const std::int64_t latest = now_millis + form.most + after;
    const std::int64_t latest_of_first = now_millis + form.most;
    const std::int64_t end = latest_of_first >= earliest ? latest_of_first : latest;
    const std::uint64_t draw = random.below(kEdgeOnceIn);
    if (draw == 0) return text_of_time.append(out, earliest, false);
    if (draw == 1) return text_of_time.append(out, std::max(earliest, end), false);
    const std::int64_t millis = end > earliest ? random.between(earliest, end) : earliest;
    const std::int64_t whole = millis - millis % 1000;
    const bool seconds = draw < 10 && whole >= earliest;
    text_of_time.append(out, seconds ? whole : millis, seconds);
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
    append_token(out, form, options.seed + tokens++);
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
      ++records;
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
  Recipe recipe;
  Random random;
  TimeText text_of_time;
  std::vector<std::uint64_t> drawn;  // by source of numbers
  std::uint64_t tokens = 0;
  std::uint64_t documents = 0;
  std::uint64_t records = 0;
  std::uint64_t wanted = 0;  // records of the batch at hand; 0: any number
  std::int64_t now_millis = 0;
  std::int64_t late_millis = 0;
};

Generator::Generator(const GeneratorOptions& options) : Generator(builtin_plan(), options) {}

Generator::Generator(const Plan& plan, const GeneratorOptions& options)
    : Generator(plan, options, RecipeSizes{}) {}

Generator::Generator(const Plan& plan, const GeneratorOptions& options, const RecipeSizes& sizes)
    : parts_(std::make_unique<Parts>(plan, options, sizes)) {}

Result<Generator> Generator::make(const GeneratorOptions& options) noexcept {
  try {
    try {
      return Generator(builtin_plan(), options);
    } catch (const GeneratorError& error) {
      return Error{ErrorCode::kSetting, error.what()};
    }
  } catch (const std::bad_alloc&) {
    return out_of_memory();
  }
}

Generator::~Generator() = default;
Generator::Generator(Generator&&) noexcept = default;
Generator& Generator::operator=(Generator&&) noexcept = default;

void Generator::append(std::string& out) {
  Parts& parts = *parts_;
  const std::uint64_t records = parts.records;
  parts.write(out, parts.draw(parts.recipe.documents));
  if (parts.records == records) ++parts.records;  // a document without a list is one
  ++parts.documents;
}

void Generator::append_batch(std::string& out, std::uint64_t records) {
  Parts& parts = *parts_;
  if (records == 0 || records > parts.recipe.batch_size) {
    throw GeneratorError(fmt::format("a batch holds 1 to {} requests", parts.recipe.batch_size));
  }
  parts.wanted = records;
  const std::uint64_t before = parts.documents;
  parts.write(out, parts.draw(parts.recipe.documents));
  parts.wanted = 0;
  parts.documents = before + records;
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
