#include "rules/clause.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "context/check_context.h"
#include "plan/node_compiler.h"
#include "rules/condition.h"
#include "rules/structure.h"
#include "samples/sample.h"

namespace diallint {
namespace {

using Op = Condition::Op;
using nlohmann::json;

const Rule& rule_of(NodeCompiler& node, const json& entry) {
  const auto named = entry.find("x-rule");
  if (named == entry.end()) return kRequired;
  const std::string id = node.text(*named);
  const Rule* rule = rule_named(id);
  const bool fits = rule != nullptr && (rule->check == check_clause ||  //
                                        rule->check == check_clause_at_object);
  if (!fits) node.fail(fmt::format("x-rule '{}' is not a rule on several members", id));
  return *rule;
}

void add(NodeCompiler& node, const Rule& rule, const std::string& place, const json& entry,
         Condition when, const json& then) {
  Clause clause{std::move(when), compile_condition(node, then, {}),
                entry.value("description", std::string())};
  node.add_clause(rule, place).clause = std::make_shared<const Clause>(std::move(clause));
}

std::string message_of(const Clause& clause, const Condition& culprit) {
  std::string message = demand(culprit);
  const std::string where = describe(clause.when);
  if (!where.empty()) message += fmt::format(" where {}", where);
  if (!clause.because.empty()) message += fmt::format("; {}", clause.because);
  return message;
}

bool broken(const Clause& clause, const CheckContext& context) {
  return holds(clause.when, context) == Truth::kTrue &&
         holds(clause.then, context) == Truth::kFalse;
}

void report_below(const Check& check, const Condition& culprit, CheckContext& context) {
  for (const std::string& name : culprit.path) context.path().push().to_member(name);
  context.report(check, context.capture(culprit.slot).span, message_of(*check.clause, culprit));
  for (std::size_t i = 0; i < culprit.path.size(); ++i) context.path().pop();
}

}  // namespace

void compile_all_of(NodeCompiler& node, const json& value) {
  if (!value.is_array()) node.fail("allOf must be an array");
  for (std::size_t i = 0; i < value.size(); ++i) {
    const json& entry = value[i];
    const std::string place = fmt::format("/{}/{}", node.keyword(), i);
    if (!entry.is_object()) node.fail("an entry of allOf must be an object");
    const Rule& rule = rule_of(node, entry);
    const Condition itself = compile_condition(node, entry, {});
    if (!itself.parts.empty()) add(node, rule, place, entry, {}, entry);
    const auto when = entry.find("if");
    if (when == entry.end()) continue;
    const Condition condition = compile_condition(node, *when, {});
    if (entry.contains("then")) add(node, rule, place, entry, condition, entry["then"]);
    if (entry.contains("else")) {
      add(node, rule, place, entry, {.op = Op::kNot, .parts = {condition}}, entry["else"]);
    }
  }
}

bool check_clause(const Check& check, Value& value, CheckContext& context) {
  const Clause& clause = *check.clause;
  if (!broken(clause, context)) return true;
  const Condition& found = culprit(clause.then, context);
  if (found.op == Op::kPresent || found.path.empty()) {
    context.report(check, value.span(), message_of(clause, found));
  } else {
    report_below(check, found, context);
  }
  return true;
}

bool check_clause_at_object(const Check& check, Value& value, CheckContext& context) {
  const Clause& clause = *check.clause;
  if (!broken(clause, context)) return true;
  context.report(check, value.span(), message_of(clause, culprit(clause.then, context)));
  return true;
}

bool inject_clause(const Check& check, Injection& injection) {
  const Clause& clause = *check.clause;
  if (holds(clause.when, injection.value) != Truth::kTrue) return false;
  const Repair with{injection.node, injection.random, injection.make};
  const bool broken = make_false(clause.then, injection.value, with) &&
                      holds(clause.when, injection.value) == Truth::kTrue &&
                      holds(clause.then, injection.value) == Truth::kFalse;
  if (!broken) return false;
  const Condition& found = culprit(clause.then, injection.value);
  const bool at_value = check.rule->check == check_clause && found.op != Op::kPresent;
  injection.place = at_value ? found.path : std::vector<std::string>();
  return true;
}

}  // namespace diallint
