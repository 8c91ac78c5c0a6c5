#include "pattern_set.h"

#include <fmt/format.h>

namespace diallint {
namespace {

// In instructions of RE2's programs, of 16 bytes each. What else a pattern takes, its tables and
// what RE2 remembers of the texts that it has seen, counts as much as the second of these.
constexpr std::size_t kMostInstructions = 1'000'000;
constexpr std::size_t kEach = 2'000;

}  // namespace

std::variant<std::shared_ptr<const Pattern>, std::string> PatternSet::compiled(
    const std::string& ecma) {
  if (const auto found = known_.find(ecma); found != known_.end()) return found->second;
  Pattern::Result result = Pattern::compile(ecma);
  if (!result.pattern) return fmt::format("this pattern does not compile: {}", result.error);
  size_ += kEach + result.pattern->instructions();
  if (size_ > kMostInstructions) {
    return fmt::format(
        "with this one the patterns are too large: {} instructions together, {} at most", size_,
        kMostInstructions);
  }
  auto pattern = std::make_shared<const Pattern>(std::move(*result.pattern));
  known_.emplace(ecma, pattern);
  return pattern;
}

}  // namespace diallint
