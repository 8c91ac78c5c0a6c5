#include "rules/clause.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <vector>

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
  const std::string id = node.text(entry["x-rule"]);
  const Rule* rule = rule_named(id);
  const bool fits = rule != nullptr && (rule->check == check_clause ||  //
                                        rule->check == check_clause_at_object);
  if (!fits) node.fail(fmt::format("x-rule '{}' is not a rule on several members", id));
  return *rule;
}

// What an entry of allOf says: itself, and by its if, then and else.
std::vector<Clause> clauses_of(NodeCompiler& node, const json& entry) {
  const std::string because = entry.value("description", std::string());
  std::vector<Clause> clauses;
  Condition itself = compile_condition(node, entry, {}, /*entry=*/true);
  if (!itself.parts.empty()) clauses.push_back({{}, std::move(itself), because});
  const auto when = entry.find("if");
  if (when == entry.end()) return clauses;
  const Condition condition = compile_condition(node, *when, {});
  if (entry.contains("then")) {
    clauses.push_back({condition, compile_condition(node, entry["then"], {}), because});
  }
  if (entry.contains("else")) {
    clauses.push_back({{.op = Op::kNot, .parts = {condition}},
                       compile_condition(node, entry["else"], {}),
                       because});
  }
  return clauses;
}

void add(NodeCompiler& node, const Rule& rule, const std::string& place,
         std::vector<Clause> clauses) {
  for (Clause& clause : clauses) {
    node.add_clause(rule, place).clause = std::make_shared<const Clause>(std::move(clause));
  }
}

// Whether a clause, which is asked of objects alone, says nothing of other values.
bool is_on_objects(const Clause& clause) {
  return !holds_of_others(clause.when) || holds_of_others(clause.then);
}

// Adds an entry that speaks of members which the object is known to have: they are seen on the
// way. False, and nothing added, for others.
bool add_if_seen(NodeCompiler& node, const json& entry, const std::string& place) try {
  if (!entry.is_object()) return false;
  std::vector<Clause> clauses = clauses_of(node, entry);
  const bool fits =
      node.only_objects({}) || std::all_of(clauses.begin(), clauses.end(), is_on_objects);
  if (fits) add(node, kRequired, place, std::move(clauses));
  return fits;
} catch (const SchemaError&) {
  return false;  // whoever judges it as a whole says what is wrong with it
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
  context.report(check, context.capture(culprit.slot).span,
                 [&] { return message_of(*check.clause, culprit); });
  for (std::size_t i = 0; i < culprit.path.size(); ++i) context.path().pop();
}

}  // namespace

void compile_all_of(NodeCompiler& node, const json& value) {
  if (!value.is_array()) node.fail("allOf must be an array");
  for (std::size_t i = 0; i < value.size(); ++i) {
    const json& entry = value[i];
    const std::string place = fmt::format("/{}/{}", node.keyword(), i);
    if (entry.is_object() && entry.contains("x-rule")) {
      add(node, rule_of(node, entry), place, clauses_of(node, entry));
    } else if (!add_if_seen(node, entry, place)) {
      node.leave_entry(i);
    }
  }
}

bool check_clause(const Check& check, Value& value, CheckContext& context) {
  const Clause& clause = *check.clause;
  if (!broken(clause, context)) return true;
  const Condition& found = culprit(clause.then, context);
  if (found.op == Op::kPresent || found.path.empty()) {
    context.report(check, value.span(), [&] { return message_of(clause, found); });
  } else {
    report_below(check, found, context);
  }
  return true;
}

bool check_clause_at_object(const Check& check, Value& value, CheckContext& context) {
  const Clause& clause = *check.clause;
  if (!broken(clause, context)) return true;
  context.report(check, value.span(),
                 [&] { return message_of(clause, culprit(clause.then, context)); });
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
