// Rules on unions: objects of which exactly one member stands.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "context/check_context.h"
#include "plan/node_compiler.h"
#include "rules/clause.h"
#include "rules/condition.h"
#include "rules/families.h"

namespace diallint {
namespace {

void compile_one(NodeCompiler& node, const nlohmann::json& value) {
  if (!value.is_array() || value.size() < 2) node.fail("oneOf must be an array of two or more");
  Clause clause;
  Condition& one_of = clause.then;
  one_of.op = Condition::Op::kOne;
  for (const auto& branch : value) {
    Condition one = compile_condition(node, branch, {});
    const bool plain = one.parts.size() == 1 && one.parts[0].op == Condition::Op::kPresent;
    if (!plain)
      node.fail("a branch of oneOf must be {\"required\": [one member]}, and nothing else");
    one_of.parts.push_back(std::move(one.parts[0]));
  }
  node.add_whole_check().clause = std::make_shared<const Clause>(std::move(clause));
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
  context.report(check, value.span(),
                 there.empty() ? fmt::format("{} has none of {}; exactly one is required",
                                             context.subject(), listed(all, "and"))
                               : fmt::format("{} has {}; exactly one is allowed", context.subject(),
                                             listed(there, "and")));
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

}  // namespace

std::span<const Rule* const> channel_rules() noexcept {
  static constexpr const Rule* kRules[] = {&kOneChannel};
  return kRules;
}

}  // namespace diallint
