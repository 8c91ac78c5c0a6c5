// From the schema of a condition to a Condition.
#include <algorithm>
#include <iterator>
#include <nlohmann/json.hpp>

#include "plan/json_list.h"
#include "plan/node_compiler.h"
#include "rules/condition.h"

namespace diallint {
namespace {

using Op = Condition::Op;
using nlohmann::json;

constexpr std::string_view kAnnotations[] = {"title", "description", "$comment", "x-source"};
// Of an entry of allOf, these are read elsewhere.
constexpr std::string_view kOfEntries[] = {"x-rule", "if", "then", "else"};

bool any_of(const auto& names, std::string_view name) {
  return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

Literal literal(NodeCompiler& node, const json& value) {
  if (value.is_string()) return {Kind::kString, value.get<std::string>()};
  if (value.is_boolean()) return {Kind::kBoolean, value.dump()};
  if (!value.is_number())
    node.fail("const and enum must hold strings, numbers, true or false here");
  return {Kind::kNumber, value.dump()};
}

std::vector<std::string> below(std::vector<std::string> path, const std::string& name) {
  path.push_back(name);
  return path;
}

Condition at(NodeCompiler& node, Op op, const std::vector<std::string>& path) {
  Condition condition{.op = op, .path = path};
  if (path.empty()) return condition;
  condition.slot = node.capture(path);
  condition.sensitive = node.is_sensitive(path);
  return condition;
}

class ConditionCompiler {
 public:
  ConditionCompiler(NodeCompiler& node, const std::vector<std::string>& path)
      : node_(node), path_(path) {}

  Condition run(const json& schema, bool entry) {
    if (schema == false) return at(node_, Op::kNever, path_);
    Condition all{.op = Op::kAll, .path = path_};
    if (schema == true) return all;
    if (!schema.is_object()) node_.fail("a condition must be a schema: an object, true or false");
    for (const auto& [keyword, value] : schema.items()) {
      if (any_of(kAnnotations, keyword) || (entry && any_of(kOfEntries, keyword))) continue;
      add(all.parts, keyword, value);
    }
    return all;
  }

 private:
  void add(std::vector<Condition>& parts, const std::string& keyword, const json& value) {
    if (keyword == "required") return required(parts, value);
    if (keyword == "properties") return properties(parts, value);
    if (keyword == "anyOf" || keyword == "not") return combination(parts, keyword, value);
    if (keyword == "type") return node_.repeat_type(path_, value);
    if (path_.empty()) node_.fail(keyword + " applies to members here: put it under properties");
    if (keyword == "const" || keyword == "enum") return values(parts, keyword, value);
    if (keyword == "pattern") return pattern(parts, value);
    node_.fail(
        "conditions support required, properties, const, enum, pattern, anyOf and not; not " +
        keyword);
  }

  void required(std::vector<Condition>& parts, const json& value) {
    if (!value.is_array()) node_.fail("required must be an array of member names");
    if (!path_.empty() && !node_.only_objects(path_)) {
      node_.fail("required in a condition applies to members of the type object");
    }
    for (const json& name : value) {
      parts.push_back(at(node_, Op::kPresent, below(path_, node_.text(name))));
    }
  }

  void properties(std::vector<Condition>& parts, const json& value) {
    if (!value.is_object()) node_.fail("properties must be an object");
    for (const auto& [name, schema] : value.items()) {
      const auto path = below(path_, name);
      Condition member = at(node_, Op::kMember, path);
      member.parts.push_back(compile_condition(node_, schema, path));
      parts.push_back(std::move(member));
    }
  }

  void combination(std::vector<Condition>& parts, const std::string& keyword, const json& value) {
    Condition combined = at(node_, keyword == "not" ? Op::kNot : Op::kAny, path_);
    if (keyword != "not" && (!value.is_array() || value.empty()))
      node_.fail("anyOf must be an array");
    for (const json& schema : keyword == "not" ? alone(value) : as_list(value)) {
      combined.parts.push_back(compile_condition(node_, schema, path_));
    }
    parts.push_back(std::move(combined));
  }

  void values(std::vector<Condition>& parts, const std::string& keyword, const json& value) {
    Condition one_of = at(node_, Op::kOneOf, path_);
    if (keyword == "enum" && !value.is_array()) node_.fail("enum must be an array");
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

}  // namespace

Condition compile_condition(NodeCompiler& node, const json& schema,
                            const std::vector<std::string>& path, bool entry) {
  return ConditionCompiler(node, path).run(schema, entry);
}

}  // namespace diallint
