// What dialgen does, one function a command. Each returns the exit code and throws Failure.
#pragma once
#include "dialgen_options.h"

namespace diallint {

int make_valid(const DialgenWords& words);

}  // namespace diallint
