// Strings of a JSON text that hold what is no text, so that what they say is not known.
#pragma once
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "diallint/finding.h"
#include "input/json_index.h"
#include "input/place_map.h"

namespace diallint {

/// Where they stand in the text of an index, each up to the token behind it: ascending, and none in
/// another. Those that are not closed have no token, and are not among them.
std::vector<Span> broken_strings(std::string_view text, const JsonIndex& index);

/// The bytes of that text from `begin` to `end`, which stand at `outer` as they are, as the next
/// ones of the map, with those strings as not known.
void map_around(std::span<const Span> strings, std::uint64_t begin, std::uint64_t end,
                std::uint64_t outer, PlaceMap& map);

}  // namespace diallint
