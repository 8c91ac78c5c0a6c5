// Conditions in words, for messages.
#include <fmt/format.h>

#include <algorithm>

#include "rules/condition.h"

namespace diallint {
namespace {

using Op = Condition::Op;

std::string join(const std::vector<std::string>& texts, std::string_view last) {
  std::string joined;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    if (i > 0) joined += i + 1 == texts.size() ? fmt::format(" {} ", last) : ", ";
    joined += texts[i];
  }
  return joined;
}

std::string values_of(const Condition& condition) {
  std::vector<std::string> values;
  for (const Literal& literal : condition.allowed) values.push_back(literal.text);
  return join(values, "or");
}

// Whether the same list says of the value more than that it is there.
bool said_otherwise(const std::vector<Condition>& parts, const Condition& present) {
  return std::any_of(parts.begin(), parts.end(), [&](const Condition& other) {
    return other.op == Op::kMember && other.path == present.path;
  });
}

std::string describe_parts(const std::vector<Condition>& parts, std::string_view last) {
  std::vector<std::string> texts;
  for (const Condition& part : parts) {
    if (part.op == Op::kPresent && said_otherwise(parts, part)) continue;
    std::string text = describe(part);
    if (!text.empty()) texts.push_back(std::move(text));
  }
  return join(texts, last);
}

// What is left when lists of one are opened.
const Condition& innermost(const Condition& part) {
  const Condition* inner = &part;
  while (inner->op == Op::kAll && inner->parts.size() == 1) inner = &inner->parts[0];
  return *inner;
}

std::string describe_not(const Condition& part) {
  const Condition& inner = innermost(part);
  const std::string name = dotted(inner.path);
  if (inner.op == Op::kOneOf && inner.sensitive) {
    return fmt::format("{} is such as to ask for it", name);
  }
  if (inner.op == Op::kOneOf) return fmt::format("{} is not {}", name, values_of(inner));
  if (inner.op == Op::kPresent) return fmt::format("{} is absent", name);
  return fmt::format("it is not true that {}", describe(part));
}

}  // namespace

std::string dotted(const std::vector<std::string>& path) {
  std::string text;
  for (const std::string& name : path) text += (text.empty() ? "" : ".") + name;
  return text;
}

std::string describe(const Condition& condition) {
  switch (condition.op) {
    case Op::kAll:
    case Op::kMember:
      return describe_parts(condition.parts, "and");
    case Op::kAny:
      return describe_parts(condition.parts, "or");
    case Op::kOne:
      return fmt::format("exactly one is true: {}", describe_parts(condition.parts, "or"));
    case Op::kNot:
      return describe_not(condition.parts[0]);
    case Op::kPresent:
      return fmt::format("{} is present", dotted(condition.path));
    case Op::kOneOf:
      if (condition.sensitive) break;
      return fmt::format("{} is {}", dotted(condition.path), values_of(condition));
    case Op::kPattern:
      if (condition.sensitive) break;
      return fmt::format("{} matches {}", dotted(condition.path), condition.pattern->source());
    case Op::kNever:
      return fmt::format("{} is absent", dotted(condition.path));
  }
  return fmt::format("{} is such as to ask for it", dotted(condition.path));
}

std::string demand(const Condition& culprit) {
  const std::string name = dotted(culprit.path);
  switch (culprit.op) {
    case Op::kPresent:
      return fmt::format("{} is missing; it is required", name);
    case Op::kNever:
      return fmt::format("{} is not allowed here", name);
    case Op::kOneOf:
      return fmt::format("{} must be {}", name, values_of(culprit));
    case Op::kPattern:
      return fmt::format("{} must match {}", name, culprit.pattern->source());
    case Op::kNot: {
      const Condition& inner = innermost(culprit.parts[0]);
      if (inner.op == Op::kOneOf) return fmt::format("{} must not be {}", name, values_of(inner));
      break;
    }
    default:
      break;
  }
  return fmt::format("this must be true: {}", describe(culprit));
}

}  // namespace diallint
