// The options that say when requests are sent.
#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include "diallint/instant.h"

namespace diallint {

class Parser;  // option_parser.h

/// As they were written.
struct RawSending {
  std::string start, rate, expires_in;
};

/// What they say.
struct SendingOptions {
  Instant start;
  std::uint64_t rate = 0;
  std::optional<std::uint64_t> expires_in;
};

void add_sending_options(Parser& parser, RawSending& raw);

/// Reads the clock where no start is given. Throws FatalError.
SendingOptions sending_options_of(const RawSending& raw);

}  // namespace diallint
