#include "diallint/outcome_advice.h"

#include <algorithm>
#include <iterator>

#include "diallint/guidance.h"
#include "plan/rule.h"
#include "report/outcome_page.h"

namespace diallint {
namespace {

struct OwnRule {
  std::string_view id;
  OutcomeAdvice advice;
};

/// Rules of reconcile alone; docs/reconcile.md has them.
constexpr OwnRule kOwnRules[] = {
    {"failure-code",
     {"mend", "the service has refused it, and the rules find nothing",
      "repair.csv has what usually helps for its code."}},
    {"token-forgotten",
     {"look up", "it may have been taken, and the service no longer knows its token",
      "Find out whether the call was made before you send it with a new one."}},
    {"batch-unreadable",
     {"mend", "its batch is gone, or is no batch any more",
      "Put the batch back as diallint prepare has made it, and reconcile again."}},
    {"batch-changed",
     {"mend", "another request stands at its place in its batch",
      "Put the batch back as diallint prepare has made it, and reconcile again."}},
};

std::string_view word_for(Remedy remedy) noexcept {
  if (remedy == Remedy::kMend) return "mend";
  return remedy == Remedy::kWaitThenRetry ? "wait" : "send again";
}

OutcomeAdvice of_code(std::string_view name) {
  const Guidance* found = guidance_for(kCampaignsService, name);
  if (found != nullptr) return {word_for(found->remedy), found->meaning, found->advice};
  return {"mend", "the code is not known", "Look it up in the service's documents."};
}

OutcomeAdvice of_rule(std::string_view name) {
  const auto* own = std::find_if(std::begin(kOwnRules), std::end(kOwnRules),
                                 [&](const OwnRule& rule) { return rule.id == name; });
  if (own != std::end(kOwnRules)) return own->advice;
  const Rule* rule = rule_named(name);
  if (rule != nullptr) return {"mend", rule->why, rule->repair};
  return {"mend", "a rule of your schemas", "Correct the row, and prepare it again."};
}

}  // namespace

std::string page_of(const ReconcileSummary& summary) {
  return outcome_page(summary, of_code, of_rule);
}

}  // namespace diallint
