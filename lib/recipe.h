// What valid documents of a shape are put together from, compiled so that making one is copying a
// few texts: documents made by the Maker, cut into the text that stays and the places that differ
// in each copy. All of it follows from the plan.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "diallint/generate.h"
#include "plan.h"

namespace diallint {

/// A place in a template, and the text in front of it.
struct TemplatePiece {
  enum class Kind : std::uint8_t {
    kEnd,     ///< nothing follows the text
    kToken,   ///< a text that never repeats; `source`: of `tokens`
    kNumber,  ///< a telephone number; `source`: of `numbers`
    kTime,    ///< when the request expires; `source`: of `times`
    kText,    ///< any of a pool; `source`: of `texts`
    kList,    ///< items with commas between; `source`: of `lists`
  };
  std::uint32_t text_end = 0;  ///< in the template's text
  std::uint32_t source = 0;
  Kind kind = Kind::kEnd;
};

struct Template {
  std::string text;
  std::vector<TemplatePiece> pieces;  ///< the last one is kEnd
};

/// Templates of one object. The large ones, which show how much a value may hold, are drawn rarely.
struct Templates {
  std::vector<Template> ordinary;
  std::vector<Template> large;
};

/// How tokens are made of a counter: a UUID (letters == 0), or that many letters from a to p.
struct TokenForm {
  std::uint32_t letters = 0;
};

/// Which numbers a member draws from: each once, then again.
struct NumberSource {
  std::vector<std::uint64_t> numbers;
  std::uint64_t step = 1;  ///< has no divisor in common with their count
  std::uint64_t first = 0;
  bool unique = false;  ///< the linter warns where one stands twice
};

/// When a request expires, in milliseconds behind its submission.
struct TimeForm {
  std::int64_t least = 0;
  std::int64_t most = 0;
};

/// Texts that may stand for each other, as they are written.
struct TextPool {
  std::string bytes;
  std::vector<std::uint32_t> ends;

  std::string_view text(std::size_t index) const noexcept {
    const std::uint32_t begin = index == 0 ? 0 : ends[index - 1];
    return {bytes.data() + begin, ends[index] - begin};
  }
};

struct ListForm {
  Templates items;
  std::uint32_t least = 0;
  std::uint32_t most = 0;
};

struct Recipe {
  Templates documents;
  std::vector<TokenForm> tokens;
  std::vector<NumberSource> numbers;
  std::vector<TimeForm> times;
  std::vector<TextPool> texts;
  std::vector<ListForm> lists;
  std::string header;            ///< of CSV
  std::uint64_t batch_size = 0;  ///< of batches
};

/// Throws GeneratorError.
Recipe compile_recipe(const Plan& plan, const GeneratorOptions& options);

}  // namespace diallint
