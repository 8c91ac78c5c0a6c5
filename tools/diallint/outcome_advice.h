// The page of an outcome, with what is known of codes and rules.
#pragma once
#include <string>

#include "diallint/reconcile.h"

namespace diallint {

/// outcome.html.
std::string page_of(const ReconcileSummary& summary);

}  // namespace diallint
