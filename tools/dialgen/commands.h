// What dialgen does, one function a command. Each returns the exit code and throws FatalError.
#pragma once
#include "dialgen/options.h"

namespace diallint {

int make_valid(const RawDialgenOptions& raw);
int make_boundary(const RawDialgenOptions& raw);
int make_spoiled(const RawDialgenOptions& raw);
int make_pack(const RawDialgenOptions& raw);
int make_response(const RawDialgenOptions& raw);
int make_hostile(const RawDialgenOptions& raw);

}  // namespace diallint
