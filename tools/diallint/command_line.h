// The command line, read and judged.
#pragma once
#include "diallint/program_options.h"

namespace diallint {

/// Reads the arguments behind the program's name. Throws FatalError.
Options parse_options(Arguments arguments);

}  // namespace diallint
