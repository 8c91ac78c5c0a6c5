// Failure codes and exceptions, as the rules speak of them.
#pragma once
#include <string>

#include "diallint/guidance.h"

namespace diallint {

/// What the rules say of it: "ThrottlingException (HTTP 429): calls exceeded …. Wait, …."
std::string explained(const Guidance& guidance);

}  // namespace diallint
