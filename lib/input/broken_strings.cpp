#include "input/broken_strings.h"

#include <algorithm>

namespace diallint {

std::vector<Span> broken_strings(std::string_view text, const JsonIndex& index) {
  std::vector<Span> strings;
  const auto tokens = index.tokens();
  for (const FaultAt& fault : index.faults()) {
    const auto behind = std::upper_bound(tokens.begin(), tokens.end(), fault.at);
    if (fault.fault == TextError::kOpenString || behind == tokens.begin()) continue;
    const Span string{*(behind - 1), *behind};  // a sentinel follows the last token
    const bool is_told = !strings.empty() && strings.back().begin == string.begin;
    if (!is_told && text[string.begin] == '"') strings.push_back(string);
  }
  return strings;
}

void map_around(std::span<const Span> strings, std::uint64_t begin, std::uint64_t end,
                std::uint64_t outer, PlaceMap& map) {
  std::uint64_t done = begin;
  for (const Span& string : strings) {
    if (string.begin < begin || string.begin >= end) continue;
    map.copied(string.begin - done, outer + done - begin);
    done = std::min(string.end, end);
    map.unknown(done - string.begin, outer + string.begin - begin, done - string.begin);
  }
  map.copied(end - done, outer + done - begin);
}

}  // namespace diallint
