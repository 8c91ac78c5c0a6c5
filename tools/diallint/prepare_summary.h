// What prepare says at its end.
#pragma once
#include <string>

#include "diallint/prepare.h"

namespace diallint {

/// Lines for people; `folder` is where the batches are.
std::string summary_in_words(const PrepareSummary& summary, const std::string& folder);

/// The same as JSON; schemas/prepare.schema.json describes it.
std::string summary_in_json(const PrepareSummary& summary, const std::string& folder);

}  // namespace diallint
