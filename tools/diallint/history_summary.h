// What history says.
#pragma once
#include <cstdint>
#include <string>

#include "diallint/history_file.h"

namespace diallint {

/// Lines for people; `file` is the history, of so many bytes.
std::string facts_in_words(const HistoryFacts& facts, const std::string& file, std::uint64_t bytes);

/// The same as JSON; schemas/history.schema.json describes it.
std::string facts_in_json(const HistoryFacts& facts, const std::string& file, std::uint64_t bytes);

}  // namespace diallint
