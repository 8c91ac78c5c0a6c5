// What reconcile says at its end.
#pragma once
#include <string>

#include "diallint/reconcile.h"

namespace diallint {

/// Lines for people; `folder` is where everything is.
std::string summary_in_words(const ReconcileSummary& summary, const std::string& folder);

/// The same as JSON; schemas/reconcile.schema.json describes it.
std::string summary_in_json(const ReconcileSummary& summary, const std::string& folder);

}  // namespace diallint
