#include "plan/pattern_cache.h"

#include <fmt/format.h>

namespace diallint {
namespace {

// In bytes that RE2 may hold for all of them. It keeps a third of that where texts were made to
// fill what it remembers, for no pattern is searched both forwards and backwards.
constexpr std::size_t kMaxMemory = std::size_t{128} << 20;

}  // namespace

std::variant<std::shared_ptr<const Pattern>, std::string> PatternSet::compiled(
    const std::string& ecma) {
  if (const auto found = known_.find(ecma); found != known_.end()) return found->second;
  Pattern::Result result = Pattern::compile(ecma);
  if (!result.pattern) return fmt::format("this pattern does not compile: {}", result.error);
  const std::size_t together = memory_ + result.pattern->memory();
  if (together > kMaxMemory) {
    return fmt::format(
        "with this one the patterns take {} KiB together; at most {} KiB are allowed",
        together >> 10, kMaxMemory >> 10);
  }
  memory_ = together;
  auto pattern = std::make_shared<const Pattern>(std::move(*result.pattern));
  known_.emplace(ecma, pattern);
  return pattern;
}

}  // namespace diallint
