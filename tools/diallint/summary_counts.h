// Counts by a name, as summaries show them.
#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace diallint {

class JsonWriter;  // base/json_writer.h

using Counted = std::map<std::string, std::uint64_t>;

/// A line for each, the most frequent first.
std::string counts_in_words(const Counted& counts);

/// As a member that is an object.
void put_counts(JsonWriter& json, std::string_view member, const Counted& counts);

}  // namespace diallint
