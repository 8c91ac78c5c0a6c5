#include "engine/record_starts.h"

#include <algorithm>

#include "base/ascii.h"
#include "plan/record_node.h"

namespace diallint {
namespace {

// More white space than this stands between no two tokens of a record that a program has written.
constexpr std::size_t kMostSpace = 256;
constexpr std::size_t kMostKey = 64;

std::size_t skip_space(std::string_view text, std::size_t at) noexcept {
  const std::size_t most = std::min(text.size(), at + kMostSpace);
  while (at < most && is_json_space(text[at])) ++at;
  return at;
}

bool is_key_byte(char c) noexcept {
  return is_letter(c) || is_digit(c) || c == '_' || c == '-' || c == ' ' || c == '.';
}

// The offset behind the last byte in front of `at` that is no white space.
std::size_t back_over_space(std::string_view text, std::size_t at) noexcept {
  const std::size_t least = at - std::min(at, kMostSpace);
  while (at > least && is_json_space(text[at - 1])) --at;
  return at;
}

// Whether `c` stands in front of `at`, which is moved in front of it.
bool goes_back_over(std::string_view text, std::size_t& at, char c) noexcept {
  at = back_over_space(text, at);
  if (at == 0 || text[at - 1] != c) return false;
  --at;
  return true;
}

bool follows_colon(std::string_view text, std::size_t at) noexcept {
  return goes_back_over(text, at, ':');
}

}  // namespace

RecordStarts::RecordStarts(const Plan& plan) {
  for (const Shape& shape : plan.shapes) {
    for (const NodeId id : {shape.root, record_node(plan, shape.root)}) {
      if (id == kNoNode) continue;
      for (const Member& member : plan.node(id).members) names_.insert(fold_name(member.name));
    }
  }
}

std::string_view RecordStarts::first_key(std::string_view text, std::size_t brace) noexcept {
  const std::size_t open = skip_space(text, brace + 1);
  if (open >= text.size() || text[open] != '"') return {};
  const std::size_t most = std::min(text.size(), open + 1 + kMostKey);
  std::size_t end = open + 1;
  while (end < most && is_key_byte(text[end])) ++end;
  if (end >= text.size() || text[end] != '"') return {};
  const std::size_t colon = skip_space(text, end + 1);
  const bool named = colon < text.size() && text[colon] == ':';
  return named ? text.substr(open + 1, end - open - 1) : std::string_view{};
}

std::string_view RecordStarts::list_name(std::string_view text, std::size_t brace) noexcept {
  std::size_t at = brace;
  const bool is_first = goes_back_over(text, at, '[') && goes_back_over(text, at, ':') &&
                        goes_back_over(text, at, '"');
  if (!is_first) return {};
  const std::size_t end = at;
  const std::size_t least = end - std::min(end, kMostKey);
  while (at > least && is_key_byte(text[at - 1])) --at;
  const bool whole = at > 0 && text[at - 1] == '"';
  return whole ? text.substr(at, end - at) : std::string_view{};
}

bool RecordStarts::begins_at(std::string_view text, std::size_t brace,
                             std::string_view other) const {
  const std::string_view key = first_key(text, brace);
  if (key.empty() || follows_colon(text, brace)) return false;
  return key == other || names_.contains(fold_name(key));
}

}  // namespace diallint
