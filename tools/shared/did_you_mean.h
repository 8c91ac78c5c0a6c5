// "Did you mean …?"
#pragma once
#include <span>
#include <string>
#include <string_view>

namespace diallint {

/// "; did you mean 'X'?", or, where no candidate is near, "; " and `otherwise`.
std::string did_you_mean(std::string_view word, std::span<const std::string_view> candidates,
                         std::string_view otherwise);

}  // namespace diallint
