// The options of reconcile.
#pragma once
#include <vector>

#include "diallint/program_options.h"

namespace diallint {

struct OptionFacts;  // option_parser.h

/// In the order of its help.
std::vector<OptionFacts> reconcile_options();

/// Reads the arguments behind the command's name. Throws FatalError.
Options parse_reconcile(Arguments arguments);

}  // namespace diallint
