// Keywords of a schema in words: what a limit allows, and what a change of it means.
#pragma once
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "diallint/schema_diff.h"

namespace diallint {

/// A JSON value as prose shows it: strings without quotes, everything else as JSON.
std::string plain(const nlohmann::ordered_json& value);

/// "A, B, C" for a JSON array.
std::string plain_list(const nlohmann::ordered_json& values);

/// What one keyword says: "at most 200 characters", "a string", "pattern ^a$".
std::string describe_keyword(std::string_view keyword, const nlohmann::ordered_json& value);

struct KeywordChange {
  std::string description;
  Drift drift = Drift::kNeither;
};

/// What it means that a keyword (other than those on members, values and sources) has changed. A
/// null pointer: it does not stand there. Nothing, if both mean the same.
std::vector<KeywordChange> describe_change(std::string_view keyword,
                                           const nlohmann::ordered_json* was,
                                           const nlohmann::ordered_json* is);

}  // namespace diallint
