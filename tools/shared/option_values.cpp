#include "shared/option_values.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>

#include "base/printable.h"
#include "engine/input_formats.h"
#include "plan/rule.h"
#include "plan/rule_info.h"
#include "shared/did_you_mean.h"
#include "shared/failure.h"

namespace diallint {
namespace {

const Rule& rule_of(std::string_view option, std::string_view id) {
  if (const Rule* rule = rule_named(id)) return *rule;
  const std::vector<std::string_view> ids = rule_ids();
  throw FatalError{fmt::format("{}: unknown rule '{}'{}", option, printable(id),
                               did_you_mean(id, ids, "'diallint rules' lists them"))};
}

void set_level(std::string_view assignment, Severities& into) {
  const std::size_t equals = assignment.find('=');
  if (equals == std::string_view::npos)
    throw FatalError{
        fmt::format("--severity takes RULE=LEVEL, as in phone-duplicate=error, not '{}'",
                    printable(assignment))};
  const Rule& rule = rule_of("--severity", assignment.substr(0, equals));
  const std::string_view level = assignment.substr(equals + 1);
  expect_one_of("--severity", level, kSeverityWords);
  into[std::string(rule.id)] = parse_severity(level).value_or(rule.severity);
}

}  // namespace

std::vector<std::string_view> split_list(std::string_view list) {
  std::vector<std::string_view> parts;
  for (;;) {
    const std::size_t comma = list.find(',');
    std::string_view part = list.substr(0, comma);
    while (part.starts_with(' ')) part.remove_prefix(1);
    while (part.ends_with(' ')) part.remove_suffix(1);
    if (!part.empty()) parts.push_back(part);
    if (comma == std::string_view::npos) return parts;
    list.remove_prefix(comma + 1);
  }
}

std::string in_words(std::span<const std::string_view> choices, std::string_view last) {
  return fmt::format("{} {} {}", fmt::join(choices.first(choices.size() - 1), ", "), last,
                     choices.back());
}

std::string with_default(std::string words) { return words.insert(words.find(','), " (default)"); }

void expect_one_of(std::string_view option, std::string_view word,
                   std::span<const std::string_view> choices) {
  if (std::find(choices.begin(), choices.end(), word) != choices.end()) return;
  const std::string all = fmt::format("it must be one of: {}", fmt::join(choices, ", "));
  throw FatalError{fmt::format("{} cannot be '{}'{}", option, printable(word),
                               did_you_mean(word, choices, all))};
}

Instant present() {
  constexpr std::int32_t kMillisecond = 1000000;
  Instant now = current_time();
  now.nanos -= now.nanos % kMillisecond;
  return now;
}

std::optional<Instant> moment(const std::string& word) {
  if (word.empty()) return present();
  if (word == "none") return std::nullopt;
  if (const auto instant = parse_rfc3339(word)) return instant;
  throw FatalError{
      fmt::format("--now takes a date-time such as 2026-11-20T12:00:00Z, or 'none', not '{}'",
                  printable(word))};
}

std::uint64_t whole_number(std::string_view option, const std::string& word) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), number);
  if (error == std::errc() && end == word.data() + word.size()) return number;
  throw FatalError{
      fmt::format("{} takes a whole number from 0, not '{}'", option, printable(word))};
}

std::uint64_t byte_size(std::string_view option, std::string_view word) {
  constexpr std::string_view kUnits = "KMG";
  std::uint64_t number = 0;
  const char* const end = word.data() + word.size();
  const auto [unit, error] = std::from_chars(word.data(), end, number);
  const std::size_t step = unit == end ? std::string_view::npos : kUnits.find(*unit);
  const unsigned shift =
      step == std::string_view::npos ? 0 : 10 * (static_cast<unsigned>(step) + 1);
  const bool is_size = error == std::errc() && (unit == end || (shift > 0 && unit + 1 == end));
  if (is_size && (number << shift) >> shift == number) return number << shift;
  throw FatalError{
      fmt::format("{} takes bytes, such as 500, 64K, 20M or 1G, and 0 for any, not '{}'", option,
                  printable(word))};
}

std::uint64_t memory_limit(std::string_view option, std::string_view word) {
  constexpr std::uint64_t kLeast = std::uint64_t{64} << 10;
  const std::uint64_t bytes = byte_size(option, word);
  if (bytes == 0 || bytes >= kLeast) return bytes;
  throw FatalError{
      fmt::format("{} takes 64K or more, and 0 for any, not '{}'", option, printable(word))};
}

InputFormat input_format(const std::string& word) {
  expect_one_of("--input-format", word, input_format_names());
  return input_format_named(word);
}

std::optional<Severity> threshold(const std::string& word) {
  expect_one_of("--fail-on", word, kThresholdWords);
  return word == "never" ? std::nullopt : parse_severity(word);
}

std::vector<std::string_view> rules_of(std::string_view option,
                                       const std::vector<std::string>& lists) {
  std::vector<std::string_view> ids;
  for (const std::string& list : lists)
    for (const std::string_view id : split_list(list)) ids.push_back(rule_of(option, id).id);
  if (ids.empty() && !lists.empty())
    throw FatalError{fmt::format("{} names no rule; 'diallint rules' lists them", option)};
  return ids;
}

Severities severities(const std::vector<std::string>& select,
                      const std::vector<std::string>& ignore,
                      const std::vector<std::string>& levels) {
  Severities result;
  const std::vector<std::string_view> selected = rules_of("--select", select);
  if (!selected.empty())
    for (const Rule* rule : all_rules())
      if (!rule->reports_unreadable_input) result[std::string(rule->id)] = Severity::kOff;
  for (const std::string_view id : selected) {
    result.erase(std::string(id));
    const Rule& rule = *rule_named(id);
    if (rule.enabled_by != nullptr) result[std::string(id)] = rule.severity;
  }
  for (const std::string_view id : rules_of("--ignore", ignore))
    result[std::string(id)] = Severity::kOff;
  for (const std::string& list : levels)
    for (const std::string_view assignment : split_list(list)) set_level(assignment, result);
  return result;
}

}  // namespace diallint
