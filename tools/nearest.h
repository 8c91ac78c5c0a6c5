// "Did you mean …?"
#pragma once
#include <span>
#include <string>
#include <string_view>

namespace diallint {

/// The candidate that takes the fewest edits to reach (case counts for nothing), or an empty text
/// if every one of them is too far off to be what was meant. Points into `candidates`.
std::string_view nearest(std::string_view word, std::span<const std::string_view> candidates);

/// "; did you mean 'X'?", or, where nothing is near, "; " and `otherwise`.
std::string did_you_mean(std::string_view word, std::span<const std::string_view> candidates,
                         std::string_view otherwise);

}  // namespace diallint
