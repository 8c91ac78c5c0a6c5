// The words of the command line and what they stand for. Every function throws FatalError with a
// line that names the option, what was given and what may be given.
#pragma once
#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "diallint/finding.h"
#include "diallint/input_format.h"
#include "diallint/instant.h"

namespace diallint {

/// The parts of a comma-separated list, without the spaces around them and without empty ones.
std::vector<std::string_view> split_list(std::string_view list);

/// What --severity, --fail-on and --color take.
inline constexpr std::array<std::string_view, 4> kSeverityWords = {"error", "warning", "info",
                                                                   "off"};
inline constexpr std::array<std::string_view, 4> kThresholdWords = {"error", "warning", "info",
                                                                    "never"};
inline constexpr std::array<std::string_view, 3> kColorWords = {"auto", "always", "never"};

/// What --unique-within takes, and check's --now beside moments.
inline constexpr std::array<std::string_view, 4> kUniqueWithinWords = {"run", "file", "batch",
                                                                       "off"};
inline constexpr std::array<std::string_view, 2> kNowWords = {"none", "clock"};

/// "json, ndjson or csv".
std::string in_words(std::span<const std::string_view> choices, std::string_view last = "or");

/// Says of the first of such words that it is the default.
std::string with_default(std::string words);

/// Fails unless `word` is one of `choices`; the line names the nearest, or all of them.
void expect_one_of(std::string_view option, std::string_view word,
                   std::span<const std::string_view> choices);

/// The wall clock in milliseconds: finer digits would only lengthen the messages.
Instant present();

/// --now: the clock, read once, where nothing is given, nothing for "none".
std::optional<Instant> moment(const std::string& word);

/// --max-findings: a whole number from 0.
std::uint64_t whole_number(std::string_view option, const std::string& word);

/// --max-expanded: bytes, or as many KiB, MiB or GiB: 500, 64K, 20M, 1G.
std::uint64_t byte_size(std::string_view option, std::string_view word);

/// --memory-limit: the same, from 64K on, or 0.
std::uint64_t memory_limit(std::string_view option, std::string_view word);

/// --input-format.
InputFormat input_format(const std::string& word);

/// --fail-on: nothing for "never".
std::optional<Severity> threshold(const std::string& word);

/// Ids of rules from comma-separated lists.
std::vector<std::string_view> rules_of(std::string_view option,
                                       const std::vector<std::string>& lists);

using Severities = std::map<std::string, Severity, std::less<>>;

/// --select, --ignore and --severity together, the later of the three over the earlier.
Severities severities(const std::vector<std::string>& select,
                      const std::vector<std::string>& ignore,
                      const std::vector<std::string>& levels);

}  // namespace diallint
