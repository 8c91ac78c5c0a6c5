// What became of a campaign, as a page for people: counts alone, no value of any request.
#pragma once
#include <functional>
#include <string>
#include <string_view>

#include "diallint/reconcile.h"

namespace diallint {

/// What is known of a failure code, of an exception or of a rule. The texts are static.
struct OutcomeAdvice {
  std::string_view helps;    ///< a word or two: "send again"; empty: nothing is known
  std::string_view meaning;  ///< what stands behind a colon; may be empty
  std::string_view advice;   ///< what to do, a sentence or two
};

/// Whoever knows.
using AdviceOf = std::function<OutcomeAdvice(std::string_view name)>;

/// One page that needs nothing else, UTF-8. Its size does not grow with the rows. `codes` are asked
/// for failure codes and exceptions, `rules` for rules of repair.csv.
std::string outcome_page(const ReconcileSummary& summary, const AdviceOf& codes,
                         const AdviceOf& rules);

}  // namespace diallint
