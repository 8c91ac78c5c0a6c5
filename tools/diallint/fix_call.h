// The options that fix alone has.
#pragma once
#include <string>
#include <vector>

#include "diallint/program_options.h"

namespace diallint {

class Parser;  // option_parser.h

/// As they were written.
struct RawFix {
  std::string default_region, region_column, expires_in, output, output_format = "text";
  Arguments kinds;
  bool unsafe = false, diff = false, in_place = false;
};

void add_fix_options(Parser& parser, RawFix& raw);

/// What they say of inputs; the settings have their numbering plan. Throws FatalError.
FixCall fix_call_of(const RawFix& raw, const Settings& settings);

/// The names of all kinds.
std::vector<std::string_view> fix_kind_words();

}  // namespace diallint
