#include "rules/condition.h"

#include <algorithm>
#include <charconv>

#include "context/check_context.h"
#include "samples/sample.h"

namespace diallint {
namespace {

using Op = Condition::Op;

Truth truth(bool value) { return value ? Truth::kTrue : Truth::kFalse; }

double number(std::string_view text) {
  double value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

bool same(const Literal& literal, const Capture& value) {
  if (literal.kind != value.kind) return false;
  if (literal.kind == Kind::kNumber) return number(literal.text) == number(value.string);
  return literal.text == value.string;
}

// Of all parts: false if one is false, otherwise unknown if one is. `fact` gives the capture of a
// condition's value.
template <class Fact>
Truth eval(const Condition& c, const Fact& fact);

template <class Fact>
Truth eval_all(const std::vector<Condition>& parts, const Fact& fact) {
  Truth all = Truth::kTrue;
  for (const Condition& part : parts) {
    const Truth one = eval(part, fact);
    if (one == Truth::kFalse) return Truth::kFalse;
    if (one == Truth::kUnknown) all = Truth::kUnknown;
  }
  return all;
}

template <class Fact>
Truth eval_any(const std::vector<Condition>& parts, const Fact& fact) {
  Truth any = Truth::kFalse;
  for (const Condition& part : parts) {
    const Truth one = eval(part, fact);
    if (one == Truth::kTrue) return Truth::kTrue;
    if (one == Truth::kUnknown) any = Truth::kUnknown;
  }
  return any;
}

template <class Fact>
Truth eval_one(const std::vector<Condition>& parts, const Fact& fact) {
  // Each part asks whether a member is there, which is always known.
  return truth(std::count_if(parts.begin(), parts.end(), [&](const Condition& part) {
                 return eval(part, fact) == Truth::kTrue;
               }) == 1);
}

template <class Fact>
Truth eval_not(const Condition& part, const Fact& fact) {
  const Truth inner = eval(part, fact);
  return inner == Truth::kUnknown ? inner : truth(inner == Truth::kFalse);
}

template <class Fact>
Truth eval(const Condition& c, const Fact& fact) {
  switch (c.op) {
    case Op::kAll:
      return eval_all(c.parts, fact);
    case Op::kAny:
      return eval_any(c.parts, fact);
    case Op::kOne:
      return eval_one(c.parts, fact);
    case Op::kNot:
      return eval_not(c.parts[0], fact);
    case Op::kPresent:
      return truth(fact(c).present);
    case Op::kNever:
      return Truth::kFalse;
    default:
      break;
  }
  const Capture value = fact(c);
  if (!value.present) return Truth::kTrue;
  if (!value.sound) return Truth::kUnknown;
  if (c.op == Op::kMember) return eval_all(c.parts, fact);
  if (c.op == Op::kPattern) {
    return truth(value.kind != Kind::kString || c.pattern->matches(value.string));
  }
  return truth(std::any_of(c.allowed.begin(), c.allowed.end(),
                           [&](const Literal& literal) { return same(literal, value); }));
}

const Sample* find(const Sample& object, const std::vector<std::string>& path) {
  const Sample* value = &object;
  for (const std::string& name : path) {
    const auto member = std::find_if(value->members.begin(), value->members.end(),
                                     [&](const auto& entry) { return entry.first == name; });
    if (member == value->members.end()) return nullptr;
    value = &member->second;
  }
  return value;
}

}  // namespace

Truth holds(const Condition& condition, const CheckContext& context) {
  return eval(condition,
              [&](const Condition& c) -> const Capture& { return context.capture(c.slot); });
}

Truth holds(const Condition& condition, const Sample& object) {
  return eval(condition, [&](const Condition& c) {
    const Sample* value = find(object, c.path);
    if (value == nullptr) return Capture{};
    return Capture{true, true, value->kind, value->text, {}};
  });
}

bool holds_of_others(const Condition& condition) {
  const auto& parts = condition.parts;
  switch (condition.op) {
    case Op::kAll:
      return std::all_of(parts.begin(), parts.end(), holds_of_others);
    case Op::kAny:
      return std::any_of(parts.begin(), parts.end(), holds_of_others);
    case Op::kNot:
      return !holds_of_others(parts[0]);
    default:
      return condition.op != Op::kNever;  // of its members, which others have not
  }
}

namespace {

// Of a condition that is false, so that one of its parts is.
template <class Facts>
const Condition& innermost_false(const Condition& condition, const Facts& facts) {
  if (condition.op != Op::kAll && condition.op != Op::kMember) return condition;
  return innermost_false(
      *std::find_if(condition.parts.begin(), condition.parts.end(),
                    [&](const Condition& part) { return holds(part, facts) == Truth::kFalse; }),
      facts);
}

}  // namespace

const Condition& culprit(const Condition& condition, const CheckContext& context) {
  return innermost_false(condition, context);
}

const Condition& culprit(const Condition& condition, const Sample& object) {
  return innermost_false(condition, object);
}

}  // namespace diallint
