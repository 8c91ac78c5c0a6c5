#include "diallint/finding.h"

#include <array>
#include <utility>

namespace diallint {
namespace {

constexpr std::array<std::pair<Severity, std::string_view>, 4> kNames{{
    {Severity::kOff, "off"},
    {Severity::kInfo, "info"},
    {Severity::kWarning, "warning"},
    {Severity::kError, "error"},
}};

}  // namespace

std::string_view to_string(Severity severity) noexcept {
  for (const auto& [value, name] : kNames) {
    if (value == severity) return name;
  }
  return "off";
}

std::string_view to_string(FixSafety safety) noexcept {
  return safety == FixSafety::kSafe ? "safe" : "unsafe";
}

std::optional<Severity> parse_severity(std::string_view name) noexcept {
  for (const auto& [value, known] : kNames) {
    if (known == name) return value;
  }
  return std::nullopt;
}

std::string_view name_of(Severity severity) noexcept { return to_string(severity); }

std::optional<Severity> severity_named(std::string_view name) noexcept {
  return parse_severity(name);
}

Counts& Counts::operator+=(const Counts& other) noexcept {
  records += other.records;
  valid += other.valid;
  invalid += other.invalid;
  unreadable += other.unreadable;
  errors += other.errors;
  warnings += other.warnings;
  infos += other.infos;
  return *this;
}

}  // namespace diallint
