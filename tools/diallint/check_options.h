// The options of check, which config takes too.
#pragma once
#include <vector>

#include "diallint/program_options.h"

namespace diallint {

struct OptionFacts;  // option_parser.h

/// The options of check, in the order of its help.
std::vector<OptionFacts> check_options();

/// Reads the arguments behind the command's name. Throws FatalError.
Options parse_check(Command command, Arguments arguments);

}  // namespace diallint
