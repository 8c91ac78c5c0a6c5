// The known name that a mistyped one is nearest to.
#pragma once
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace diallint {

/// Number of single-byte edits (insert, delete, replace, swap of neighbours) between two texts;
/// stops counting at `limit`, which it then returns.
std::size_t edit_distance(std::string_view a, std::string_view b, std::size_t limit);

/// The nearest of `names`, or an empty text if none is within a third of its length.
std::string_view nearest_name(std::string_view name, std::span<const std::string_view> names);

}  // namespace diallint
