// What a test has to know of a document that it has spoiled before it looks for the one finding.
#pragma once
#include <algorithm>
#include <string>

#include "plan/plan.h"
#include "samples/sample.h"
#include "support/lint.h"

namespace diallint::test {

/// Turns off what says something of valid documents, too, to explain an answer of the service.
inline void turn_off_explanations(Settings& settings) {
  for (const Rule* rule : all_rules()) {
    if (rule->severity == Severity::kInfo && rule->inject_fault == nullptr) {
      settings.severity[std::string(rule->id)] = Severity::kOff;
    }
  }
}

/// Whether the members of a spoiled document still tell its shape: not where few are left or one
/// that is required is missing, as it may then be nearer to another; nor are the errors of two
/// services told apart by all of their members.
inline bool members_tell_shape(const Shape& shape, const Sample& document) {
  const std::vector<Member>& members = builtin_plan().node(shape.root).members;
  return document.members.size() >= 4 && !shape.id.ends_with("-error") &&
         std::all_of(members.begin(), members.end(), [&](const Member& member) {
           const auto is_it = [&](const auto& has) { return has.first == member.name; };
           return !member.required ||
                  std::any_of(document.members.begin(), document.members.end(), is_it);
         });
}

}  // namespace diallint::test
