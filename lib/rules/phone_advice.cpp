#include "rules/phone_advice.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

#include "base/ascii.h"
#include "base/character_names.h"
#include "phone/number_repair.h"
#include "rules/placeholder_text.h"
#include "rules/spreadsheet_damage.h"
#include "samples/phone_samples.h"

namespace diallint {
namespace {

// What people and programs write where there is no number; in lower case.
constexpr std::array<std::string_view, 24> kNoNumber = {
    "n/a",     "na",       "n.a.",     "#n/a",  "none",     "null",          "nil",
    "nan",     "unknown",  "empty",    "blank", "(blank)",  "missing",       "tbd",
    "tba",     "todo",     "no",       "nope",  "no phone", "not available", "not provided",
    "private", "withheld", "anonymous"};

bool no_digits(std::string_view text) { return std::none_of(text.begin(), text.end(), is_digit); }

bool is_word_for_nothing(std::string_view text) {
  const std::string lower = to_lower(text);
  return std::find(kNoNumber.begin(), kNoNumber.end(), lower) != kNoNumber.end();
}

bool is_dash(std::string_view text) {
  return !text.empty() && text.find_first_not_of(" -._?") == std::string_view::npos;
}

// Several X or asterisks where digits belong.
bool is_masked(std::string_view text) {
  for (const std::string_view mark : {"xx", "XX", "**"}) {
    if (text.find(mark) != std::string_view::npos && !no_digits(text)) return true;
  }
  return false;
}

std::string_view what_it_is(std::string_view text, const NumberingPlan& plan) {
  constexpr std::size_t kShortest = 7;
  const auto digits = static_cast<std::size_t>(std::count_if(text.begin(), text.end(), is_digit));
  if (is_word_for_nothing(text) || is_dash(text))
    return "it is what stands for a missing number: leave the request out until there is one";
  if (is_placeholder(text))
    return "it is a placeholder, not a number: fill it in, or leave the request out";
  if (text.find('@') != std::string_view::npos && text.find('.') != std::string_view::npos)
    return "it is an e-mail address, not a number";
  if (is_masked(text)) return "some of its digits are masked: write the number itself";
  if (holds_two_numbers(text, plan)) return "it holds two numbers: make a request for each";
  if (digits == 0) return "it is not a number: write the one that is to be called";
  if (text.find('+') == std::string_view::npos && digits < kShortest)
    return "it is too short for a number that can be called from abroad: write the whole number";
  if (text.find('+') == std::string_view::npos)
    return "a national number needs + and its country's calling code in front, in place of a "
           "leading 0";
  return "write + and the calling code, then the digits of the national number alone";
}

std::string joined(std::vector<RepairKind> kinds) {
  kinds.erase(std::unique(kinds.begin(), kinds.end()), kinds.end());
  std::string text;
  for (std::size_t i = 0; i < kinds.size(); ++i) {
    if (i > 0) text += i + 1 == kinds.size() ? " and " : ", ";
    text += repair_in_words(kinds[i]);
  }
  return text;
}

}  // namespace

std::string phone_repair_in_words(std::string_view text, const NumberingPlan& plan) {
  const auto repair = repair_number(text, plan);
  if (!repair) return {};
  return fmt::format("{} it is a number of {}", joined(repair->kinds),
                     region_in_words(repair->region));
}

std::string phone_way_out(std::string_view text, const NumberingPlan& plan) {
  const std::string_view damage = spreadsheet_damage(text);
  std::string repair = phone_repair_in_words(text, plan);
  if (!damage.empty())
    return repair.empty() ? std::string(damage) : fmt::format("{}; {}", damage, repair);
  if (!repair.empty()) return repair;
  return std::string(what_it_is(in_plain_characters(text), plan));
}

}  // namespace diallint
