#include "schema/check_order.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "base/line_scan.h"

namespace diallint {
namespace {

// Where the checks that a rule can pass at a glance follow each other.
void find_glances(std::vector<Step>& steps) {
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const Rule& rule = *steps[i].check->rule;
    if (rule.glance == nullptr || rule.glance_over.size() >= steps.size() - i) continue;
    const auto is_of = [](std::string_view id, const Step& step) {
      return step.check->rule->id == id;
    };
    if (!std::equal(rule.glance_over.begin(), rule.glance_over.end(), &steps[i] + 1, is_of)) {
      continue;
    }
    steps[i].glance = rule.glance;
    steps[i].glance_steps = static_cast<std::uint32_t>(rule.glance_over.size() + 1);
  }
}

const ByteSet& unescaped_bytes() {
  static const ByteSet kBytes = [] {
    ByteSet bytes;
    for (unsigned byte = 0; byte <= UINT8_MAX; ++byte) {
      if (byte != '\\') bytes.add(static_cast<unsigned char>(byte));
    }
    bytes.seal();
    return bytes;
  }();
  return kBytes;
}

bool refuses_only_rare(const ByteSet& bytes) {
  constexpr unsigned kFirst = 0x20;  // those in front are refused in any text of JSON
  constexpr unsigned kLast = 0xF4;   // as are those behind, and two more: UTF-8 has none of them
  for (unsigned byte = kFirst; byte <= kLast; ++byte) {
    const auto its = static_cast<unsigned char>(byte);
    const bool impossible = byte == 0xC0 || byte == 0xC1;
    if (!impossible && !bytes.contains(its) && !LineScan::is_rare(its)) return false;
  }
  return true;
}

// Whether every text that the step passes at a glance is accepted.
bool accepts_what_glances(const FastAccept& accept, const Step& step) {
  const Rule& rule = *step.check->rule;
  if (step.glance == nullptr || rule.glance_bytes.empty()) return false;
  const auto accepts_byte = [&](char c) {
    return accept.bytes.contains(static_cast<unsigned char>(c)) && !accept.suspects_first(c);
  };
  return accept.accepts_size(rule.glance_min_bytes) && accept.accepts_size(rule.glance_max_bytes) &&
         std::ranges::all_of(rule.glance_bytes, accepts_byte);
}

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
  // What has no escape need not be unescaped.
  if (fast_bytes == nullptr) fast_bytes = &unescaped_bytes();
  FastAccept accept;
  accept.bytes = *fast_bytes;
  accept.refuses_only_rare = refuses_only_rare(*fast_bytes);
  // A code point has one to four bytes: within these bounds no count is needed.
  accept.min_bytes = static_cast<std::uint32_t>(
      std::min<std::int64_t>(minimum <= 1 ? minimum : minimum * 4 - 3, UINT32_MAX));
  accept.max_bytes = static_cast<std::uint32_t>(maximum);
  for (const Check& check : node.checks) accept.suspect(check.rule->suspects);
  node.fast_accept = accept;
  node.fast_path_checks = skips;
  node.fast_path_complete = skips == node.fast_path_end;
  node.glance_first = skips < node.fast_path_end && accepts_what_glances(accept, node.steps[skips]);
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
  find_glances(node.steps);
  find_adviser(node);
  for (Check& check : node.checks) check.of_value = node.checks;
  node.takes_text = holds(node.kinds, Kind::kString) && !node.record && node.rest == nullptr;
  find_fast_path(node);
}

void find_plain_maps(std::vector<Node>& nodes) noexcept {
  for (Node& node : nodes) {
    if (node.additional != Additional::kMap || !node.members.empty()) continue;
    const Node& entry = nodes[node.map_value];
    const bool has_plain_entries = entry.takes_text && entry.fast_path_complete;
    const bool is_alone = !node.record && node.rest == nullptr && node.captures == 0 &&
                          node.text == kNoCapture && node.required == 0;
    node.is_plain_map = has_plain_entries && is_alone;
  }
}

}  // namespace diallint
