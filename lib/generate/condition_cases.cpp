#include "generate/condition_cases.h"

#include <algorithm>

namespace diallint {
namespace {

using Op = Condition::Op;

const Sample* value_at(const Sample& object, const std::vector<std::string>& path) {
  const Sample* value = &object;
  for (const std::string& name : path) {
    const auto found =
        std::find_if(value->members.begin(), value->members.end(),
                     [&](const SampleMember& member) { return member.first == name; });
    if (found == value->members.end()) return nullptr;
    value = &found->second;
  }
  return value;
}

std::string answer(const Condition& leaf, const Sample& object) {
  const Sample* value = value_at(object, leaf.path);
  if (leaf.op == Op::kPresent) return value != nullptr ? " is there" : " is absent";
  if (value == nullptr) return " is absent";
  if (leaf.op == Op::kPattern)
    return holds(leaf, object) == Truth::kTrue ? " fits" : " does not fit";
  const bool named =
      std::any_of(leaf.allowed.begin(), leaf.allowed.end(),
                  [&](const Literal& literal) { return literal.text == value->text; });
  return named ? "=" + value->text : "=another";
}

// False if more than one of several reasons holds.
bool collect(const Condition& condition, const Sample& object, std::set<std::string>& cases) {
  if (condition.parts.empty()) {
    // Below what is absent nothing is asked.
    const std::vector<std::string> parent(condition.path.begin(), condition.path.empty()
                                                                      ? condition.path.end()
                                                                      : condition.path.end() - 1);
    if (condition.op != Op::kAll && value_at(object, parent) != nullptr) {
      cases.insert(dotted(condition.path) + answer(condition, object));
    }
    return true;
  }
  int true_parts = 0;
  bool one_reason = true;
  for (const Condition& part : condition.parts) {
    if (holds(part, object) == Truth::kTrue) ++true_parts;
    one_reason = collect(part, object, cases) && one_reason;
  }
  return one_reason && (condition.op != Op::kAny || true_parts <= 1);
}

}  // namespace

std::vector<const Condition*> leaves_of(const Condition& condition) {
  if (condition.parts.empty()) {
    return condition.op == Op::kAll ? std::vector<const Condition*>() : std::vector{&condition};
  }
  std::vector<const Condition*> leaves;
  for (const Condition& part : condition.parts) {
    for (const Condition* leaf : leaves_of(part)) leaves.push_back(leaf);
  }
  return leaves;
}

std::set<std::string> cases_of(const Clause& clause, const Sample& object) {
  std::set<std::string> cases;
  if (holds(clause.when, object) != Truth::kTrue) return cases;
  const bool one_reason =
      collect(clause.when, object, cases) && collect(clause.then, object, cases);
  return one_reason ? cases : std::set<std::string>();
}

}  // namespace diallint
