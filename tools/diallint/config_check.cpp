#include "diallint/config_check.h"

#include <fmt/format.h>

#include "base/printable.h"
#include "diallint/instant.h"
#include "diallint/settings.h"
#include "engine/input_formats.h"
#include "input/csv_mapping.h"
#include "report/reporter.h"
#include "shared/failure.h"
#include "shared/option_values.h"

namespace diallint {
namespace {

void check_moment(const std::string& where, const std::string& word) {
  if (word == "none" || word == "clock" || parse_rfc3339(word)) return;
  throw FatalError{fmt::format(
      "{} takes a date-time such as \"2026-11-20T12:00:00Z\", \"none\" or \"clock\"", where)};
}

void check_column(const std::string& where, const std::string& member, const std::string& header) {
  CsvMap map;
  const std::string error = add_csv_mapping(member + "=" + header, map);
  if (!error.empty()) throw FatalError{fmt::format("{}: {}", where, printable(error))};
}

/// A baseline is written to, and a file that lies beside data must not choose where.
void check_inside(const std::string& where, std::string_view path) {
  for (std::size_t at = 0; at <= path.size();) {
    const std::size_t end = std::min(path.find('/', at), path.size());
    const bool leaves = path.substr(at, end - at) == ".." || (at == 0 && end == 0);
    if (leaves)
      throw FatalError{fmt::format("{} must be a path below the folder of this file", where)};
    at = end + 1;
  }
}

}  // namespace

void check_config_value(const std::string& where, std::string_view key, const std::string& inner,
                        const std::vector<std::string>& raw) {
  if (key == "select" || key == "ignore" || key == "per-file-ignores") {
    if (!raw.empty()) rules_of(where, raw);
  } else if (key == "severity") {
    rules_of(where, {inner});
    expect_one_of(where, raw.front(), kSeverityWords);
  } else if (key == "fail-on") {
    expect_one_of(where, raw.front(), kThresholdWords);
  } else if (key == "input-format") {
    expect_one_of(where, raw.front(), input_format_names());
  } else if (key == "envelope") {
    expect_one_of(where, raw.front(), envelope_names());
  } else if (key == "max-expanded") {
    byte_size(where, raw.front());
  } else if (key == "memory-limit") {
    memory_limit(where, raw.front());
  } else if (key == "output.format") {
    expect_one_of(where, raw.front(), report_formats());
  } else if (key == "now") {
    check_moment(where, raw.front());
  } else if (key == "csv-map") {
    check_column(where, inner, raw.front());
  } else if (key == "baseline") {
    check_inside(where, raw.front());
  }
}

bool fits_pattern(std::string_view path, std::string_view pattern) {
  if (pattern.find('/') == std::string_view::npos && pattern != "**")
    path = path.substr(path.rfind('/') + 1);
  // fits[j]: the path read so far fits the first j characters of the pattern.
  std::vector<bool> fits(pattern.size() + 1);
  const auto pass_stars = [&](bool at_part) {
    for (std::size_t j = 0; j < pattern.size(); ++j) {
      if (!fits[j] || pattern[j] != '*') continue;
      fits[j + 1] = true;
      // "**/" also stands for no folder at all.
      if (at_part && pattern.substr(j, 3) == "**/" && (j == 0 || pattern[j - 1] == '/'))
        fits[j + 3] = true;
    }
  };
  fits[0] = true;
  pass_stars(true);
  for (const char c : path) {
    std::vector<bool> next(pattern.size() + 1);
    for (std::size_t j = 0; j < pattern.size(); ++j) {
      if (!fits[j]) continue;
      const bool wide = pattern.substr(j, 2) == "**" || (j > 0 && pattern.substr(j - 1, 2) == "**");
      if (pattern[j] == '*' && (c != '/' || wide)) next[j] = true;
      if (pattern[j] == c || (pattern[j] == '?' && c != '/')) next[j + 1] = true;
    }
    fits = std::move(next);
    pass_stars(c == '/');
  }
  return fits[pattern.size()];
}

}  // namespace diallint
