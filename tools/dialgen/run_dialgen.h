// dialgen as a whole: it stands in a program of its own, and in diallint as well.
#pragma once
#include <string>
#include <vector>

namespace diallint {

/// Runs one command and gives the exit code. Throws FatalError.
int run_dialgen(std::vector<std::string> arguments);

}  // namespace diallint
