#include "schema/check_order.h"

#include <algorithm>
#include <cstdint>
#include <utility>

namespace diallint {
namespace {

// Finds what a string can be accepted by at a glance.
void find_fast_path(Node& node) {
  std::int64_t minimum = 0;
  std::int64_t maximum = UINT32_MAX;
  const ByteSet* fast_bytes = nullptr;
  std::uint32_t skips = 0;
  for (const Check& check : node.checks) {
    if (check.rule->stage == Stage::kLength) {
      minimum = std::max<std::int64_t>(minimum, check.minimum);
      maximum = std::min(maximum, check.maximum);
    } else if (check.pattern && check.pattern->plain_class() != nullptr && fast_bytes == nullptr) {
      fast_bytes = &check.pattern->fast_bytes();
      minimum =
          std::max<std::int64_t>(minimum, static_cast<std::int64_t>(check.pattern->minimum()));
    } else {
      break;
    }
    ++skips;
  }
  if (fast_bytes == nullptr) return;
  FastAccept accept;
  accept.bytes = *fast_bytes;
  // A code point has one to four bytes: within these bounds no count is needed.
  accept.min_bytes = static_cast<std::uint32_t>(
      std::min<std::int64_t>(minimum <= 1 ? minimum : minimum * 4 - 3, UINT32_MAX));
  accept.max_bytes = static_cast<std::uint32_t>(maximum);
  for (const Check& check : node.checks) accept.suspect(check.rule->suspects);
  node.fast_accept = accept;
  node.fast_path_checks = skips;
  node.fast_path_complete = skips == node.fast_path_end;
}

// The rule that knows how the node's values are written is asked by all others.
void find_adviser(Node& node) {
  const auto adviser = std::find_if(node.checks.begin(), node.checks.end(),
                                    [](const Check& c) { return c.rule->advise != nullptr; });
  if (adviser == node.checks.end()) return;
  for (Check& check : node.checks) check.adviser = &*adviser;
}

}  // namespace

void order_checks(Node& node) {
  // Those that look at few texts come last.
  const auto place = [](const Check& check) {
    return std::pair(!check.rule->suspects.empty(), check.rule->stage);
  };
  std::stable_sort(node.checks.begin(), node.checks.end(),
                   [&](const Check& a, const Check& b) { return place(a) < place(b); });
  for (const Check& check : node.checks) {
    node.steps.push_back({check.rule->check, &check});
    if (check.rule->suspects.empty()) ++node.fast_path_end;
  }
  find_adviser(node);
  node.takes_text = holds(node.kinds, Kind::kString) && !node.record && node.rest == nullptr;
  find_fast_path(node);
}

}  // namespace diallint
