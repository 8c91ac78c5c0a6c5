#include "diallint/history_options.h"

#include <fmt/format.h>

#include <charconv>
#include <string_view>

#include "base/printable.h"
#include "plan/rule_info.h"
#include "shared/failure.h"
#include "shared/option_parser.h"

namespace diallint {
namespace {

/// A whole number from 1 to a million, or nothing.
std::uint64_t count_in(std::string_view digits) {
  constexpr std::uint64_t kMost = 1'000'000;
  std::uint64_t count = 0;
  const auto result = std::from_chars(digits.data(), digits.data() + digits.size(), count);
  const bool whole = result.ec == std::errc() && result.ptr == digits.data() + digits.size();
  return whole && count <= kMost ? count : 0;
}

std::uint64_t seconds_of(char unit) {
  switch (unit) {
    case 'd':
      return 86'400;
    case 'h':
      return 3600;
    case 'm':
      return 60;
    default:
      return unit == 's' ? 1 : 0;
  }
}

}  // namespace

CallLimit call_limit_of(const std::string& word) {
  const std::size_t slash = word.find('/');
  const std::string_view time =
      slash == std::string::npos ? std::string_view() : std::string_view(word).substr(slash + 1);
  CallLimit limit;
  limit.calls = count_in(std::string_view(word).substr(0, slash));
  limit.seconds =
      time.empty() ? 0 : count_in(time.substr(0, time.size() - 1)) * seconds_of(time.back());
  if (limit.calls == 0 || limit.seconds == 0)
    throw FatalError{fmt::format(
        "--call-limit takes calls and a time, as in 2/24h or 1/7d (s, m, h, d), not '{}'",
        printable(word))};
  if (limit.seconds > static_cast<std::uint64_t>(kHistorySeconds))
    throw FatalError{"--call-limit: a history has the last 7 days; give no longer time"};
  return limit;
}

std::unique_ptr<HistoryFile> begin_history(const Options& options) {
  if (options.history.empty()) return nullptr;
  return std::make_unique<HistoryFile>(options.history, HistoryFile::Use::kWrite);
}

void add_history_options(Parser& parser, RawHistory& raw, bool limit, bool remember) {
  parser.group("What was sent before");
  parser.value("--history", raw.file, "FILE",
               remember ? "find tokens that were used before, as this file remembers"
                        : "look tokens up in this file, and note what is sent");
  if (limit)
    parser.value("--call-limit", raw.call_limit, "N/TIME",
                 "calls of a number at most, as in 2/24h; needs --history");
  if (remember)
    parser.flag("--remember", raw.remember, "note the requests without an error in the history");
}

void apply_history_options(const RawHistory& raw, Options& options) {
  options.history = raw.file;
  options.remember = raw.remember;
  if (!raw.call_limit.empty())
    options.settings.phone_policy.call_limit = call_limit_of(raw.call_limit);
  if (!raw.file.empty()) return;
  if (raw.remember) throw FatalError{"--remember needs a file; name one with --history"};
  if (!raw.call_limit.empty())
    throw FatalError{"--call-limit needs a file that remembers calls; name one with --history"};
  if (effective_severity(*rule_named("phone-recent"), options.settings) != Severity::kOff)
    throw FatalError{"phone-recent has no calls to count; name a file with --history"};
}

}  // namespace diallint
