#include "rules/condition.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "context/check_context.h"
#include "plan/json_list.h"
#include "plan/node_compiler.h"
#include "samples/sample.h"

namespace diallint {
namespace {

using Op = Condition::Op;
using nlohmann::json;

// --- compiling ---------------------------------------------------------------------------------

constexpr std::string_view kAnnotations[] = {"title",    "description", "$comment", "x-rule",
                                             "x-source", "if",          "then",     "else"};

Literal literal(NodeCompiler& node, const json& value) {
  if (value.is_string()) return {Kind::kString, value.get<std::string>()};
  if (value.is_boolean()) return {Kind::kBoolean, value.dump()};
  if (!value.is_number()) node.fail("const and enum hold strings, numbers, true or false here");
  return {Kind::kNumber, value.dump()};
}

std::vector<std::string> below(std::vector<std::string> path, const std::string& name) {
  path.push_back(name);
  return path;
}

Condition at(NodeCompiler& node, Op op, const std::vector<std::string>& path) {
  Condition condition{.op = op, .path = path};
  if (!path.empty()) condition.slot = node.capture(path);
  return condition;
}

class ConditionCompiler {
 public:
  ConditionCompiler(NodeCompiler& node, const std::vector<std::string>& path)
      : node_(node), path_(path) {}

  Condition run(const json& schema) {
    if (schema == false) return at(node_, Op::kNever, path_);
    Condition all{.op = Op::kAll, .path = path_};
    if (schema == true) return all;
    if (!schema.is_object()) node_.fail("a condition is a schema: an object, true or false");
    for (const auto& [keyword, value] : schema.items()) {
      if (std::find(std::begin(kAnnotations), std::end(kAnnotations), keyword) ==
          std::end(kAnnotations)) {
        add(all.parts, keyword, value);
      }
    }
    return all;
  }

 private:
  void add(std::vector<Condition>& parts, const std::string& keyword, const json& value) {
    if (keyword == "required") return required(parts, value);
    if (keyword == "properties") return properties(parts, value);
    if (keyword == "anyOf" || keyword == "not") return combination(parts, keyword, value);
    if (keyword == "type") return node_.repeat_type(path_, value);
    if (path_.empty()) node_.fail(keyword + " is for members here: put it under properties");
    if (keyword == "const" || keyword == "enum") return values(parts, keyword, value);
    if (keyword == "pattern") return pattern(parts, value);
    node_.fail("conditions know required, properties, const, enum, pattern, anyOf and not; not " +
               keyword);
  }

  void required(std::vector<Condition>& parts, const json& value) {
    if (!value.is_array()) node_.fail("required is an array of member names");
    for (const json& name : value) {
      parts.push_back(at(node_, Op::kPresent, below(path_, node_.text(name))));
    }
  }

  void properties(std::vector<Condition>& parts, const json& value) {
    if (!value.is_object()) node_.fail("properties are an object");
    for (const auto& [name, schema] : value.items()) {
      const auto path = below(path_, name);
      Condition member = at(node_, Op::kMember, path);
      member.parts.push_back(compile_condition(node_, schema, path));
      parts.push_back(std::move(member));
    }
  }

  void combination(std::vector<Condition>& parts, const std::string& keyword, const json& value) {
    Condition combined = at(node_, keyword == "not" ? Op::kNot : Op::kAny, path_);
    if (keyword != "not" && (!value.is_array() || value.empty())) node_.fail("anyOf is an array");
    for (const json& schema : keyword == "not" ? alone(value) : as_list(value)) {
      combined.parts.push_back(compile_condition(node_, schema, path_));
    }
    parts.push_back(std::move(combined));
  }

  void values(std::vector<Condition>& parts, const std::string& keyword, const json& value) {
    Condition one_of = at(node_, Op::kOneOf, path_);
    if (keyword == "enum" && !value.is_array()) node_.fail("enum is an array");
    for (const json& allowed : keyword == "const" ? alone(value) : as_list(value)) {
      one_of.allowed.push_back(literal(node_, allowed));
    }
    parts.push_back(std::move(one_of));
  }

  void pattern(std::vector<Condition>& parts, const json& value) {
    Condition matches = at(node_, Op::kPattern, path_);
    matches.pattern = node_.pattern(value);
    parts.push_back(std::move(matches));
  }

  NodeCompiler& node_;
  const std::vector<std::string>& path_;
};

// --- judging -----------------------------------------------------------------------------------

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

Condition compile_condition(NodeCompiler& node, const json& schema,
                            const std::vector<std::string>& path) {
  return ConditionCompiler(node, path).run(schema);
}

Truth holds(const Condition& condition, const Judge& judge) {
  return eval(condition,
              [&](const Condition& c) -> const Capture& { return judge.capture(c.slot); });
}

Truth holds(const Condition& condition, const Sample& object) {
  return eval(condition, [&](const Condition& c) {
    const Sample* value = find(object, c.path);
    if (value == nullptr) return Capture{};
    return Capture{true, true, value->kind, value->text, {}};
  });
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

const Condition& culprit(const Condition& condition, const Judge& judge) {
  return innermost_false(condition, judge);
}

const Condition& culprit(const Condition& condition, const Sample& object) {
  return innermost_false(condition, object);
}

}  // namespace diallint
