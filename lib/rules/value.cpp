// Rules on values: one of a list, or a number between bounds.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

#include "base/ascii.h"
#include "base/edit_distance.h"
#include "base/json_number.h"
#include "context/check_context.h"
#include "plan/json_list.h"
#include "plan/node_compiler.h"
#include "rules/families.h"
#include "samples/boundary_values.h"
#include "samples/sample.h"

namespace diallint {

namespace {

// --- enum --------------------------------------------------------------------------------------

bool is_exact_integer(const nlohmann::json& value) {
  if (!value.is_number_integer()) return false;
  if (value.is_number_unsigned()) return value.get<std::uint64_t>() <= kMaxSafeInteger;
  return value.get<std::int64_t>() >= -kMaxSafeInteger;
}

std::size_t value_count(const NodeCompiler& node, const nlohmann::json& value) {
  return node.keyword() == "const" ? 1 : value.size();
}

void compile_enum(NodeCompiler& node, const nlohmann::json& value) {
  if (node.keyword() == "enum" && (!value.is_array() || value.empty()))
    node.fail("enum must be an array");
  AllowedValues all;
  KindSet kinds = 0;
  for (const auto& allowed : node.keyword() == "const" ? alone(value) : as_list(value)) {
    if (allowed.is_string()) {
      kinds |= set_of(Kind::kString);
      all.values.push_back(allowed.get<std::string>());
    } else if (is_exact_integer(allowed)) {
      kinds |= set_of(Kind::kNumber);
      all.values.push_back(allowed.dump());
    }
  }
  // Texts, or whole numbers; what is neither, or both, is compared as a whole.
  const bool plain = all.values.size() == value_count(node, value);
  const bool one_kind = kinds == set_of(Kind::kString) || kinds == set_of(Kind::kNumber);
  if (!plain || !one_kind || !node.narrow(kinds)) return node.leave();
  node.add_check().parameters = std::move(all);
}

std::string listed(const std::vector<std::string>& names) {
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i > 0) text += i + 1 == names.size() ? " or " : ", ";
    text += names[i];
  }
  return text;
}

// The allowed value that is meant: its place in the list, or none.
std::size_t nearest_allowed(const std::vector<std::string>& names, std::string_view value) {
  if (value.size() > 256) return names.size();  // no slip of the pen
  std::vector<std::string> lowered;
  for (const std::string& name : names) lowered.push_back(to_lower(name));
  const std::vector<std::string_view> views(lowered.begin(), lowered.end());
  const std::string_view nearest = nearest_name(to_lower(value), views);
  return static_cast<std::size_t>(std::find(views.begin(), views.end(), nearest) - views.begin());
}

std::string enum_message(const Check& check, std::string_view value, const std::string& subject) {
  const auto& names = check.as<AllowedValues>().values;
  const std::size_t near = check.sensitive ? names.size() : nearest_allowed(names, value);
  if (near < names.size() && to_lower(names[near]) == to_lower(value)) {
    return fmt::format("{} differs from {} only in case; values are case-sensitive", subject,
                       names[near]);
  }
  if (near < names.size()) {
    return fmt::format("{} is not one of the allowed values; the nearest is {}", subject,
                       names[near]);
  }
  return fmt::format("{} must be one of: {}", subject, listed(names));
}

bool check_enum(const Check& check, Value& value, CheckContext& context) {
  const auto& names = check.as<AllowedValues>().values;
  const bool allowed = std::any_of(names.begin(), names.end(), [&](const std::string& name) {
    return value.kind == Kind::kNumber ? value_of(name) == value_of(value.text.bytes)
                                       : name == value.string;
  });
  if (allowed) return true;
  context.report(check, value.span(),
                 [&] { return enum_message(check, value.string, context.subject()); });
  return false;
}

bool inject_enum(const Check& check, Injection& injection) {
  const auto& names = check.as<AllowedValues>().values;
  std::string& text = injection.value.text;
  if (injection.value.kind == Kind::kNumber) {
    text = "7";
    return std::find(names.begin(), names.end(), text) == names.end();
  }
  std::string broken = text;
  switch (injection.random.below(3)) {
    case 0:
      broken = to_lower(text);
      break;
    case 1:
      broken += "S";
      break;
    default:
      broken = "OTHER_";
  }
  if (std::find(names.begin(), names.end(), broken) != names.end()) return false;
  text = broken;
  return true;
}

std::string make_enum(const Check& check, Random& random, const Instant&) {
  const auto& names = check.as<AllowedValues>().values;
  return names[random.below(names.size())];
}

void boundary_enum(const Check& check, BoundaryValues& boundary) {
  const auto& names = check.as<AllowedValues>().values;
  const bool number = boundary.value.kind == Kind::kNumber;
  const auto written = [&](const std::string& text) {
    return number ? Sample::scalar(Kind::kNumber, text) : Sample::string(text);
  };
  for (const std::string& name : names) boundary.valid(name, written(name));
  const std::string others[] = {number ? "7" : "OTHER_", number ? "-1" : to_lower(names[0])};
  for (const std::string& other : others) {
    const bool allowed = std::find(names.begin(), names.end(), other) != names.end();
    if (!allowed) boundary.invalid("not-" + other, written(other));
  }
}

constexpr std::string_view kEnumKeywords[] = {"enum", "const"};

const Rule kEnum = {
    .id = "enum",
    .title = "A value is one of those that the service accepts.",
    .severity = Severity::kError,
    .why = "The service refuses the whole call. Values are case-sensitive.",
    .repair = "Write the value exactly as the message names it.",
    .keywords = kEnumKeywords,
    .stage = Stage::kPattern,
    .compile = compile_enum,
    .check = check_enum,
    .inject_fault = inject_enum,
    .make = make_enum,
    .boundary_values = boundary_enum,
    .judges = set_of(Kind::kString) | set_of(Kind::kNumber),
    .judges_any_kind = true,
};

// --- range -------------------------------------------------------------------------------------

void compile_range(NodeCompiler& node, const nlohmann::json& value) {
  if (value.is_number_float() && value != std::nearbyint(value.get<double>())) {
    return node.leave();  // a limit with a fraction
  }
  const std::int64_t limit = node.whole_number(value);
  node.set_limit(node.shared_check(), node.keyword() == "minimum", limit);
}

// What was measured, unless it is longer than any figure that means something.
std::string shown_number(std::string_view text) {
  return text.size() <= 24 ? std::string(text) : std::string();
}

bool check_range(const Check& check, Value& value, CheckContext& context) {
  if (value.kind != Kind::kNumber) return true;
  const double number = value_of(value.text.bytes);
  const bool low = check.minimum != INT64_MIN && number < static_cast<double>(check.minimum);
  const bool high = check.maximum != INT64_MAX && number > static_cast<double>(check.maximum);
  if (!low && !high) return true;
  Figures figures;
  if (check.minimum != INT64_MIN) figures.minimum = fmt::format("{}", check.minimum);
  if (check.maximum != INT64_MAX) figures.maximum = fmt::format("{}", check.maximum);
  figures.actual = check.sensitive ? std::string() : shown_number(value.text.bytes);
  const std::string actual = check.sensitive          ? low ? "too small" : "too great"
                             : figures.actual.empty() ? "a very long number"
                                                      : figures.actual;
  context.report(
      check, value.span(),
      [&] {
        return fmt::format("{} is {}; at {} {} is allowed", context.subject(), actual,
                           low ? "least" : "most", low ? check.minimum : check.maximum);
      },
      std::move(figures));
  return false;
}

bool inject_range(const Check& check, Injection& injection) {
  const bool above =
      check.minimum == INT64_MIN || (check.maximum != INT64_MAX && injection.random.once_in(2));
  const std::int64_t bound = above ? check.maximum + 1 : check.minimum - 1;
  injection.value = Sample::scalar(Kind::kNumber, fmt::format("{}", bound));
  return true;
}

std::string make_range(const Check& check, Random& random, const Instant&) {
  constexpr std::int64_t kSpread = 1000;
  const std::int64_t least = check.minimum != INT64_MIN ? check.minimum : check.maximum - kSpread;
  const std::int64_t most = check.maximum != INT64_MAX ? check.maximum : least + kSpread;
  return fmt::format("{}", random.between(least, most));
}

void boundary_range(const Check& check, BoundaryValues& boundary) {
  const auto number = [](std::int64_t n) {
    return Sample::scalar(Kind::kNumber, fmt::format("{}", n));
  };
  const auto holds = [&](std::int64_t n) { boundary.valid(fmt::format("{}", n), number(n)); };
  const auto fails = [&](std::int64_t n) { boundary.invalid(fmt::format("{}", n), number(n)); };
  if (check.minimum != INT64_MIN) {
    holds(check.minimum);
    fails(check.minimum - 1);
  }
  if (check.maximum != INT64_MAX) {
    holds(check.maximum);
    fails(check.maximum + 1);
  }
}

constexpr std::string_view kRangeKeywords[] = {"minimum", "maximum"};

const Rule kRange = {
    .id = "range",
    .title = "A number is within the bounds that the service sets.",
    .severity = Severity::kError,
    .why = "The service refuses the whole call.",
    .repair = "Choose a number within the bounds that the message names.",
    .keywords = kRangeKeywords,
    .stage = Stage::kForm,
    .compile = compile_range,
    .check = check_range,
    .inject_fault = inject_range,
    .make = make_range,
    .boundary_values = boundary_range,
    .judges = set_of(Kind::kNumber),
};

}  // namespace

std::span<const Rule* const> value_rules() noexcept {
  static constexpr const Rule* kRules[] = {&kEnum, &kRange};
  return kRules;
}

}  // namespace diallint
