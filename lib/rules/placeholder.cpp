// The rule on values that no person and no program has given.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "context/check_context.h"
#include "plan/node_compiler.h"
#include "rules/families.h"
#include "rules/placeholder_text.h"
#include "samples/boundary_values.h"
#include "samples/sample.h"

namespace diallint {
namespace {

void compile_placeholder(NodeCompiler& node, const nlohmann::json& value) {
  node.require_true(value);
  node.add_check();
}

std::string_view words_for(std::string_view text) {
  if (is_template(text))
    return "is a template that nothing has been filled into; fill it in before the request is "
           "sent, "
           "or leave the value out";
  if (is_formula_text(text))
    return "is a spreadsheet's formula around a text; export the text alone";
  return "is what a program prints where it has no value; give the value, or leave it out";
}

bool check_placeholder(const Check& check, Value& value, CheckContext& context) {
  if (!is_placeholder(value.string)) return true;
  context.report(check, value.span(),
                 [&] { return fmt::format("{} {}", context.subject(), words_for(value.string)); });
  return true;
}

constexpr std::string_view kExamples[] = {
    "{{name}}",        "$.name", "<<name>>",  "${name}", "%s",
    "[object Object]", "nan",    "undefined", "None",    "null"};

// Another rule owns what does not fit the node's pattern, or has a form of its own.
bool is_own_fault(const Node& node, std::string_view text) {
  return std::none_of(node.checks.begin(), node.checks.end(), [&](const Check& check) {
    return check.rule->advise != nullptr || (check.pattern && !check.pattern->matches(text));
  });
}

bool inject_placeholder(const Check&, Injection& injection) {
  const std::size_t first = injection.random.below(std::size(kExamples));
  for (std::size_t i = 0; i < std::size(kExamples); ++i) {
    const std::string_view example = kExamples[(first + i) % std::size(kExamples)];
    if (!is_own_fault(injection.node, example)) continue;
    injection.value = Sample::string(std::string(example));
    return true;
  }
  return false;
}

void boundary_placeholder(const Check&, BoundaryValues& boundary) {
  for (const std::string_view example : kExamples) {
    if (is_own_fault(boundary.node, example))
      boundary.invalid_text(std::string(example), std::string(example));
  }
}

constexpr std::string_view kPlaceholderKeywords[] = {"x-placeholder"};

const Rule kPlaceholder = {
    .id = "placeholder",
    .title = "A value is not a template that was never filled in, nor a printed nothing.",
    .severity = Severity::kWarning,
    .why =
        "A step before this one had no value for the customer and went on. The text is spoken or "
        "shown to the customer as it stands, and a token made of it is the same for all of them.",
    .repair =
        "Find the step that makes the file, and give it the value, or leave the member out. For a "
        "value that really reads like this, give --ignore placeholder.",
    .keywords = kPlaceholderKeywords,
    .stage = Stage::kAdvice,
    .compile = compile_placeholder,
    .check = check_placeholder,
    .inject_fault = inject_placeholder,
    .boundary_values = boundary_placeholder,
    .suspects = kPlaceholderStarts,
};

}  // namespace

std::span<const Rule* const> placeholder_rules() noexcept {
  static constexpr const Rule* kRules[] = {&kPlaceholder};
  return kRules;
}

}  // namespace diallint
