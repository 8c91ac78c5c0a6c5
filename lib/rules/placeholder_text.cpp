#include "rules/placeholder_text.h"

#include <algorithm>
#include <array>

#include "base/ascii.h"

namespace diallint {
namespace {

struct Brackets {
  std::string_view open;
  std::string_view close;
};

// Mustache and Jinja, shells and JavaScript, mail merges, ERB.
constexpr std::array<Brackets, 6> kBrackets = {{
    {"{{", "}}"},
    {"{%", "%}"},
    {"${", "}"},
    {"<<", ">>"},
    {"<%", "%>"},
    {"%(", ")s"},
}};

// What languages print for no value, or for an object: JavaScript, Python and its libraries, SQL,
// Go, Java.
constexpr std::array<std::string_view, 17> kPrinted = {
    "undefined", "nan", "NaN",   "NAN",  "NaT",    "None",   "null",   "NULL",
    "Null",      "nil", "<nil>", "<NA>", "(null)", "(none)", "<null>", "[object Object]",
    "[null]"};

}  // namespace

bool is_template(std::string_view text) noexcept {
  for (const Brackets& brackets : kBrackets) {
    const std::size_t both = brackets.open.size() + brackets.close.size();
    if (text.size() >= both && text.starts_with(brackets.open) && text.ends_with(brackets.close))
      return true;
  }
  if (text == "%s" || text == "%d") return true;
  // A path of Step Functions, into its input or its context.
  const std::string_view path = text.starts_with("$$") ? text.substr(1) : text;
  return path.size() > 2 && (path.starts_with("$.") || path.starts_with("$['")) &&
         !is_digit(path[2]) && path.find(' ') == std::string_view::npos;
}

bool is_formula_text(std::string_view text) noexcept {
  return text.size() > 2 && text.starts_with("=\"") && text.ends_with('"');
}

bool is_placeholder(std::string_view text) noexcept {
  return is_template(text) || is_formula_text(text) ||
         std::find(kPrinted.begin(), kPrinted.end(), text) != kPrinted.end();
}

}  // namespace diallint
