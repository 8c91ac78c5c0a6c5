// Rules on unions: objects of which exactly one member stands.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "context/check_context.h"
#include "plan/node_compiler.h"
#include "rules/clause.h"
#include "rules/condition.h"
#include "rules/families.h"

namespace diallint {
namespace {

bool check_one(const Check& check, Value& value, CheckContext& context);

// The rule that the first branch names, or null: the one that the keyword is of.
const Rule* rule_of(NodeCompiler& node, const nlohmann::json& branch) {
  const auto named = branch.find("x-rule");
  if (named == branch.end()) return nullptr;
  const std::string id = node.text(*named);
  const Rule* rule = rule_named(id);
  if (rule == nullptr || rule->check != check_one)
    node.fail(fmt::format("x-rule '{}' is not a rule on one of several members", id));
  return rule;
}

// {"required": [one member]}, of members that the object is known to have: seen on the way.
bool is_one_member(NodeCompiler& node, const nlohmann::json& branch) {
  if (!branch.is_object() || branch.size() != (branch.contains("x-rule") ? 2U : 1U)) return false;
  const auto required = branch.find("required");
  return required != branch.end() && required->is_array() && required->size() == 1 &&
         required->front().is_string() &&
         node.has_member(required->front().get_ref<const std::string&>());
}

void compile_one(NodeCompiler& node, const nlohmann::json& value) {
  const bool members = value.is_array() && value.size() > 1 && node.only_objects({}) &&
                       std::all_of(value.begin(), value.end(), [&](const nlohmann::json& branch) {
                         return is_one_member(node, branch);
                       });
  if (!members) return node.leave();
  Clause clause;
  Condition& one_of = clause.then;
  one_of.op = Condition::Op::kOne;
  for (const auto& branch : value) {
    Condition one = compile_condition(node, branch, {}, /*entry=*/true);
    one_of.parts.push_back(std::move(one.parts[0]));
  }
  const Rule* named = rule_of(node, value[0]);
  Check& check = named == nullptr ? node.add_whole_check() : node.add_clause(*named, "/oneOf/0");
  check.clause = std::make_shared<const Clause>(std::move(clause));
}

std::string listed(const std::vector<Condition>& members, std::string_view last) {
  std::string text;
  for (std::size_t i = 0; i < members.size(); ++i) {
    if (i > 0) text += i + 1 == members.size() ? fmt::format(" {} ", last) : ", ";
    text += members[i].path[0];
  }
  return text;
}

// A member that is null or of another wrong kind is `type`'s; it counts as little as it can.
bool check_one(const Check& check, Value& value, CheckContext& context) {
  std::vector<Condition> there;
  std::size_t sound = 0;
  for (const Condition& member : check.clause->then.parts) {
    const Capture& capture = context.capture(member.slot);
    if (capture.present) there.push_back(member);
    if (capture.present && capture.sound) ++sound;
  }
  if (!there.empty() && sound <= 1) return true;
  const auto& all = check.clause->then.parts;
  context.report(check, value.span(), [&] {
    return there.empty() ? fmt::format("{} has none of {}; exactly one is required",
                                       context.subject(), listed(all, "and"))
                         : fmt::format("{} has {}; exactly one is allowed", context.subject(),
                                       listed(there, "and"));
  });
  return true;
}

constexpr std::string_view kOneKeywords[] = {"oneOf"};

const Rule kOneChannel = {
    .id = "one-channel",
    .title = "A request goes out through exactly one channel.",
    .severity = Severity::kError,
    .why =
        "The service expects exactly one of these members; with none or several it refuses the "
        "batch.",
    .repair = "Send one request for each channel.",
    .keywords = kOneKeywords,
    .stage = Stage::kSemantic,
    .compile = compile_one,
    .check = check_one,
    .inject_fault = inject_clause,
};

const Rule kTaskFlow = {
    .id = "task-flow",
    .title = "A task names exactly one thing that says which flow it runs.",
    .severity = Severity::kError,
    .why =
        "With none or several of these members the service cannot tell which flow to run, and "
        "refuses the request.",
    .repair =
        "Keep one of the members that the message names. A template works alone only if a flow is "
        "set up in it.",
    .stage = Stage::kSemantic,
    .check = check_one,
    .inject_fault = inject_clause,
};

}  // namespace

std::span<const Rule* const> channel_rules() noexcept {
  static constexpr const Rule* kRules[] = {&kOneChannel, &kTaskFlow};
  return kRules;
}

}  // namespace diallint
