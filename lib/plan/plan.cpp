#include "plan/plan.h"

#include <algorithm>

#include "base/ascii.h"

namespace diallint {

const SourceDocument* Node::source_of(const Rule& rule) const noexcept {
  for (const Check& check : structure) {
    if (check.rule == &rule) return check.source;
  }
  return nullptr;
}

const Shape* Plan::shape(std::string_view id) const noexcept {
  for (const Shape& shape : shapes) {
    if (shape.id == id) return &shape;
  }
  return nullptr;
}

std::string fold_name(std::string_view name) {
  std::string folded;
  for (const char c : name) {
    if (c == '_' || c == '-' || c == ' ') continue;
    folded += to_lower(c);
  }
  return folded;
}

std::string display_name(const Node& node) {
  return node.title.empty() ? "a value without a title" : node.title;
}

std::int64_t tightest_maximum(const std::vector<Check>& checks) noexcept {
  std::int64_t least = INT64_MAX;
  for (const Check& check : checks) least = std::min(least, check.maximum);
  return least;
}

}  // namespace diallint
