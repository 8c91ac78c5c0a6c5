// Findings in the words of a ValidationException.
#pragma once
#include <span>
#include <string>

#include "diallint/finding.h"

namespace diallint {

/// "1 validation error detected. Value at '/phoneNumber' failed to satisfy constraint: …" Of
/// findings of severity error alone. No value of a request is in it.
std::string validation_message(std::span<const Finding> findings);

}  // namespace diallint
