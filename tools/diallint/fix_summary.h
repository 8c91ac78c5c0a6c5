// What fix says of an input when it is done.
#pragma once
#include <string>

#include "diallint/fix.h"
#include "diallint/program_options.h"

namespace diallint {

/// Lines for people: what was done, and what is left. `name` is printable.
std::string fixes_in_words(const FixSummary& summary, const std::string& name, FixTarget target);

}  // namespace diallint
