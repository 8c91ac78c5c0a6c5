// Making conditions true or false in objects that are being made up.
#include <algorithm>

#include "base/random.h"
#include "plan/plan.h"
#include "rules/condition.h"
#include "samples/sample.h"

namespace diallint {
namespace {

using Op = Condition::Op;

constexpr int kTries = 100;

// A condition names no member that is not there: its schema would not have compiled.
NodeId node_of(const Node& node, const std::string& name) {
  return std::find_if(node.members.begin(), node.members.end(),
                      [&](const Member& member) { return member.name == name; })
      ->node;
}

Sample* find(Sample& object, const std::vector<std::string>& path) {
  Sample* value = &object;
  for (const std::string& name : path) {
    value = value->find(name);
    if (value == nullptr) return nullptr;
  }
  return value;
}

bool remove(Sample& object, std::vector<std::string> path) {
  const std::string name = path.back();
  path.pop_back();
  Sample* parent = find(object, path);
  if (parent == nullptr) return false;
  return std::erase_if(parent->members, [&](const auto& m) { return m.first == name; }) > 0;
}

// The node of the value at a path, or none.
NodeId node_at(const std::vector<std::string>& path, const Repair& with) {
  const Node* node = &with.node;
  NodeId id = kNoNode;
  for (const std::string& name : path) {
    if (node == nullptr) return kNoNode;
    id = node_of(*node, name);
    node = with.plan != nullptr ? &with.plan->node(id) : nullptr;
  }
  return id;
}

// Puts a fresh value in the place of a member.
bool renew(Sample& object, const std::vector<std::string>& path, const Repair& with) {
  const NodeId node = node_at(path, with);
  Sample* parent = find(object, {path.begin(), path.end() - 1});
  if (node == kNoNode || parent == nullptr) return false;
  Sample fresh = with.make(node);
  if (Sample* value = parent->find(path.back())) {
    *value = std::move(fresh);
  } else {
    parent->members.emplace_back(path.back(), std::move(fresh));
  }
  return true;
}

bool try_until(Truth wanted, const Condition& condition, Sample& object, const Repair& with) {
  for (int i = 0; i < kTries; ++i) {
    if (holds(condition, object) == wanted) return true;
    if (!renew(object, condition.path, with)) return false;
  }
  return false;
}

bool take_value(const Condition& condition, Sample& object, const Repair& with) {
  Sample* value = find(object, condition.path);
  if (value == nullptr || condition.allowed.empty()) return false;
  const Literal& chosen = condition.allowed[with.random.below(condition.allowed.size())];
  *value = chosen.kind == Kind::kString ? Sample::string(chosen.text)
                                        : Sample::scalar(chosen.kind, chosen.text);
  return true;
}

bool change_value(const Condition& condition, Sample& object, const Repair& with) {
  Sample* value = find(object, condition.path);
  if (value == nullptr) return false;
  // Another value that its own place allows, if there is one: no other rule finds fault with it.
  if (try_until(Truth::kFalse, condition, object, with)) return true;
  if (condition.path.size() == 1) return false;
  value = find(object, condition.path);
  if (value->kind == Kind::kBoolean) {
    value->text = value->text == "true" ? "false" : "true";
  } else {
    value->text += value->kind == Kind::kNumber ? "1" : "x";
  }
  return true;
}

// Keeps the first part that holds, or makes one hold.
bool make_one(const Condition& condition, Sample& object, const Repair& with) {
  bool found = false;
  for (const Condition& part : condition.parts) {
    if (holds(part, object) != Truth::kTrue) continue;
    if (found && !make_false(part, object, with)) return false;
    found = true;
  }
  return found ||
         make_true(condition.parts[with.random.below(condition.parts.size())], object, with);
}

// None, or one more than holds: of two parts or more, one holds by now.
bool make_none_or_two(const Condition& condition, Sample& object, const Repair& with) {
  const bool more = with.random.once_in(2);
  const Condition& part = *std::find_if(
      condition.parts.begin(), condition.parts.end(),
      [&](const Condition& one) { return (holds(one, object) == Truth::kTrue) != more; });
  return more ? make_true(part, object, with) : make_false(part, object, with);
}

}  // namespace

bool make_true(const Condition& condition, Sample& object, const Repair& with) {
  const auto own = [&](const Condition& part) { return make_true(part, object, with); };
  if (holds(condition, object) == Truth::kTrue) return true;
  switch (condition.op) {
    case Op::kAll:
      return std::all_of(condition.parts.begin(), condition.parts.end(), own);
    case Op::kMember:
      if (std::all_of(condition.parts.begin(), condition.parts.end(), own)) return true;
      return remove(object, condition.path);
    case Op::kAny:
      return std::any_of(condition.parts.begin(), condition.parts.end(), own);
    case Op::kOne:
      return make_one(condition, object, with);
    case Op::kNot:
      return make_false(condition.parts[0], object, with);
    case Op::kPresent:
      return renew(object, condition.path, with);
    case Op::kOneOf:
      return take_value(condition, object, with);
    case Op::kPattern:
      return try_until(Truth::kTrue, condition, object, with);
    case Op::kNever:
      break;
  }
  return !condition.path.empty() && remove(object, condition.path);
}

bool make_false(const Condition& condition, Sample& object, const Repair& with) {
  const auto own = [&](const Condition& part) { return make_false(part, object, with); };
  if (condition.op == Op::kPresent && holds(condition, object) == Truth::kFalse) return true;
  switch (condition.op) {
    case Op::kAll:
    case Op::kMember: {
      if (condition.parts.empty()) return false;
      const std::size_t first = with.random.below(condition.parts.size());
      for (std::size_t i = 0; i < condition.parts.size(); ++i) {
        if (own(condition.parts[(first + i) % condition.parts.size()])) return true;
      }
      return false;
    }
    case Op::kAny:
      return std::all_of(condition.parts.begin(), condition.parts.end(), own);
    case Op::kOne:
      return make_none_or_two(condition, object, with);
    case Op::kNot:
      return make_true(condition.parts[0], object, with);
    case Op::kPresent:
      return remove(object, condition.path);
    case Op::kOneOf:
      return change_value(condition, object, with);
    case Op::kPattern:
      if (Sample* value = find(object, condition.path)) {
        *value = Sample::string("tomorrow");
        return holds(condition, object) == Truth::kFalse;
      }
      return false;
    case Op::kNever:
      break;
  }
  return !condition.path.empty() && renew(object, condition.path, with);
}

namespace {

// Two clauses that want different values of one member agree when it is not there.
bool do_without(const Condition& condition, Sample& object) {
  bool removed = false;
  for (const Condition& part : condition.parts) {
    if (part.op == Op::kMember && holds(part, object) == Truth::kFalse) {
      removed = remove(object, part.path) || removed;
    }
  }
  return removed;
}

}  // namespace

bool satisfy_clauses(const Node& node, Sample& object, const Repair& with) {
  for (int i = 0; i < kTries; ++i) {
    bool sound = true;
    for (const Check& check : node.whole) {
      if (check.clause == nullptr) continue;
      const Clause& clause = *check.clause;
      if (holds(clause.when, object) != Truth::kTrue) continue;
      if (holds(clause.then, object) != Truth::kFalse) continue;
      sound = false;
      if (i > kTries / 10 && do_without(clause.then, object)) continue;
      if (!make_true(clause.then, object, with)) return false;
    }
    if (sound) return true;
  }
  return false;
}

}  // namespace diallint
