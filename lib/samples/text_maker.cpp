#include "samples/text_maker.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/utf8.h"
#include "diallint/generator_error.h"
#include "plan/plan.h"
#include "samples/pattern_sample.h"

namespace diallint {
namespace {

struct Limits {
  std::int64_t minimum = 0;
  std::int64_t maximum = INT64_MAX;
  std::vector<const CodePointClass*> classes;
  const Pattern* other = nullptr;  // a pattern that is more than a class
};

Limits limits_of(const Node& node) {
  Limits limits;
  for (const Check& check : node.checks) {
    if (check.rule->stage == Stage::kLength) {
      limits.minimum = std::max(limits.minimum, check.minimum);
      limits.maximum = std::min(limits.maximum, check.maximum);
    }
    if (!check.pattern) continue;
    if (const CodePointClass* plain = check.pattern->plain_class()) {
      limits.minimum =
          std::max(limits.minimum, static_cast<std::int64_t>(check.pattern->minimum()));
      limits.classes.push_back(plain);
    } else {
      limits.other = check.pattern.get();
    }
  }
  return limits;
}

bool allows(const Limits& limits, char32_t c) {
  if (c == 0 || (c >= 0xD800 && c <= 0xDFFF)) return false;  // no JSON text may hold these
  return std::all_of(limits.classes.begin(), limits.classes.end(),
                     [&](const CodePointClass* set) { return set->contains(c); });
}

// Stretches of code points that readers, writers and counters of text stumble over.
constexpr CodePointClass::Range kScripts[] = {
    {'a', 'z'},          {'a', 'z'},         {'a', 'z'},         {'A', 'Z'},
    {'0', '9'},          {' ', ' '},         {' ', '/'},         {':', '@'},
    {'[', '`'},          {'{', '~'},         {0x01, 0x1F},       {0x7F, 0x9F},
    {0xA0, 0xFF},        {0x300, 0x36F},     {0x391, 0x3C9},     {0x410, 0x44F},
    {0x5D0, 0x5EA},      {0x627, 0x64A},     {0x905, 0x939},     {0xE01, 0xE30},
    {0x200B, 0x200F},    {0x202A, 0x202E},   {0x3041, 0x3096},   {0x4E00, 0x9FA5},
    {0xAC00, 0xD7A3},    {0xD7FF, 0xD7FF},   {0xE000, 0xE010},   {0xFEFF, 0xFEFF},
    {0xFFFD, 0xFFFF},    {0x10000, 0x1000F}, {0x1F600, 0x1F64F}, {0x20000, 0x2000F},
    {0x10FFF0, 0x10FFFF}};

char32_t within(CodePointClass::Range range, Random& random) {
  return range.low + static_cast<char32_t>(random.below(range.high - range.low + 1));
}

// Any code point of the classes: by script if that hits, otherwise by their own ranges.
char32_t any_of(const Limits& limits, CodePointClass::Range script, Random& random) {
  char32_t c = within(script, random);
  for (int i = 0; i < 8 && !allows(limits, c); ++i) {
    c = within(kScripts[random.below(std::size(kScripts))], random);
  }
  for (int i = 0; i < 1000 && !allows(limits, c) && !limits.classes.empty(); ++i) {
    const auto& ranges = limits.classes[random.below(limits.classes.size())]->ranges();
    if (ranges.empty()) break;
    c = within(ranges[random.below(ranges.size())], random);
  }
  if (!allows(limits, c)) throw GeneratorError("no character fits a pattern");
  return c;
}

// Mostly short; now and then the least or the greatest that is allowed.
std::int64_t choose_length(const Limits& limits, std::size_t max_bytes, Random& random) {
  const std::int64_t most =
      std::max(limits.minimum,
               std::min({limits.maximum,
                         static_cast<std::int64_t>(std::min<std::size_t>(max_bytes, INT64_MAX)),
                         std::int64_t{100'000}}));
  switch (random.below(32)) {
    case 0:
      return limits.minimum;
    case 1:
      return most <= 50'000 ? most : std::min(most, limits.minimum + 1);
    default: {
      const std::int64_t spread = std::int64_t{1} << random.below(6);
      return std::min(most, limits.minimum + random.between(0, spread));
    }
  }
}

std::string of_classes(const Limits& limits, std::size_t max_bytes, Random& random) {
  const std::int64_t length = choose_length(limits, max_bytes, random);
  // One script a text, with strangers, or one code point after the other from anywhere.
  const auto script = kScripts[random.below(std::size(kScripts))];
  const bool mixed = random.once_in(4);
  std::string text;
  for (std::int64_t n = 0; n < length; ++n) {
    const bool stranger = mixed || random.once_in(12);
    const auto from = stranger ? kScripts[random.below(std::size(kScripts))] : script;
    const std::size_t before = text.size();
    append_utf8(text, any_of(limits, from, random));
    if (text.size() <= max_bytes || n < limits.minimum) continue;
    text.resize(before);  // the bytes are used up: no further than this
    break;
  }
  return text;
}

}  // namespace

bool fits(const Node& node, std::string_view text, std::size_t max_bytes) {
  const Limits limits = limits_of(node);
  const auto length = static_cast<std::int64_t>(count_code_points(text));
  return text.size() <= max_bytes && length >= limits.minimum && length <= limits.maximum &&
         std::all_of(node.checks.begin(), node.checks.end(), [&](const Check& check) {
           return !check.pattern || check.pattern->matches(text);
         });
}

std::string make_text(const Node& node, Random& random, std::size_t max_bytes) {
  const Limits limits = limits_of(node);
  if (limits.minimum > limits.maximum) {
    throw GeneratorError(
        fmt::format("no text has both the length and the pattern of {}", display_name(node)));
  }
  if (limits.other == nullptr) return of_classes(limits, max_bytes, random);
  for (int i = 0; i < 1000; ++i) {
    std::string text = text_for(*limits.other, random);
    // A pattern that is open at its end may go on.
    while (i % 2 == 1 && !text.empty() && static_cast<std::int64_t>(text.size()) < limits.minimum) {
      text += text_for(*limits.other, random);
    }
    const auto length = static_cast<std::int64_t>(count_code_points(text));
    if (length < limits.minimum || length > limits.maximum || text.size() > max_bytes) continue;
    const bool fits = std::all_of(node.checks.begin(), node.checks.end(), [&](const Check& check) {
      return !check.pattern || check.pattern->matches(text);
    });
    if (fits) return text;
  }
  throw GeneratorError(fmt::format("no text was found for {} and its pattern {}",
                                   display_name(node), limits.other->source()));
}

}  // namespace diallint
