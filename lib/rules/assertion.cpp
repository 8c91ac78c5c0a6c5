#include "rules/assertion.h"

#include <fmt/format.h>

#include <algorithm>

#include "context/check_context.h"

namespace diallint {

ValueTree tree_of(const Sample& sample) {
  ValueTree tree;
  tree.kind = sample.kind;
  tree.text = sample.kind == Kind::kNull ? "null" : sample.text;
  for (const auto& [name, value] : sample.members) tree.members.push_back({name, tree_of(value)});
  for (const Sample& item : sample.items) tree.items.push_back(tree_of(item));
  return tree;
}

std::optional<Sample> Demand::suggested(Random&) const { return std::nullopt; }

void Demand::report_as(const std::string& complaint, const ValueTree& value,
                       CheckContext& context) const {
  context.report(*origin.rule, origin.source, value.span,
                 [&] { return fmt::format("{} {}", context.subject(), complaint); });
}

bool Judgement::holds(const Assertion& assertion, const ValueTree& value) {
  const auto judge = [&] {
    return std::all_of(assertion.demands.begin(), assertion.demands.end(),
                       [&](const auto& demand) { return demand->holds(value, *this); });
  };
  if (!assertion.shared) return judge();
  const std::pair key{&assertion, &value};
  if (const auto known = known_.find(key); known != known_.end()) return known->second;
  return known_[key] = judge();
}

void Judgement::report(const Assertion& assertion, const ValueTree& value, CheckContext& context) {
  for (const auto& demand : assertion.demands) {
    if (!demand->holds(value, *this)) demand->report(value, *this, context);
  }
}

bool check_assertion(const Assertion& assertion, const ValueTree& value, CheckContext& context) {
  Judgement judgement;
  if (judgement.holds(assertion, value)) return true;
  judgement.report(assertion, value, context);
  return false;
}

bool fulfils(const Assertion& assertion, const Sample& value) {
  Judgement judgement;
  const ValueTree tree = tree_of(value);
  return judgement.holds(assertion, tree);
}

std::optional<Sample> suggested(const Assertion& assertion, Random& random) {
  for (const auto& demand : assertion.demands) {
    if (auto sample = demand->suggested(random)) return sample;
  }
  return std::nullopt;
}

}  // namespace diallint
