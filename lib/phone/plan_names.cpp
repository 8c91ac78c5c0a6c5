// The names of verdicts and types; the build's own plan compiler needs them too.
#include <array>

#include "diallint/numbering_plan.h"

namespace diallint {
namespace {

constexpr std::array<std::string_view, 6> kVerdictNames = {
    "assignable", "not E.164", "unknown calling code", "too short", "too long", "range not in use"};
constexpr std::array<std::string_view, 12> kTypeNames = {
    "none", "premium",   "toll-free", "shared-cost",     "voip",  "personal", "pager",
    "uan",  "voicemail", "fixed",     "fixed-or-mobile", "mobile"};

}  // namespace

std::string_view to_string(NumberVerdict verdict) noexcept {
  return kVerdictNames[static_cast<std::size_t>(verdict)];
}

std::string_view to_string(NumberType type) noexcept {
  return kTypeNames[static_cast<std::size_t>(type)];
}

std::optional<NumberType> parse_number_type(std::string_view name) noexcept {
  for (std::size_t i = 1; i < kTypeNames.size(); ++i) {
    if (kTypeNames[i] == name) return static_cast<NumberType>(i);
  }
  return std::nullopt;
}

std::optional<NumberType> number_type_from(std::string_view name) noexcept {
  return parse_number_type(name);
}

}  // namespace diallint
