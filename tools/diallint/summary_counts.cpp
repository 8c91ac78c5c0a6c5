#include "diallint/summary_counts.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "base/json_writer.h"

namespace diallint {

std::string counts_in_words(const Counted& counts) {
  std::vector<std::pair<std::string, std::uint64_t>> sorted(counts.begin(), counts.end());
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
  std::string out;
  for (const auto& [name, count] : sorted) out += fmt::format("{:>9}  {}\n", count, name);
  return out;
}

void put_counts(JsonWriter& json, std::string_view member, const Counted& counts) {
  json.name(member).open('{');
  for (const auto& [name, count] : counts) json.put(name, count);
  json.close('}');
}

}  // namespace diallint
