// What dialgen does, one function a command. Each returns the exit code and throws Failure.
#pragma once
#include "dialgen/options.h"

namespace diallint {

int make_valid(const DialgenWords& words);
int make_boundary(const DialgenWords& words);
int make_spoiled(const DialgenWords& words);
int make_pack(const DialgenWords& words);
int make_response(const DialgenWords& words);
int make_hostile(const DialgenWords& words);

}  // namespace diallint
