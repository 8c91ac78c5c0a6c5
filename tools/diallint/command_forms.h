// The command lines of all commands but check and config.
#pragma once
#include "diallint/program_options.h"

namespace diallint {

/// Reads the arguments behind the command's name. Throws FatalError.
Options parse_other(Command command, Arguments arguments);

}  // namespace diallint
