// The options of check, which config takes too, and fix as far as they say how inputs are read and
// judged.
#pragma once
#include <vector>

#include "diallint/program_options.h"

namespace diallint {

struct OptionFacts;  // option_parser.h

/// The options of check, in the order of its help.
std::vector<OptionFacts> check_options();

/// The same of fix.
std::vector<OptionFacts> fix_options();

/// Reads the arguments behind the command's name: check, config or fix. Throws FatalError.
Options parse_check(Command command, Arguments arguments);

}  // namespace diallint
