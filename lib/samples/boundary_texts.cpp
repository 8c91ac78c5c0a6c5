#include "samples/boundary_texts.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/utf8.h"
#include "plan/plan.h"
#include "samples/text_maker.h"

namespace diallint {
namespace {

bool matches_all(const Node& node, const std::string& text) {
  return std::all_of(node.checks.begin(), node.checks.end(), [&](const Check& check) {
    return !check.pattern || check.rule->stage != Stage::kPattern || check.pattern->matches(text);
  });
}

// The text cut or drawn out to the length: characters go at one place, or the one there comes
// again.
std::string resized(const std::string& text, std::size_t length, std::size_t place) {
  std::vector<std::string> characters;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = at;
    next_code_point(text, at);
    characters.push_back(text.substr(begin, at - begin));
  }
  if (characters.empty()) characters.emplace_back("a");
  place = std::min(place, characters.size() - 1);
  const std::string unit = characters[place];
  if (characters.size() > length) {
    const std::size_t begin = std::min(place, length);
    const auto from = characters.begin() + static_cast<std::ptrdiff_t>(begin);
    characters.erase(from, from + static_cast<std::ptrdiff_t>(characters.size() - length));
  }
  if (characters.size() < length) {
    characters.insert(characters.begin() + static_cast<std::ptrdiff_t>(place),
                      length - characters.size(), unit);
  }
  std::string out;
  for (const std::string& one : characters) out += one;
  return out;
}

std::string name_of_character(char32_t c) {
  return fmt::format("U-{:04X}", static_cast<unsigned>(c));
}

bool is_character(char32_t c) { return c > 0 && c <= 0x10FFFF && (c < 0xD800 || c > 0xDFFF); }

std::string utf8(char32_t c) {
  std::string text;
  append_utf8(text, c);
  return text;
}

void add_class_boundary(const Pattern& pattern, BoundaryValues& boundary) {
  const CodePointClass& set = *pattern.plain_class();
  std::string ends;
  std::set<char32_t> outside;
  for (const auto [low, high] : set.ranges()) {
    for (const char32_t c : {low, high}) {
      if (is_character(c)) ends += utf8(c);
    }
    for (const char32_t c : {low - 1, high + 1}) {
      if (is_character(c) && !set.contains(c)) outside.insert(c);
    }
  }
  // What one text cannot hold is several.
  boundary.valid_text("ends-of-ranges", ends);
  if (pattern.minimum() == 0) boundary.valid_text("empty", "");
  const std::string inside = ends.empty() ? "" : [&] {
    std::size_t at = 0;
    next_code_point(ends, at);
    return ends.substr(0, at);
  }();
  for (const char32_t c : outside)
    boundary.invalid_text(name_of_character(c), fmt::format("{}{}{}", inside, utf8(c), inside));
}

void add_form_boundary(const Pattern& pattern, BoundaryValues& boundary) {
  constexpr std::size_t kEach = 5;
  const std::string& text = boundary.value.text;
  boundary.valid("its-own", boundary.value);
  std::set<std::string> seen;
  std::size_t less = 0;
  std::size_t more = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = at;
    next_code_point(text, at);
    const std::string without = text.substr(0, begin) + text.substr(at);
    const std::string twice = text.substr(0, at) + text.substr(begin);
    if (less < kEach && !pattern.matches(without) && seen.insert(without).second) {
      boundary.invalid_text(fmt::format("without-character-{}", begin + 1), without);
      ++less;
    }
    if (more < kEach && !pattern.matches(twice) && seen.insert(twice).second) {
      boundary.invalid_text(fmt::format("character-{}-twice", begin + 1), twice);
      ++more;
    }
  }
  for (const char* other : {" ", "!"}) {
    const std::string before = other + text;
    if (!pattern.matches(before))
      boundary.invalid_text(*other == ' ' ? "space-before" : "mark-before", before);
  }
}

}  // namespace

std::string text_of_length(const Node& node, const std::string& text, std::int64_t length,
                           Random& random) {
  const auto size = static_cast<std::size_t>(length);
  constexpr int kTries = 64;
  std::string from = text;
  for (int i = 0; i < kTries; ++i) {
    const std::size_t places = std::max<std::size_t>(count_code_points(from), 1);
    // The end first: most patterns are open there.
    const std::size_t place = i % 4 == 0 ? places - 1 : random.below(places);
    std::string changed = resized(from, size, place);
    if (matches_all(node, changed)) return changed;
    if (i % 8 == 7) from = make_text(node, random, SIZE_MAX);
  }
  return resized(text, size, 0);
}

void add_pattern_boundary(const Pattern& pattern, BoundaryValues& boundary) {
  pattern.plain_class() != nullptr ? add_class_boundary(pattern, boundary)
                                   : add_form_boundary(pattern, boundary);
}

}  // namespace diallint
