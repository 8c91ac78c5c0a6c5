// The file in which `diallint serve --state` keeps its state.
#pragma once
#include <memory>
#include <string>

#include "diallint/local_service.h"

namespace diallint {

/// Opens it, or makes it for this user alone. One service at a time has it. Throws FatalError: it
/// is none of these files, another service has it, it may not be written…
std::shared_ptr<ServiceStore> open_state_file(const std::string& path);

}  // namespace diallint
