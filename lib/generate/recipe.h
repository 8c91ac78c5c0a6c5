// What valid documents of a shape are put together from, compiled so that making one is copying a
// few texts: documents made by the ValueMaker, cut into the text that stays and the places that
// differ in each copy. All of it follows from the plan.
#pragma once
#include <algorithm>
#include <cstdint>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "diallint/generate.h"
#include "plan/plan.h"

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
  struct Range {
    std::uint64_t first = 0;
    std::uint64_t end = 0;  ///< how many numbers there are up to the range's last
  };
  std::vector<Range> ranges;
  std::uint64_t total = 0;  ///< numbers of all ranges
  std::uint64_t step = 1;   ///< has no divisor in common with their count

  std::uint64_t count() const noexcept { return total; }
  void add(std::uint64_t first_number, std::uint64_t numbers) {
    total += numbers;
    ranges.push_back({first_number, total});
  }
  /// The number at that place, which is less than their count.
  std::uint64_t at(std::uint64_t place) const noexcept {
    const auto range = std::upper_bound(ranges.begin(), ranges.end(), place,
                                        [](std::uint64_t p, const Range& r) { return p < r.end; });
    const std::uint64_t before = range == ranges.begin() ? 0 : std::prev(range)->end;
    return range->first + (place - before);
  }
  std::uint64_t first = 0;
  bool unique = false;  ///< the linter warns where one stands twice
};

/// When a request expires, in milliseconds behind its submission.
struct ExpiryRange {
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
  std::vector<ExpiryRange> times;
  std::vector<TextPool> texts;
  std::vector<ListForm> lists;
  std::string header;            ///< of CSV
  std::uint64_t batch_size = 0;  ///< of batches
};

/// How many of each are made: enough for variety; more would only make the start slower.
struct RecipeSizes {
  std::size_t ordinary = 384;  ///< templates
  std::size_t large = 24;
  std::size_t rounds = 1024;       ///< documents that are made at most to have so many
  std::size_t texts = 1024;        ///< of a pool
  std::size_t texts_of_key = 128;  ///< of one for a single key
};

/// Throws GeneratorError.
Recipe compile_recipe(const Plan& plan, const GeneratorOptions& options,
                      const RecipeSizes& sizes = {});

}  // namespace diallint
