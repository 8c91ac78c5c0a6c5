#include "diallint/sending_options.h"

#include <fmt/format.h>

#include "base/printable.h"
#include "shared/failure.h"
#include "shared/option_parser.h"
#include "shared/option_values.h"

namespace diallint {
namespace {

Instant start_of(const std::string& word) {
  if (word.empty()) return *moment("");
  if (const auto instant = parse_rfc3339(word)) return *instant;
  throw FatalError{fmt::format("--start takes a date-time such as 2026-11-20T12:00:00Z, not '{}'",
                               printable(word))};
}

std::uint64_t number_from_one(std::string_view option, const std::string& word) {
  const std::uint64_t number = whole_number(option, word);
  if (number > 0) return number;
  throw FatalError{fmt::format("{} takes a whole number from 1", option)};
}

}  // namespace

void add_sending_options(Parser& parser, RawSending& raw) {
  parser.value("--start", raw.start, "TIME", "when the first is sent, RFC 3339 (default: now)");
  parser.value("--rate", raw.rate, "N", "requests sent per second (default: all at the start)");
  parser.value("--expires-in", raw.expires_in, "SECONDS",
               "from sending to expiry (default: the middle of what is advised)");
}

SendingOptions sending_options_of(const RawSending& raw) {
  SendingOptions options;
  options.start = start_of(raw.start);
  if (!raw.rate.empty()) options.rate = number_from_one("--rate", raw.rate);
  if (!raw.expires_in.empty()) options.expires_in = whole_number("--expires-in", raw.expires_in);
  return options;
}

}  // namespace diallint
