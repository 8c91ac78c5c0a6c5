// Rules on any text and any list: how long, made of what, how many.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/character_names.h"
#include "base/utf8.h"
#include "context/check_context.h"
#include "plan/node_compiler.h"
#include "rules/advice.h"
#include "rules/families.h"
#include "rules/mending.h"
#include "rules/spreadsheet_damage.h"
#include "samples/boundary_texts.h"
#include "samples/boundary_values.h"
#include "samples/sample.h"

namespace diallint {
namespace {

std::string count(std::int64_t n, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", n, n == 1 ? one : many);
}

Figures figures_of(const Check& check, std::uint64_t actual, const char* unit) {
  Figures figures;
  if (check.minimum > 0) figures.minimum = fmt::format("{}", check.minimum);
  if (check.maximum != INT64_MAX) figures.maximum = fmt::format("{}", check.maximum);
  figures.actual = fmt::format("{}", actual);
  figures.unit = unit;
  return figures;
}

// --- length ------------------------------------------------------------------------------------

void compile_length(NodeCompiler& node, const nlohmann::json& value) {
  const bool least = node.keyword() == "minLength";
  const std::int64_t limit =
      node.whole_number(value, 0, least ? kGreatestMinimum : kMaxSafeInteger);
  node.set_limit(node.shared_check(), least, limit);
}

bool check_length(const Check& check, Value& value, CheckContext& context) {
  const auto bytes = static_cast<std::int64_t>(value.string.size());
  // A code point has one to four bytes, so most texts need no count.
  if (bytes <= check.maximum && (check.minimum <= 0 || bytes >= check.minimum * 4)) return true;
  const std::size_t length = count_code_points(value.string);
  const auto n = static_cast<std::int64_t>(length);
  if (n >= check.minimum && n <= check.maximum) return true;
  if (!context.is_on(*check.rule)) return false;
  if (n > check.maximum) {
    value.oversized_entry = true;
    const bool kept = context.report(
        check, value.span(),
        [&] {
          return fmt::format("{} has {}; at most {} are allowed{}", context.subject(),
                             count(n, "character", "characters"), check.maximum,
                             advice(check, value, context));
        },
        figures_of(check, length, "characters"));
    if (kept) offer_mending(check, value, context);
    return false;
  }
  const bool kept = context.report(
      check, value.span(),
      [&] {
        return fmt::format("{} has {}; at least {} {} needed{}", context.subject(),
                           count(n, "character", "characters"), check.minimum,
                           check.minimum == 1 ? "is" : "are", advice(check, value, context));
      },
      figures_of(check, length, "characters"));
  if (kept) offer_mending(check, value, context);
  return false;
}

// A text of one character of the value's own, so that its pattern goes on holding: one too many, or
// one too few.
bool inject_length(const Check& check, Injection& injection) {
  const bool can_grow = check.maximum < kMaxGeneratedLength;
  const bool can_shrink = check.minimum >= 1;
  if (!can_grow && !can_shrink) return false;
  const bool grow = can_grow && (!can_shrink || injection.random.once_in(2));
  std::string& text = injection.value.text;
  std::size_t at = 0;
  if (!text.empty()) next_code_point(text, at);
  const std::string unit = text.empty() ? "a" : text.substr(0, at);
  text.clear();
  for (std::int64_t n = grow ? check.maximum + 1 : check.minimum - 1; n > 0; --n) text += unit;
  return true;
}

void boundary_length(const Check& check, BoundaryValues& boundary) {
  const auto characters = [](std::int64_t n) {
    return fmt::format("{}-character{}", n, n == 1 ? "" : "s");
  };
  const auto text = [&](std::int64_t n) {
    return text_of_length(boundary.node, boundary.value.text, n, boundary.random);
  };
  if (check.minimum >= 0) boundary.valid_text(characters(check.minimum), text(check.minimum));
  if (check.minimum > 0)
    boundary.invalid_text(characters(check.minimum - 1), text(check.minimum - 1));
  if (check.maximum >= kMaxGeneratedLength) return;
  boundary.valid_text(characters(check.maximum), text(check.maximum));
  boundary.invalid_text(characters(check.maximum + 1), text(check.maximum + 1));
}

constexpr std::string_view kLengthKeywords[] = {"minLength", "maxLength"};

const Rule kLength = {
    .id = "length",
    .title = "A text has at least and at most as many characters as the service allows.",
    .severity = Severity::kError,
    .why = "The service refuses the whole call.",
    .repair =
        "Shorten the text. Characters are Unicode scalar values: neither bytes nor the UTF-16 "
        "units that JavaScript and Java count.",
    .keywords = kLengthKeywords,
    .stage = Stage::kLength,
    .compile = compile_length,
    .check = check_length,
    .inject_fault = inject_length,
    .boundary_values = boundary_length,
};

// --- pattern -----------------------------------------------------------------------------------

void compile_pattern(NodeCompiler& node, const nlohmann::json& value) {
  node.add_check().pattern = node.pattern(value);
}

std::string stray_message(const std::string& subject, const Pattern& pattern,
                          std::string_view text) {
  if (const auto stray = pattern.first_stray(text)) {
    return fmt::format("character {} of {} is {}, which its pattern {} does not allow",
                       stray->index + 1, subject, describe_character(stray->code_point),
                       pattern.source());
  }
  return fmt::format("{} is empty; its pattern {} needs at least one character", subject,
                     pattern.source());
}

std::string pattern_message(const Check& check, const Value& value, CheckContext& context) {
  const Pattern& pattern = *check.pattern;
  const std::string subject = context.subject();
  std::string message =
      pattern.plain_class() != nullptr
          ? stray_message(subject, pattern, value.string)
          : fmt::format("{} does not match its pattern {}", subject, pattern.source());
  const std::string_view damage = spreadsheet_damage(value.string);
  if (check.adviser != nullptr) {
    message += advice(check, value, context);
  } else if (!damage.empty()) {
    message += fmt::format("; {}", damage);
  }
  return message;
}

bool check_pattern(const Check& check, Value& value, CheckContext& context) {
  if (check.pattern->matches(value.string)) return true;
  const bool kept =
      context.report(check, value.span(), [&] { return pattern_message(check, value, context); });
  if (kept) offer_mending(check, value, context);
  return false;
}

// The text with another character in place of the one at `place`, counted in characters. Its length
// stays, because that is another rule's business.
std::string with_character(const std::string& text, std::size_t place, std::string_view other) {
  std::size_t begin = 0;
  for (std::size_t n = 0; n < place; ++n) next_code_point(text, begin);
  std::size_t end = begin;
  if (end < text.size()) next_code_point(text, end);
  return text.substr(0, begin) + std::string(other) + text.substr(end);
}

bool inject_pattern(const Check& check, Injection& injection) {
  static constexpr std::string_view kCandidates[] = {
      " ", "!", "\xC3\xA9", "\n", "/", "\xE2\x80\xA8", "\t", "#", "\xC2\xA0"};
  std::string& text = injection.value.text;
  // Now and then the first one: a pattern that is open at its end sees no other.
  const bool at_front = text.empty() || injection.random.once_in(4);
  const std::size_t place = at_front ? 0 : injection.random.below(count_code_points(text));
  const std::size_t first = injection.random.below(std::size(kCandidates));
  // What the text weighs is yet another rule's: heavier ones only where no other breaks it.
  for (const bool heavier : {false, true}) {
    for (std::size_t i = 0; i < std::size(kCandidates); ++i) {
      const std::string broken =
          with_character(text, place, kCandidates[(first + i) % std::size(kCandidates)]);
      if (check.pattern->matches(broken)) continue;
      if (!heavier && !text.empty() && broken.size() > text.size()) continue;
      text = broken;
      return true;
    }
  }
  return false;
}

void boundary_pattern(const Check& check, BoundaryValues& boundary) {
  add_pattern_boundary(*check.pattern, boundary);
}

constexpr std::string_view kPatternKeywords[] = {"pattern"};

const Rule kPattern = {
    .id = "pattern",
    .title = "A text matches the pattern that the service allows.",
    .severity = Severity::kError,
    .why = "The service refuses the whole call.",
    .repair =
        "Remove or replace the character that the message names. The message counts "
        "characters from 1.",
    .keywords = kPatternKeywords,
    .stage = Stage::kPattern,
    .compile = compile_pattern,
    .check = check_pattern,
    .inject_fault = inject_pattern,
    .boundary_values = boundary_pattern,
};

// --- items -------------------------------------------------------------------------------------

void compile_items(NodeCompiler& node, const nlohmann::json& value) {
  const bool least = node.keyword() == "minItems";
  const std::int64_t limit =
      node.whole_number(value, 0, least ? kGreatestMinimum : kMaxSafeInteger);
  node.set_limit(node.shared_whole_check(), least, limit);
}

bool check_items(const Check& check, Value& value, CheckContext& context) {
  const auto n = static_cast<std::int64_t>(value.totals.count);
  if (n >= check.minimum && n <= check.maximum) return true;
  const bool many = n > check.maximum;
  context.report(
      check, value.span(),
      [&] {
        return fmt::format("{} has {}; at {} {} {}", context.subject(), count(n, "item", "items"),
                           many ? "most" : "least", many ? check.maximum : check.minimum,
                           many                 ? "are allowed"
                           : check.minimum == 1 ? "is needed"
                                                : "are needed");
      },
      figures_of(check, value.totals.count, "items"));
  return false;
}

bool inject_items(const Check& check, Injection& injection) {
  if (check.minimum >= 1 && injection.random.once_in(2)) {
    injection.value.items.clear();
    return true;
  }
  if (check.maximum > 10'000) return false;
  while (static_cast<std::int64_t>(injection.value.items.size()) <= check.maximum) {
    injection.value.items.push_back(injection.make(injection.node.items));
  }
  return true;
}

void boundary_items(const Check& check, BoundaryValues& boundary) {
  const auto list_of = [&](std::int64_t n) {
    Sample list = boundary.value;
    list.items.resize(std::min(list.items.size(), static_cast<std::size_t>(n)));
    while (static_cast<std::int64_t>(list.items.size()) < n) {
      list.items.push_back(boundary.make(boundary.node.items));
    }
    return list;
  };
  const auto items = [](std::int64_t n) { return fmt::format("{}-item{}", n, n == 1 ? "" : "s"); };
  if (check.minimum >= 0) boundary.valid(items(check.minimum), list_of(check.minimum));
  if (check.minimum > 0) boundary.invalid(items(check.minimum - 1), list_of(check.minimum - 1));
  if (check.maximum > 10'000) return;
  boundary.valid(items(check.maximum), list_of(check.maximum));
  boundary.invalid(items(check.maximum + 1), list_of(check.maximum + 1));
}

constexpr std::string_view kItemsKeywords[] = {"minItems", "maxItems"};

const Rule kItems = {
    .id = "items",
    .title = "A list has at least and at most as many items as the service allows.",
    .severity = Severity::kError,
    .why = "The service refuses the whole call: none of the batch's requests is dialled.",
    .repair = "Split a longer list over several calls.",
    .keywords = kItemsKeywords,
    .stage = Stage::kLength,
    .compile = compile_items,
    .check = check_items,
    .inject_fault = inject_items,
    .boundary_values = boundary_items,
    .judges = set_of(Kind::kArray),
};

}  // namespace

std::span<const Rule* const> text_rules() noexcept {
  static constexpr const Rule* kRules[] = {&kLength, &kPattern, &kItems};
  return kRules;
}

}  // namespace diallint
