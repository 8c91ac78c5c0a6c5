// Times as programs write them that are certain to mean one moment, whatever their form.
#pragma once
#include <optional>
#include <string_view>

#include "diallint/instant.h"

namespace diallint {

struct WrittenTime {
  Instant instant;
  bool has_offset = false;  ///< other than Z
};

/// The moment that a text says with date, minute and zone: with a space for the T, a comma in its
/// fraction, without seconds, with UTC for the Z, a space in front of the zone, or in quotes of its
/// own or white space. Nothing where a part is missing that would have to be guessed, the zone most
/// of all.
std::optional<WrittenTime> read_written_time(std::string_view text);

}  // namespace diallint
