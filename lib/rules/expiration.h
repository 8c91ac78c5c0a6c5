// Times at which requests expire, as test data.
#pragma once
#include <string>

#include "diallint/instant.h"

namespace diallint {

/// As the documented example is written, with three digits of fraction: 2024-12-05T19:35:00.000Z.
std::string in_example_form(Instant instant);

}  // namespace diallint
