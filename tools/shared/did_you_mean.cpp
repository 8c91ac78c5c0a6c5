#include "shared/did_you_mean.h"

#include <fmt/format.h>

#include "base/edit_distance.h"
#include "base/printable.h"

namespace diallint {
namespace {

constexpr std::size_t kMaxWordLength = 64;  // nobody mistypes more, and the search is quadratic

}  // namespace

std::string did_you_mean(std::string_view word, std::span<const std::string_view> candidates,
                         std::string_view otherwise) {
  const bool short_enough = word.size() <= kMaxWordLength;
  const std::string_view near = short_enough ? nearest_name(word, candidates) : std::string_view();
  if (near.empty()) return fmt::format("; {}", otherwise);
  return fmt::format("; did you mean '{}'?", printable(near));
}

}  // namespace diallint
